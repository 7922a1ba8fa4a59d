"""What a question leaves to common sense: which groups its question words mean, what makes a row large."""

import re
from dataclasses import replace

from services.chat.agent.analyst import plans_compare
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import Says, Unit
from services.chat.agent.analyst.reading import Group, Measure, Operation, Reading
from services.chat.domain.datasets import ColumnType

_SIZES = ("주차구획수",)
"""What makes a row large or small."""
_DAY = re.compile(
    r"(?:가장|제일|젤|최고로)\s*(?:많|적|위험|높|낮)\S*(?:\s*(?:난|나는|났던|일어난|발생한|터진|있었던|나온|죽은|다친))?\s*"
    r"날(?:은|이|짜|의|을|과)?(?:\s|[?.!]|$|언제)|"
    r"하루\s*(?:최다|최대|최고)|(?:어느|어떤)\s*날(?!씨)|며칠"
)
"""What is looked for is a day."""


def filled(columns: Columns, reading: Reading) -> Reading:
    """Question words turned into groups: where, when, how it changed."""
    has_rows = bool(reading.entity or reading.counted or reading.measures or reading.order or reading.conditions)
    if (
        reading.asks(Says.HIGH, Says.LOW)
        and (reading.entity or reading.conditions)
        and not (reading.measures or reading.branches)
        and all(columns.names_rows(group.column) for group in reading.groups)
    ):
        size = next((name for name in map(columns.named, _SIZES) if name is not None), None)
        if size is not None:
            reading = replace(reading, groups=())
            note = f"크기는 {size}로 읽었습니다."
            reading = replace(reading, measures=(Measure(size, ((size, 1),)),), notes=(*reading.notes, note))
    alone = reading.conditions and not (reading.branches or reading.groups or reading.part)
    if reading.asks(Says.MORE, Says.CHANGES) and alone and not reading.asks(Says.SUPERLATIVE):
        return plans_compare.against_the_rest(columns, reading)
    dated = [each for each in reading.groups if columns.type(each.column) is ColumnType.DATETIME]
    if dated and reading.measures and reading.order and reading.entity:  # the row is asked for, and when it was
        reading = replace(reading, groups=tuple(each for each in reading.groups if each not in dated))
    groups = list(reading.groups)
    a_row = reading.of_rows and len(reading.measures) == 1
    if not groups and not reading.branches and has_rows and not a_row:
        asked = _group_asked_for(columns, reading)
        groups = [] if asked is None else [asked]
        if asked is not None and asked.column == columns.day():
            reading = replace(reading, says=reading.says - {Says.PER_DAY, Says.WHEN})
    if reading.asks(Says.GROWTH) and not reading.branches and len(groups) == 1:
        years = [each for each in reading.conditions if each.time and each.operator == "=="]
        if len(years) == 1 and years[0].column == groups[0].column:
            rest = tuple(each for each in reading.conditions if each is not years[0])
            return replace(reading, groups=(), conditions=rest, branches=plans_compare.yearly_of(years[0]), reference=1)
    return replace(reading, groups=tuple(groups))


def _group_asked_for(columns: Columns, reading: Reading) -> Group | None:
    """The group that a question word means: `어디`, `언제`, `어느 날`."""
    asks_order = reading.order != 0
    if asks_order and _DAY.search(reading.text) and (day := columns.day()):
        return Group(day, columns.label(day))
    if reading.asks(Says.TREND, Says.GROWTH, Says.CHANGES) and (year := columns.time(Unit.YEAR)):
        return Group(year, "연도")
    if reading.asks(Says.WHERE) and asks_order and not sorts_rows(columns, reading):
        in_district = any(each.column.endswith(".구") for each in reading.conditions)
        place = columns.place("동" if in_district else "구") or columns.place("구")
        return Group(place, columns.label(place)) if place else None
    if reading.asks(Says.WHEN) and asks_order and columns.date() is None and (year := columns.time(Unit.YEAR)):
        return Group(year, columns.label(year))
    if reading.asks(Says.WHEN) and asks_order and reading.measures and (hour := columns.time(Unit.HOUR)):
        return Group(hour, columns.label(hour))
    return None


def sorts_rows(columns: Columns, reading: Reading) -> bool:
    """`제한속도가 가장 높은 카메라 5대`: rows in the order of a measure."""
    if reading.groups or reading.branches or reading.part or len(reading.measures) != 1:
        return False
    measure = reading.measures[0]
    if not reading.order or measure.column is None or reading.operation in (Operation.MEAN, Operation.SUM):
        return False
    ranked = reading.top or reading.nth or reading.asks(Says.SORT, Says.RANK, Says.ASCENDING)
    asked = (
        (reading.entity or reading.conditions)
        and not reading.sought
        and reading.asks(Says.SUPERLATIVE, Says.MANY, Says.FEW, Says.HIGH, Says.LOW)
    )
    placed = reading.asks(Says.WHERE) and columns.place("구") is not None and columns.date_of_rows() is None
    return bool(ranked or asked or placed)
