"""Follow-ups: what a short question leaves out is taken from the one before it."""

from collections.abc import Sequence
from dataclasses import replace

from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.reading import TASKS, Condition, Group, Reading

_NEW_TASKS = TASKS | {Says.SHARE, Says.TREND, Says.COMPARE, Says.COUNT}
_ORDERS = frozenset((Says.MANY, Says.FEW, Says.HIGH, Says.LOW, Says.MAX, Says.MIN, Says.TOP, Says.BOTTOM))


def followed(earlier: Reading, now: Reading) -> Reading:
    """`now`, completed from `earlier`; what `now` says replaces what was said of the same thing."""
    compared = _against_the_earlier(earlier, now)
    if compared is not None:
        return compared
    asks_only_share = now.asks(Says.SHARE) and not (now.conditions or now.part or now.groups or now.measures)
    merged = _merged(earlier, now)
    if asks_only_share and not merged.groups and not earlier.part:
        part = earlier.narrowed or merged.conditions
        return replace(merged, conditions=tuple(each for each in merged.conditions if each not in part), part=part)
    if earlier.part and not now.part and not now.asks(Says.SHARE) and now.conditions:
        base = tuple(each for each in merged.conditions if each not in (*earlier.part, *now.conditions))
        kept = tuple(each for each in earlier.part if each in merged.conditions and each not in now.conditions)
        return replace(merged, conditions=base, part=(*kept, *now.conditions))
    return merged


def _merged(earlier: Reading, now: Reading) -> Reading:
    narrows = now.asks(Says.THOSE)
    said = {condition.column for condition in _conditions(now)}
    before = tuple(_of_whom(each, now.hints) for each in (*earlier.conditions, *earlier.part))
    kept = tuple(each for each in before if narrows or each.column not in said)
    swapped = now.conditions and earlier.branches and not now.groups and not narrows
    new_task = bool(now.says & _NEW_TASKS or now.operation or now.measures)
    counted = frozenset((Says.COUNT, Says.HOW_MANY)) if now.measures else frozenset()
    forgotten = counted | (TASKS if new_task else frozenset()) | (_ORDERS if now.order else frozenset())
    counts = now.counted or Says.COUNT in now.says or (now.entity and not now.measures)
    groups = now.groups or (() if now.branches else tuple(_group_of_whom(each, now.hints) for each in earlier.groups))
    return replace(
        now,
        says=now.says | (earlier.says - forgotten),
        entity=now.entity or earlier.entity,
        counted=now.counted or (earlier.counted and not now.measures),
        conditions=(*kept, *now.conditions),
        branches=now.branches or (() if now.groups or swapped else earlier.branches),
        reference=now.reference if now.branches else earlier.reference,
        groups=groups,
        measures=now.measures or (() if counts else earlier.measures),
        columns=now.columns or earlier.columns,
        operation=now.operation
        or (None if counts or (now.measures and earlier.operation is None) else earlier.operation),
        order=now.order or (earlier.order if not now.groups or earlier.groups else 0),
        top=now.top or (earlier.top if earlier.groups else None),
        percentiles=now.percentiles or earlier.percentiles,
        narrowed=now.conditions if narrows else (),
    )


def _against_the_earlier(earlier: Reading, now: Reading) -> Reading | None:
    """`남구 사고 건수`, then `북구와 비교하면?`: both, side by side."""
    if not now.asks(Says.COMPARE, Says.DIFFERENCE, Says.THAN) or len(now.conditions) != 1 or now.groups:
        return None
    other = now.conditions[0]
    one = next((each for each in earlier.conditions if each.column == other.column), None)
    if one is None or one == other:
        return None
    rest = tuple(each for each in earlier.conditions if each is not one)
    merged = _merged(earlier, replace(now, conditions=()))
    return replace(merged, conditions=rest, branches=((one,), (other,)), reference=1)


def _of_whom(condition: Condition, hints: Sequence[str]) -> Condition:
    column = _counterpart(condition.column, hints)
    return (
        replace(condition, column=column, said=condition.said.replace(condition.column, column))
        if column
        else condition
    )


def _group_of_whom(group: Group, hints: Sequence[str]) -> Group:
    column = _counterpart(group.column, hints)
    return replace(group, column=column, label=column.partition(".")[0]) if column else group


def _counterpart(column: str, hints: Sequence[str]) -> str | None:
    """The column of the other one: 피해운전자 차종 for 가해운전자 차종."""
    _, _, what = column.partition(" ")
    if not what or column in hints:
        return None
    return next((hint for hint in hints if hint.partition(" ")[2] == what), None)


def _conditions(reading: Reading) -> Sequence[Condition]:
    return (*reading.conditions, *reading.part, *(each for branch in reading.branches for each in branch))
