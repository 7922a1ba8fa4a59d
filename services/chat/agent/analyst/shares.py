"""What a share is of: `수성구 사고의 사망사고 비율` is one of the accidents in 수성구, and not of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import ColumnWord, EntityWord, Mark, MeasureWord, Says, Unit
from services.chat.agent.analyst.reading import Condition, Said
from services.chat.agent.analyst.synonyms import OUTCOMES, ROW_NOUNS

_EVERYTHING = frozenset(("전체", "전체적", "모두", "모든", "전부"))
_WHEN = ("일때", "이면", "면", "때", "인경우", "경우")
_OF = ("의", "에서", "에선")
_TOPIC = ("은", "는", "에는", "엔")


@dataclass(frozen=True, slots=True)
class Division:
    """`part` of the rows that meet `base`."""

    base: tuple[Condition, ...]
    part: tuple[Condition, ...]


def divided(columns: Columns, marks: Sequence[Mark], said: Sequence[Said], found: Sequence[Said]) -> Division:
    """`said` as it stands in the question, `found` with what is negated, united and said twice put right."""
    conditions = tuple(each.condition for each in found)
    again = _said_again(said)
    if again is not None and len(conditions) > 1:
        return Division((again,), tuple(each for each in conditions if each != again))
    of = _named_at_the_end(marks)
    if of is not None:
        return Division(
            tuple(each.condition for each in found if each.at > of),
            tuple(each.condition for each in found if each.at <= of),
        )
    end = _end_of_base(columns, marks, found)
    if end == 0 and len(found) > 1 and _describes(columns, marks, found):
        return Division((found[-1].condition,), tuple(each.condition for each in found[:-1]))
    return Division(
        tuple(each.condition for each in found if each.at < end),
        tuple(each.condition for each in found if each.at >= end),
    )


def _said_again(said: Sequence[Said]) -> Condition | None:
    """`심야 사망사고는 전체 사망사고의 몇 %`: what is said again is what the share is of."""
    for at, each in enumerate(said):
        if any(each.condition == other.condition for other in said[:at]):
            return each.condition
    return None


def _named_at_the_end(marks: Sequence[Mark]) -> int | None:
    """Where the subject of `수성구 사고는 야간 사고의 몇 %` ends: what follows it is what the share is of."""
    for share, mark in enumerate(marks):
        whole = next((at for at in range(share - 1, -1, -1) if _says_something(marks[at])), None)
        if mark.meaning is not Says.SHARE or whole is None or not marks[whole].tail.startswith("의"):
            continue
        if marks[whole].text in _EVERYTHING:
            return whole
        subject = next(
            (at for at in range(whole - 1, -1, -1) if marks[at].tail.startswith(("은", "는", "이", "가"))), None
        )
        if subject is not None and mark.text.startswith("몇"):
            return subject
    return None


def _says_something(mark: Mark) -> bool:
    return mark.meaning is not Says.FILLER or mark.text in _EVERYTHING


def _end_of_base(columns: Columns, marks: Sequence[Mark], found: Sequence[Said]) -> int:
    """Where the words for the base end; 0 if the share is of all rows."""
    for at, mark in enumerate(marks):
        if mark.meaning is Says.AMONG or mark.tail in ("들중", "에서중"):
            return at
    for each, following in pairwise(found):
        if each.tail.startswith(_WHEN) and not each.tail.startswith("이면서"):
            return following.at
    last = max((each.at for each in found), default=0)
    by_particle = [at for at, mark in enumerate(marks[:last]) if _closes(columns, marks, at, found)]
    if by_particle:
        return by_particle[-1] + 1
    return _end_by_kind(columns, found)


def _closes(columns: Columns, marks: Sequence[Mark], at: int, found: Sequence[Said]) -> bool:
    """Whether the words for the base end with this one: `수성구 사고의`, `수성구는`, `신호위반 사고`, `구별`."""
    mark, meaning = marks[at], marks[at].meaning
    before = any(each.at <= at for each in found)
    if isinstance(meaning, ColumnWord) and meaning.per:
        return any(each.at < at for each in found)
    counted = isinstance(meaning, MeasureWord) or (
        isinstance(meaning, ColumnWord) and bool(meaning.columns) and columns.is_number(meaning.columns[0])
    )
    if counted:
        return mark.tail.startswith(_OF)
    value = any(each.at == at for each in found)
    if isinstance(meaning, EntityWord) or value:
        rows = isinstance(meaning, EntityWord) or mark.text.endswith(ROW_NOUNS)
        closed = mark.tail.startswith((*_OF, *_TOPIC)) or (rows and before and not mark.tail)
        return closed and (before or mark.tail.startswith(_OF))
    return False


def _end_by_kind(columns: Columns, found: Sequence[Said]) -> int:
    """Without a particle: where and in which year is what a share is of, and how it ended is what the share is."""
    settings = [_is_setting(columns, each.condition) for each in found]
    leading = settings.index(False) if False in settings else len(found)
    if leading == len(found):
        years = [each.condition.time for each in found]
        return found[1].at if years == [True, False] else 0
    ends = [each.at for each in found if _is_outcome(columns, each.condition)]
    if ends and ends == [each.at for each in found[-len(ends) :]]:
        return ends[0]
    months = all(each.condition.column.endswith((".월", ".날짜")) for each in found[leading:])
    return 0 if months or not leading else found[leading].at


def _describes(columns: Columns, marks: Sequence[Mark], found: Sequence[Said]) -> bool:
    """Whether what comes first is told of the kind that comes last: `CCTV가 설치된 초등학교 비율`."""
    last = found[-1].condition
    kind = not (last.time or _is_setting(columns, last) or columns.is_number(last.column))
    whole = any(mark.text in _EVERYTHING for mark in marks)
    return kind and not whole and all(_is_clause(columns, marks, each) for each in found[:-1])


def _is_clause(columns: Columns, marks: Sequence[Mark], said: Said) -> bool:
    if columns.is_number(said.condition.column):
        return True
    return said.tail in ("인", "된") or (not said.tail and marks[said.at].text.endswith(("인", "된", "있는", "없는")))


def _is_setting(columns: Columns, condition: Condition) -> bool:
    column = condition.column
    return column.endswith((".구", ".동")) or columns.is_district(column) or column == columns.time(Unit.YEAR)


def _is_outcome(columns: Columns, condition: Condition) -> bool:
    column = condition.column
    return column.endswith(OUTCOMES) or (columns.is_number(column) and columns.is_additive(column))
