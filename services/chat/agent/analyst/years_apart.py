"""Years that are compared and stand in different files of the same kind: each is looked up where it is."""

from collections.abc import Sequence
from dataclasses import replace

from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.plans_several import Quantity, basis
from services.chat.agent.analyst.plans_values import usual
from services.chat.agent.analyst.readers import Reader
from services.chat.agent.analyst.reading import Branch
from services.chat.agent.analyst.sentences import bold, joined, literal, with_particle
from services.chat.agent.analyst.several import Part
from services.chat.agent.analyst.study import Finding
from services.chat.agent.analyst.work import Work


def asked(text: str, readers: Sequence[Reader]) -> list[tuple[Part, str]] | None:
    """For each year the dataset that has it, and the year as it is said; None if one dataset has them all."""
    readings = [reader.understood(text, ()).reading for reader in readers]
    if any(each.unknown or each.absent or each.unclear or each.groups for each in readings if each.branches):
        return None
    found: list[tuple[Part, str]] = []
    first = next((each for each in readings if len(each.branches) > 1), None)
    for at in range(len(first.branches)) if first is not None else ():
        here = [
            (reader, reading, reading.branches[at])
            for reader, reading in zip(readers, readings, strict=True)
            if at < len(reading.branches) and _has(reader, reading.branches[at])
        ]
        if not here:
            return None
        reader, reading, branch = here[0]
        own = replace(reading, conditions=(*reading.conditions, *branch), branches=(), reference=None)
        found.append((Part(reader, own, at), " ".join(literal(condition.said) for condition in branch)))
    return found if len({part.reader.name for part, _ in found}) > 1 else None


def _has(reader: Reader, branch: Branch) -> bool:
    return any(each.time for each in branch) and all(
        reader.columns.has_year(each.column, each.value) for each in branch
    )


async def answer(work: Work, years: Sequence[tuple[Part, str]]) -> Finding:
    """Raises CannotAnswer or ToolFailed."""
    quantities, told, values = [], [], []
    for part, year in years:
        study = part.reader.study(work)
        reading = part.reading
        what = f"{study.noun} 수"
        if reading.part:
            what = f"{study.subject(reading.part)} 비율"
        elif reading.measures:
            what = study.named(reading.measures[0], reading.operation or usual(study, reading.measures[0]))
        quantity = Quantity(part, study, f"{year} {what}")
        values.append(await quantity.value())
        quantities.append(quantity)
        told.append(f"{year} **{quantity.amount(values[-1])}**")
    what = quantities[0].label.removeprefix(f"{years[0][1]} ")
    least = years[0][0].reading.asks(Says.FEW, Says.LOW)
    top = (min if least else max)(range(len(values)), key=lambda at: values[at])
    word = ("낮습니다" if least else "높습니다") if years[0][0].reading.part else ("적습니다" if least else "많습니다")
    end = f"{bold(years[top][1], '이/가')} 더 {word}." if len(set(values)) > 1 else "서로 같습니다."
    return Finding(f"{with_particle(what, '은/는')} {joined(told)}입니다.", [end], basis=basis(quantities))
