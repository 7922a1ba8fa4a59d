"""Questions about two datasets at once: the same count on each, side by side."""

from collections.abc import Sequence

from services.chat.agent.analyst.plans_values import count
from services.chat.agent.analyst.readers import Understood
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import joined, literal, table
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import Work


def wanted(understood: Sequence[Understood]) -> tuple[Understood, ...] | None:
    """The datasets that the question names, if there are two or more and each is asked the same."""
    named = tuple(each for each in understood if each.reading.entity and each.names_it)
    if len(named) < 2 or len({each.reader.kind for each in named}) < 2:
        return None
    if any(each.reading.measures or each.reading.branches for each in named):
        return None
    return named


async def compare(work: Work, pair: Sequence[Understood]) -> Finding:
    """Counts of each, per group if one was asked for."""
    studies = [(each.reader.study(work), each.reading) for each in pair]
    if all(reading.groups for _, reading in studies):
        return await _by_group(studies)
    findings = [await count(study, reading) for study, reading in studies]
    return Finding(
        " ".join(finding.headline for finding in findings),
        basis=[line for finding in findings for line in finding.basis],
    )


async def _by_group(studies: Sequence[tuple[Study, Reading]]) -> Finding:
    counted: list[dict[str, float]] = []
    basis: list[str] = []
    for study, reading in studies:
        view = await study.work.found(study.whole, reading.conditions)
        grouped = await study.work.counts(view, reading.groups[0])
        counted.append({study.group_value(reading.groups[0], row.label): row.value for row in grouped.rows})
        basis.extend(study.basis(reading.conditions))
    names = list(dict.fromkeys(name for each in counted for name in each))
    names.sort(key=lambda name: -counted[0].get(name, 0))
    lines = [
        [name, *(study.rows(each.get(name, 0)) for (study, _), each in zip(studies, counted, strict=True))]
        for name in names
    ]
    headers = [literal(studies[0][1].groups[0].label), *(f"{study.noun} 수" for study, _ in studies)]
    tops = [
        f"{study.noun} 수는 **{max(each, key=lambda name: each[name])}**({study.rows(max(each.values()))})"
        for (study, _), each in zip(studies, counted, strict=True)
        if each
    ]
    return Finding(f"{joined(tops)}에서 가장 많습니다.", [], [table(headers, lines)], basis)
