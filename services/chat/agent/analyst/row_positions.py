"""Rows that are asked for by their place in the file: `첫 번째 행`, `마지막 5줄`, `100번째 데이터`."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.chat.agent.analyst.meanings import ColumnWord, EntityWord, Mark, NumberWord, Says

_ROW_WORDS = ("행", "줄", "레코드", "row", "rows")
_DATA_WORDS = ("데이터", "자료")
_COUNTERS = ("행", "줄", "개", "건", "")
_NTH = ("번째", "번째로")
_BY_TIME = frozenset(
    ("최근", "지난", "최신", "최초", "오래된", "가장최근", "제일최근", "가장오래된", "제일오래된", "직근")
)
_LET_BE = frozenset((Says.FILLER, Says.EXISTS, Says.WHICH, Says.LIST, Says.SAMPLE, Says.THEN, Says.HOW_MANY))


@dataclass(frozen=True, slots=True)
class Places:
    """`rows` count from 0; `plain` says that nothing else is asked."""

    rows: tuple[int, ...]
    plain: bool = True


def asked(marks: Sequence[Mark], length: int, *, dated: bool) -> Places | None:
    """The places of the rows that are asked for in a file of `length` rows, None if the question is another one.

    `dated`: rows are events, of which the last is the latest one, wherever it stands.
    """
    ordinals = [at for at, mark in enumerate(marks) if mark.meaning in (Says.FIRST, Says.LAST) or _nth(mark)]
    if not ordinals:
        return None
    counts = [at for at, mark in enumerate(marks) if _count(mark) is not None]
    rows = [at for at, mark in enumerate(marks) if _is_row(mark) and at > ordinals[0]]
    written = rows or [at for at in counts if _counter(marks[at]) in ("행", "줄")]
    things = [at for at, mark in enumerate(marks) if _is_thing(mark) and at > ordinals[0]]
    used = {*ordinals, *counts, *written, *things}
    others = [mark for at, mark in enumerate(marks) if at not in used and mark.meaning not in _LET_BE]
    if not written:
        events = dated and any(isinstance(marks[at].meaning, EntityWord) for at in things)
        latest = any(marks[at].text in _BY_TIME or (events and not _nth(marks[at])) for at in ordinals)
        if not things or others or latest:
            return None
    plain = all(isinstance(mark.meaning, ColumnWord) and not mark.meaning.per for mark in others)
    return Places(_places(marks, ordinals, counts, length), plain)


def _places(marks: Sequence[Mark], ordinals: Sequence[int], counts: Sequence[int], length: int) -> tuple[int, ...]:
    ends = [marks[at].meaning for at in ordinals if not _nth(marks[at])]
    nth = next((int(number) for at in ordinals if (number := _nth(marks[at]))), None)
    from_end = bool(ends) and ends[0] is Says.LAST
    count = next((each for at in counts if (each := _count(marks[at]))), 1)
    start = (nth or 1) - 1
    if nth is not None:
        return (length - 1 - start if from_end else start,)
    return tuple(range(max(length - count, 0), length) if from_end else range(count))


def _nth(mark: Mark) -> float:
    number = mark.meaning
    return number.value if isinstance(number, NumberWord) and number.counter in _NTH else 0


def _count(mark: Mark) -> int | None:
    number = mark.meaning
    if not isinstance(number, NumberWord) or number.counter not in _COUNTERS or number.upto is not None:
        return None
    return int(number.value) if number.value >= 1 else None


def _counter(mark: Mark) -> str:
    return mark.meaning.counter if isinstance(mark.meaning, NumberWord) else ""


def _is_thing(mark: Mark) -> bool:
    if isinstance(mark.meaning, EntityWord):
        return not mark.meaning.counted
    return mark.text in _DATA_WORDS


def _is_row(mark: Mark) -> bool:
    """줄 is also what becomes less."""
    return mark.text in _ROW_WORDS and mark.meaning in (Says.ROWS, Says.TREND)
