"""The plan that counts the rows with the largest, smallest, first or last value: `속도가 가장 높은 카메라는 몇 대`."""

import re

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.conditions import counted_by
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.plans_values import nothing
from services.chat.agent.analyst.reading import Condition, Operation, Reading
from services.chat.agent.analyst.sentences import literal, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.domain.answer import Cell
from services.chat.domain.datasets import ColumnType

_COUNTER = re.compile(r"몇\s*(?P<counter>건|곳|개|군데|개소|대|면|명)")
_EARLY = re.compile("빠른|이른|오래|처음|첫|최초")


def counted(columns: Columns, reading: Reading) -> bool:
    """Whether the rows at one end are to be counted, and not shown or their value told."""
    counters = set(_COUNTER.findall(reading.text))
    if any(each in ("면", "명") or counted_by(columns, each) for each in counters):
        return False  # how much there is, and not how many rows
    counts = bool(counters) or reading.counted or reading.asks(Says.COUNT)
    plain = not (reading.top or reading.nth or reading.branches or reading.part or reading.each)
    return counts and plain and (_at_an_end_of_a_value(reading) or _at_an_end_of_time(columns, reading))


def _at_an_end_of_a_value(reading: Reading) -> bool:
    one = len(reading.measures) == 1 and not reading.groups and reading.measures[0].column is not None
    end = reading.asks(Says.MAX, Says.MIN) or (reading.order != 0 and reading.asks(Says.SUPERLATIVE))
    return one and end and (reading.entity or bool(reading.conditions))


def _at_an_end_of_time(columns: Columns, reading: Reading) -> bool:
    if len(reading.groups) != 1 or reading.measures or reading.asks(Says.MANY, Says.FEW):
        return False
    end = reading.asks(Says.LAST, Says.FIRST) or (reading.asks(Says.SUPERLATIVE) and reading.asks(Says.HIGH, Says.LOW))
    return end and columns.type(reading.groups[0].column) in (ColumnType.DATETIME, ColumnType.YEAR)


async def count(study: Study, reading: Reading) -> Finding:
    """How many rows have the value at the end that was asked for."""
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    if reading.measures:
        measure = reading.measures[0]
        column, least = measure.column or "", reading.order < 0 or reading.asks(Says.MIN)
        most, _ = await study.work.value(view, measure, Operation.MIN if least else Operation.MAX)
        value: Cell = most
        end = study.amount(most, measure) if most is not None else ""
        few, many = ("적은", "많은") if study.columns.is_additive(column) else ("낮은", "높은")
        adjective = few if least else many
    else:
        column = reading.groups[0].column
        least = reading.asks(Says.FIRST, Says.LOW) or _EARLY.search(reading.text) is not None
        facts = (await study.work.run("get_date_range", column=column, dataset=view.name)).facts
        told = facts["min" if least else "max"]
        value = int(told) if isinstance(told, float) else told
        end = literal(value) + ("년" if study.columns.type(column) is ColumnType.YEAR else "")
        adjective = "이른" if least else "늦은"
    if value is None:
        return nothing(study, basis)
    found = await study.work.found(view, [Condition(column, "==", value, end)])
    within = f"{study.subject(reading.conditions)} 가운데 " if reading.conditions else ""
    label = with_particle(literal(study.columns.label(column)), "이/가")
    rows = f"{with_particle(study.noun, '은/는')} **{study.rows(found.rows)}**"
    return Finding(f"{within}{label} 가장 {adjective}({end}) {rows}입니다.", basis=basis)
