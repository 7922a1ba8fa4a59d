"""Plans that set things against each other: values of a column, years, parts of the day."""

from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.plans_values import nothing, usual
from services.chat.agent.analyst.reading import Branch, Condition, Operation, Reading
from services.chat.agent.analyst.sentences import bold, literal, percent, short, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import View


async def compare(study: Study, reading: Reading) -> Finding:
    """The number of rows, or a measure, of each branch; their difference and ratio."""
    base = await study.work.found(study.whole, reading.conditions)
    basis = study.basis((*reading.conditions, *(each for branch in reading.branches for each in branch)))
    if base.rows == 0:
        return nothing(study, basis)
    measure = reading.measures[0] if reading.measures else None
    operation = (reading.operation or usual(study, measure)) if measure else None
    values: list[float | None] = []
    sizes: list[int] = []
    for branch, view in zip(reading.branches, await _views(study, base, reading.branches), strict=True):
        sizes.append(view.rows)
        values.append(
            view.rows if measure is None or operation is None else (await study.work.value(view, measure, operation))[0]
        )
        del branch
    names = [_said(branch) for branch in reading.branches]
    what = study.named(measure, operation) if measure and operation else f"{study.noun} 수"

    def amount(value: float | None) -> str:
        if value is None:
            return "없음"
        return study.amount(value, measure) if measure else study.rows(value)

    within = f"{study.subject(reading.conditions)} 가운데 " if reading.conditions else ""
    shares = reading.asks(Says.SHARE) and measure is None
    rows = [
        [name, amount(value), percent(size / base.rows)]
        if shares or measure is None
        else [name, amount(value), study.rows(size)]
        for name, value, size in zip(names, values, sizes, strict=True)
    ]
    headers = ["구분", literal(what), "비율" if measure is None else f"{study.noun} 수"]
    finding = Finding("", [], [table(headers, rows)], basis)
    reference = reading.reference if reading.reference is not None else len(values) - 1
    subject = 1 - reference if len(values) == 2 else 0
    if len(values) == 2 and None not in values:
        _two(finding, reading, [value or 0.0 for value in values], names, subject, reference, what, amount, within)
    else:
        known = [(value, name) for value, name in zip(values, names, strict=True) if value is not None]
        if not known:
            return nothing(study, basis)
        ranked = sorted(known, reverse=True)
        wanted = ranked[0] if reading.order >= 0 else ranked[-1]
        word = "크고" if reading.order >= 0 else "작고"
        finding.headline = (
            f"{within}{with_particle(what, '은/는')} {bold(wanted[1], '이/가')} {amount(wanted[0])}로 가장 {word}, "
            + ", ".join(
                f"{name} {amount(value)}"
                for value, name in (ranked if reading.order >= 0 else ranked[::-1])
                if name != wanted[1]
            )
            + "입니다."
        )
    return finding


def _two(
    finding: Finding,
    reading: Reading,
    values: list[float],
    names: list[str],
    subject: int,
    reference: int,
    what: str,
    amount,
    within: str,
) -> None:  # type: ignore[no-untyped-def]
    one, other = values[subject], values[reference]
    ratio = f"{short(round(one / other, 2))}배" if other else ""
    change = f"{abs(one - other) / other * 100:.1f}%" if other else ""
    more = "많습니다" if one > other else "적습니다"
    facts = f"{with_particle(names[subject], '은/는')} {amount(one)}, {with_particle(names[reference], '은/는')} {amount(other)}"
    if reading.asks(Says.TIMES) and ratio:
        finding.headline = f"{within}{names[subject]}의 {with_particle(what, '은/는')} {names[reference]}의 **{ratio}**입니다. {facts}입니다."
        return
    if reading.asks(Says.GROWTH) and change:
        way = "증가" if one > other else "감소"
        finding.headline = f"{within}{with_particle(what, '은/는')} {names[reference]}보다 {names[subject]}에 **{change} {way}**했습니다. {facts}입니다."
        return
    if one == other:
        finding.headline = (
            f"{within}{with_particle(what, '은/는')} {names[0]}, {names[1]} 모두 **{amount(one)}**로 같습니다."
        )
        return
    if reading.asks(Says.DIFFERENCE):
        finding.headline = f"{within}{what}의 차이는 **{amount(abs(one - other))}**입니다. {facts}입니다."
    elif reading.order or reading.asks(Says.WHICH, Says.WHERE):
        pick = max if reading.order >= 0 else min
        winner = names[values.index(pick(values))]
        word = "많습니다" if reading.order >= 0 else "적습니다"
        finding.headline = f"{within}{with_particle(what, '은/는')} {bold(winner, '이/가')} 더 {word}. {facts}입니다."
    else:
        finding.headline = f"{within}{with_particle(what, '은/는')} {names[0]} **{amount(values[0])}**, {names[1]} **{amount(values[1])}**입니다."
    if ratio:
        finding.details.append(
            f"{with_particle(names[subject], '이/가')} {names[reference]}보다 {amount(abs(one - other))}({change}) {more}. {ratio}입니다."
        )


async def _views(study: Study, base: View, branches: tuple[Branch, ...]) -> list[View]:
    return [await study.work.found(base, branch) for branch in branches]


def _said(branch: Branch) -> str:
    return " ".join(literal(condition.said) for condition in branch)


def yearly_of(condition: Condition) -> tuple[Branch, ...]:
    """A year and the one before it."""
    year = int(str(condition.value))
    before = Condition(condition.column, "==", year - 1, f"{year - 1}년", time=True)
    return ((condition,), (before,))
