"""Plans that set things against each other: values of a column, years, parts of the day."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.conditions import listed, negated
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.plans_values import nothing, usual
from services.chat.agent.analyst.reading import Branch, Condition, Operation, Reading
from services.chat.agent.analyst.sentences import bold, joined, literal, percent, short, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import View

_ONE_AGAINST_ANOTHER = frozenset(
    (Says.COMPARE, Says.TIMES, Says.DIFFERENCE, Says.GROWTH, Says.THAN, Says.MORE, Says.CHANGES)
)

_PUT_TOGETHER = re.compile("합치|합쳐|합하|합해|더하|더해|합산")

Amount = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class _Compared:
    """One of the things that are compared: its name, its value (None: unknown) and its rows."""

    name: str
    value: float | None
    rows: int


def yearly_of(condition: Condition) -> tuple[Branch, ...]:
    """A year and the one before it."""
    year = int(str(condition.value))
    before = Condition(condition.column, "==", year - 1, f"{year - 1}년", time=True)
    return ((condition,), (before,))


def against_the_rest(columns: Columns, reading: Reading) -> Reading:
    """`비 오면 더 많이 …`: the rows that meet the last condition, and those that do not."""
    *kept, last = reading.conditions
    opposite = negated(columns, last)
    if opposite is None:
        return reading
    operation = reading.operation or (Operation.MEAN if reading.measures else None)
    return replace(reading, conditions=tuple(kept), branches=((last,), (opposite,)), reference=1, operation=operation)


async def compare(study: Study, reading: Reading) -> Finding:
    """The number of rows, a measure, or the share of a part in each branch; their difference and ratio."""
    base = await study.work.found(study.whole, reading.conditions)
    branched = [condition for branch in reading.branches for condition in branch]
    basis = study.basis((*reading.conditions, *branched, *reading.part))
    if base.rows == 0:
        return nothing(study, basis)
    what, amount = _measured(study, reading)
    found = [await _one(study, reading, base, branch) for branch in reading.branches]
    known = [each for each in found if each.value is not None]
    if not known:
        return nothing(study, basis)
    counts = not reading.measures and not reading.part
    lines = [
        [
            each.name,
            "–" if each.value is None else amount(each.value),
            percent(each.rows / base.rows) if counts else study.rows(each.rows),
        ]
        for each in found
    ]
    tables = [table(["구분", what, "비율" if counts else f"{study.noun} 수"], lines)]
    within = f"{study.subject(reading.conditions)} 가운데 " if reading.conditions else ""
    if len(found) == len(known) == 2:
        reference = reading.reference if reading.reference is not None else 1
        headline, details = _two(reading, found[1 - reference], found[reference], what, amount)
    else:
        headline, details = _many(reading, known, what, amount), []
    adds_up = _are_apart(reading.branches) and (
        counts or (reading.measures and (reading.operation or usual(study, reading.measures[0])) is Operation.SUM)
    )
    if adds_up and not reading.part and _PUT_TOGETHER.search(reading.text):
        headline = f"모두 더하면 **{amount(sum(each.value or 0 for each in known))}**입니다. {headline}"
    elif adds_up and not reading.part and not reading.says & _ONE_AGAINST_ANOTHER and not reading.order:
        details.append(f"모두 더하면 {amount(sum(each.value or 0 for each in known))}입니다.")
    return Finding(within + headline, details, tables, basis)


def _are_apart(branches: Sequence[Branch]) -> bool:
    """Whether no row can be in two of them: 주말 and 토요일 do not add up."""
    for one, other in combinations(branches, 2):
        if len(one) == len(other) == 1 and one[0].column == other[0].column:
            values, others = listed(one[0]), listed(other[0])
            if values is not None and others is not None and values & others:
                return False
    return True


async def compare_measures(study: Study, reading: Reading) -> Finding:
    """Sums or means of several columns side by side."""
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    found: list[tuple[str, str, float]] = []
    for measure in reading.measures:
        operation = reading.operation or usual(study, measure)
        value, _ = await study.work.value(view, measure, operation)
        if value is not None:
            found.append((study.named(measure, operation), study.amount(value, measure), value))
    if len(found) < 2:
        return nothing(study, basis)
    (first, one, low), (second, other, high) = found[0], found[1]
    facts = f"{with_particle(first, '은/는')} **{one}**, {with_particle(second, '은/는')} **{other}**입니다."
    share = percent(low / high) if high and low <= high else f"{short(round(low / high, 2))}배" if high else ""
    ratio = f" {with_particle(first, '은/는')} {second}의 {share}입니다." if share else ""
    lines = [[name, amount] for name, amount, _ in found]
    return Finding(facts + ratio, [], [table(["구분", "값"], lines)], basis)


def _measured(study: Study, reading: Reading) -> tuple[str, Amount]:
    """What is compared, and how its values are written."""
    if reading.part:
        return f"{study.subject(reading.part)} 비율", percent
    if not reading.measures:
        return f"{study.noun} 수", study.rows
    measure = reading.measures[0]
    operation = reading.operation or usual(study, measure)
    return study.named(measure, operation), lambda value: study.amount(value, measure)


async def _one(study: Study, reading: Reading, base: View, branch: Branch) -> _Compared:
    view = await study.work.found(base, branch)
    name = " ".join(literal(condition.said) for condition in branch)
    if reading.part:
        part = await study.work.found(view, reading.part)
        return _Compared(name, part.rows / view.rows if view.rows else None, view.rows)
    if not reading.measures:
        return _Compared(name, view.rows, view.rows)
    measure = reading.measures[0]
    value, _ = await study.work.value(view, measure, reading.operation or usual(study, measure))
    return _Compared(name, value, view.rows)


def _many(reading: Reading, known: list[_Compared], what: str, amount: Amount) -> str:
    ranked = sorted(known, key=lambda each: each.value or 0, reverse=reading.order >= 0)
    first, *others = ranked
    word = "많습니다" if reading.order >= 0 else "적습니다"
    rest = joined(f"{each.name} {amount(each.value or 0)}" for each in others)
    topic = with_particle(what, "은/는")
    top = bold(amount(first.value or 0), "으로/로")
    return f"{topic} {bold(first.name, '이/가')} {top} 가장 {word}. " + (f"그다음은 {rest}입니다." if rest else "")


def _two(reading: Reading, one: _Compared, other: _Compared, what: str, amount: Amount) -> tuple[str, list[str]]:
    first, second = one.value or 0.0, other.value or 0.0
    topic, owned = with_particle(what, "은/는"), f"{one.name}의 {with_particle(what, '은/는')}"
    facts = (
        f"{with_particle(one.name, '은/는')} {amount(first)}, "
        f"{with_particle(other.name, '은/는')} {amount(second)}입니다."
    )
    if first == second:
        return f"{topic} {one.name}, {other.name} 모두 {bold(amount(first), '으로/로')} 같습니다.", []
    ratio = f"{short(round(first / second, 2))}배" if second else ""
    change = f"{abs(first - second) / second * 100:.1f}%" if second else ""
    if reading.asks(Says.TIMES) and ratio:
        return f"{owned} {other.name}의 **{ratio}**입니다. {facts}", []
    if reading.asks(Says.GROWTH) and change:
        way = "늘었습니다" if first > second else "줄었습니다"
        return f"{topic} {other.name}에서 {with_particle(one.name, '으로/로')} **{change} {way}**. {facts}", []
    details = []
    if not reading.part:
        more = "많습니다" if first > second else "적습니다"
        gap = f"{amount(abs(first - second))}({change})" if change else amount(abs(first - second))
        details.append(f"{with_particle(one.name, '이/가')} {other.name}보다 {gap} {more}.")
    if reading.asks(Says.DIFFERENCE):
        return f"{what}의 차이는 **{amount(abs(first - second))}**입니다. {facts}", details
    if reading.order or reading.asks(Says.WHICH, Says.WHERE, Says.MORE):
        larger, smaller = (one, other) if first > second else (other, one)
        winner, word = (larger, "많습니다") if reading.order >= 0 else (smaller, "적습니다")
        if reading.part or reading.operation:
            word = "높습니다" if reading.order >= 0 else "낮습니다"
        return f"{topic} {bold(winner.name, '이/가')} 더 {word}. {facts}", details
    return f"{topic} {one.name} **{amount(first)}**, {other.name} **{amount(second)}**입니다.", details
