"""Whose age, sex or vehicle is meant: that of who caused an accident, or of who suffered it; which words are rows."""

from collections.abc import Sequence
from dataclasses import replace

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import ColumnWord, EntityWord, Mark, NumberWord, Says, ValueWord

_VICTIM, _OFFENDER = "피해운전자", "가해운전자"
_CAUSED = ("낸", "내", "일으킨", "일으켰", "저지른")
_HURT = frozenset(
    ("다친사람", "다친", "죽은사람", "사망한사람", "숨진사람", "다치거나죽은사람", "크게다친사람", "죽거나다친사람")
)
_BOUNDS = frozenset((Says.LEAST_BOUND, Says.MOST_BOUND, Says.ABOVE, Says.BELOW, Says.FILLER))
_KINDS = (Says.SUPERLATIVE, Says.UNIQUE, Says.VALUES, Says.WHICH, Says.DISTRIBUTION)
"""Words that ask which kinds there are."""
_OF_PEOPLE = ("성별", ".나이", "연령")


def with_roles(columns: Columns, marks: Sequence[Mark]) -> list[Mark]:
    """`다친 사람은 여자`: who was hurt is then no quantity, but whose sex it is."""
    victims = _columns(columns, _VICTIM)
    found = list(marks)
    for at, mark in enumerate(marks):
        told = [other for other in marks[at + 1 : at + 4] if other.meaning is not Says.FILLER]
        subject = mark.tail.startswith(("은", "는", "이", "가"))
        if victims and mark.text in _HURT and subject and told and _is_person(told[0]):
            found[at] = Mark(mark.text, ColumnWord(victims, mark.text, hint=True), mark.tail)
    return found


def with_row_nouns(columns: Columns, marks: Sequence[Mark]) -> list[Mark]:
    """`CCTV가 많은 시설`, `시설은 몇 곳`: beside a quantity, or where it is counted, the end of what the rows are
    called (`대상시설`) is no column of kinds."""
    rows = columns.row_name()
    counts = any(mark.meaning is Says.COUNT for mark in marks) and not any(mark.meaning in _KINDS for mark in marks)
    if rows is None or not (counts or any(_is_quantity(columns, mark) for mark in marks)):
        return list(marks)
    return [replace(mark, meaning=EntityWord(rows[1])) if _is_noun(mark, rows[1]) else mark for mark in marks]


def _is_quantity(columns: Columns, mark: Mark) -> bool:
    meaning = mark.meaning
    if not isinstance(meaning, ColumnWord) or meaning.hint or not meaning.columns:
        return False
    return columns.is_number(meaning.columns[0]) and columns.is_additive(meaning.columns[0])


def _is_noun(mark: Mark, row: str) -> bool:
    return isinstance(mark.meaning, ColumnWord) and not mark.meaning.per and row.endswith(mark.text)


def hinted(columns: Columns, marks: Sequence[Mark], at: int | None = None) -> tuple[str, ...]:
    """The columns of whoever is spoken of at a place of the question: the one named right after it (`65세 이상
    보행자`), or the last one before it, or the next. Without a place, the first one."""
    roles = {place: named for place, mark in enumerate(marks) if (named := _role(columns, mark))}
    if at is not None and _caused(marks, at):
        return _columns(columns, _OFFENDER)
    if not roles:
        return ()
    if at is None:
        return next(iter(roles.values()))
    after = _named_after(marks, at)
    if after in roles:
        return roles[after]
    before = [place for place in roles if place <= at]
    if before:
        return roles[max(before)]
    by_name = [place for place in roles if isinstance(marks[place].meaning, ColumnWord)]
    return roles[min(by_name)] if by_name else ()


def _named_after(marks: Sequence[Mark], at: int) -> int | None:
    """The place of what may say who is meant at `at`: `65세 이상 보행자`, `노인이 보행자로`."""
    after = at + 1
    while after < len(marks) and isinstance(word := marks[after].meaning, Says) and word in _BOUNDS:
        after += 1
    if after == len(marks):
        return None
    is_one = marks[at].tail in ("이", "가") and marks[after].tail.startswith(("로", "으로", "인", "였", "이"))
    told = all(not mark.tail or mark.tail.startswith(("인", "의")) for mark in marks[at:after])
    return after if told or is_one else None


def _caused(marks: Sequence[Mark], at: int) -> bool:
    """`남성이 낸 사고`."""
    return marks[at].tail.startswith(("이", "가")) and at + 1 < len(marks) and marks[at + 1].text.startswith(_CAUSED)


def _role(columns: Columns, mark: Mark) -> tuple[str, ...]:
    meaning = mark.meaning
    if isinstance(meaning, ColumnWord) and meaning.hint:
        return meaning.columns
    if isinstance(meaning, ValueWord) and mark.text.startswith(("보행자", "행인")):
        return _columns(columns, _VICTIM)
    return ()


def _columns(columns: Columns, start: str) -> tuple[str, ...]:
    return tuple(name for name in columns.all if name.startswith(start))


def _is_person(mark: Mark) -> bool:
    meaning = mark.meaning
    if isinstance(meaning, NumberWord):
        return meaning.counter in ("세", "살") or (meaning.counter == "대" and meaning.value % 10 == 0)
    return isinstance(meaning, ValueWord) and any(each.column.endswith(_OF_PEOPLE) for each in meaning.choices)
