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
from services.chat.agent.analyst.work import CannotAnswer, Work


def asked(text: str, readers: Sequence[Reader]) -> list[tuple[Part, str]] | None:
    """For each year the dataset that has it, and the year as it is said; None if one dataset has them all.

    Raises CannotAnswer if a year is in a dataset that does not know what is asked of it.
    """
    readings = [reader.understood(text, ()).reading for reader in readers]
    first = next((each for each in readings if len(each.branches) > 1), None)
    found: list[tuple[Part, str]] = []
    for at in range(len(first.branches)) if first is not None else ():
        here = next(
            (
                (reader, reading)
                for reader, reading in zip(readers, readings, strict=True)
                if at < len(reading.branches) and _has(reader, reading.branches[at])
            ),
            None,
        )
        if here is None:
            return None
        reader, reading = here
        branch = reading.branches[at]
        own = replace(reading, conditions=(*reading.conditions, *branch), branches=(), reference=None)
        found.append((Part(reader, own, at), " ".join(literal(condition.said) for condition in branch)))
    if len({part.reader.name for part, _ in found}) < 2:
        return None
    for part, year in found:
        reading = part.reading
        if reading.unknown or reading.absent or reading.unclear or reading.groups:
            name = literal(part.reader.name)
            raise CannotAnswer(
                f"{with_particle(year, '은/는')} ‘{name}’ 데이터에 있고, 그 데이터로는 이렇게 답하지 못합니다."
            )
    return found


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
    gap = "" if years[0][0].reading.part or len(values) > 2 else f"{quantities[0].amount(abs(values[0] - values[1]))} "
    end = f"{bold(years[top][1], '이/가')} {gap}더 {word}." if len(set(values)) > 1 else "서로 같습니다."
    return Finding(f"{with_particle(what, '은/는')} {joined(told)}입니다.", [end], basis=basis(quantities))
