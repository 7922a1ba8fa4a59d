"""Columns that have a value in a row, or none: `결제방법이 없는 주차장`, `특기사항이 있는 곳`, `피해자가 없는 사고`."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import ColumnWord, Mark, Says
from services.chat.agent.analyst.reading import Condition, Said
from services.chat.agent.analyst.sentences import with_particle

_SUBJECT = ("이", "가", "도", "은", "는", "")


@dataclass
class Presence:
    """`found` are the conditions, `used` the places of the words for their columns; `without`: none is asked for."""

    found: list[Said] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    without: bool = False


def present(columns: Columns, marks: Sequence[Mark]) -> Presence:
    """Quantities that add up are left alone: without cameras is none of them, and not a gap."""
    result = Presence()
    if any(mark.meaning in (Says.SUPERLATIVE, Says.UNIQUE, Says.VALUES, Says.WHICH, Says.MISSING) for mark in marks):
        return result
    for at, mark in enumerate(marks[:-1]):
        meaning, following = mark.meaning, marks[at + 1]
        if not isinstance(meaning, ColumnWord) or not meaning.columns or meaning.per or mark.tail not in _SUBJECT:
            continue
        without = following.meaning is Says.FEW and following.text.startswith("없")
        has = following.meaning is Says.EXISTS and following.tail in ("는", "던")
        column = columns.all[meaning.columns[0]].source or meaning.columns[0]
        if not (without or has) or (columns.is_number(column) and columns.is_additive(column)):
            continue
        condition = _condition(columns, column, without=without)
        if condition is None:
            name = with_particle(f"‘{column}’", "은/는")
            result.unclear.append(f"{name} 0인 것과 비어 있는 것이 모두 있습니다. 어느 쪽인지 함께 적어주세요.")
            continue
        result.found.append(Said(at, condition, mark.tail))
        result.used.append(at)
        result.without = result.without or without
    return result


def _condition(columns: Columns, column: str, *, without: bool) -> Condition | None:
    """A gap, or in a number without gaps a zero; None if it can be either."""
    zeros = columns.is_number(column) and bool((columns.frame.values(column) == 0).any())
    if not zeros:
        operator, said = ("is_missing", "값 없음") if without else ("not_missing", "값 있음")
        return Condition(column, operator, None, f"{column} {said}")
    if columns.missing(column):
        return None
    return Condition(column, "==" if without else ">", 0, f"{column} {'0' if without else '0 초과'}")
