"""Conditions on one column as one: two bounds as a range, and nothing said twice in other words."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.chat.agent.analyst.arrangement import COMPARING
from services.chat.agent.analyst.conditions import listed
from services.chat.agent.analyst.reading import Condition, Reading

_BOUND = re.compile(r"^(?P<name>.*?)(?P<number>\d[\d,.]*)(?P<unit>\D*?) ?(?P<word>이상|이하|초과|미만)$")
_NO_LIMIT = 150
"""The age that stands for no upper limit in words such as 고령."""


@dataclass(frozen=True, slots=True)
class _Interval:
    """Whole ages have no open ends: under 13 is at most 12."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False

    def holds(self, other: "_Interval") -> bool:
        low = (self.low, self.open_low) <= (other.low, other.open_low)
        return low and (self.high, not self.open_high) >= (other.high, not other.open_high)


def condensed(reading: Reading) -> Reading:
    """The reading with fewer conditions that mean the same."""
    conditions = _condensed(reading.conditions)
    single = [branch[0] for branch in reading.branches if len(branch) == 1]
    if len(reading.branches) == len(single) == 2 and not reading.says & COMPARING:
        one = _condensed(single)
        if len(one) == 1:
            return replace(reading, conditions=(*conditions, *one), branches=(), reference=None)
    return replace(reading, conditions=conditions, part=_condensed(reading.part))


def _condensed(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    found: list[Condition] = []
    for condition in conditions:
        for at, other in enumerate(found):
            both = _both(other, condition)
            if both is not None:
                found[at] = both
                break
        else:
            found.append(condition)
    return tuple(found)


def _both(one: Condition, other: Condition) -> Condition | None:
    """The one condition that says both, None if it takes two."""
    if one.column != other.column:
        return None
    if (one.operator, one.value) == (other.operator, other.value):
        return one
    values, others = listed(one), listed(other)
    if values is not None and others is not None:
        return one if values <= others else other if others <= values else None
    return _narrower(one, other)


def _narrower(one: Condition, other: Condition) -> Condition | None:
    first, second = _interval(one), _interval(other)
    if first is None or second is None:
        return None
    if first == second:
        return other if "(" in other.said else one
    if first.holds(second):
        return other
    return one if second.holds(first) else _range(one, other)


def _interval(condition: Condition) -> _Interval | None:
    value, whole = condition.value, condition.column.endswith(".나이")
    if condition.operator == "between" and isinstance(value, list):
        low, high = value
        if not (isinstance(low, int | float) and isinstance(high, int | float)):
            return None
        return _Interval(low, math.inf if whole and high >= _NO_LIMIT else high)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    least = 0 if whole else -math.inf
    return {
        ">=": _Interval(value, math.inf),
        ">": _Interval(value + 1, math.inf) if whole else _Interval(value, math.inf, open_low=True),
        "<=": _Interval(least, value),
        "<": _Interval(least, value - 1) if whole else _Interval(least, value, open_high=True),
    }.get(condition.operator)


def _range(one: Condition, other: Condition) -> Condition | None:
    """`경상자수 5명 이상`, `경상자수 10명 이하`: `경상자수 5–10명`."""
    low, high = (one, other) if one.operator in (">=", ">") else (other, one)
    if (low.operator, high.operator) != (">=", "<="):
        return None
    begin, end = _BOUND.match(low.said), _BOUND.match(high.said)
    if begin is None or end is None or begin["unit"] != end["unit"]:
        return None
    name = begin["name"] or end["name"]
    said = f"{name}{begin['number']}–{end['number']}{end['unit']}"
    return replace(one, operator="between", value=[low.value, high.value], said=said)
