"""Which plan answers a question, as it was read."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from services.chat.agent.analyst import (
    plans_columns,
    plans_compare,
    plans_groups,
    plans_overview,
    plans_rows,
    plans_values,
)
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.group_words import is_ordered
from services.chat.agent.analyst.meanings import Says, Unit
from services.chat.agent.analyst.reading import Group, Measure, Operation, Reading
from services.chat.agent.analyst.study import Finding, Study
from services.chat.domain.datasets import ColumnType

_SIZES = ("주차구획수",)
"""What makes a row large or small."""

Plan = Callable[[Study, Reading], Awaitable[Finding]]


def choose(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    """The plan, and the reading with what it leaves to common sense filled in; None if nothing is asked."""
    if reading.is_empty:
        return None
    reading = _filled(columns, reading)
    return (
        _about_everything(columns, reading)
        or _about_columns(columns, reading)
        or _about_rows(columns, reading)
        or _about_values(reading)
    )


def _filled(columns: Columns, reading: Reading) -> Reading:
    """Question words turned into groups: where, when, how it changed."""
    has_rows = bool(reading.entity or reading.counted or reading.measures or reading.order or reading.conditions)
    if (
        reading.asks(Says.HIGH, Says.LOW)
        and reading.entity
        and not (reading.measures or reading.groups or reading.branches)
    ):
        size = next((name for name in map(columns.named, _SIZES) if name is not None), None)
        if size is not None:
            note = f"크기는 {size}로 읽었습니다."
            reading = replace(reading, measures=(Measure(size, ((size, 1),)),), notes=(*reading.notes, note))
    alone = reading.conditions and not (reading.branches or reading.groups or reading.part)
    if reading.asks(Says.MORE, Says.CHANGES) and alone and not reading.asks(Says.SUPERLATIVE):
        return plans_compare.against_the_rest(columns, reading)
    groups = list(reading.groups)
    asks_order = reading.order != 0
    if not groups and not reading.branches and has_rows:
        if reading.asks(Says.TREND, Says.GROWTH, Says.CHANGES) and (year := columns.time(Unit.YEAR)):
            groups.append(Group(year, "연도"))
        elif reading.asks(Says.WHERE) and asks_order and not _sorts_rows(columns, reading):
            in_district = any(each.column.endswith(".구") for each in reading.conditions)
            place = columns.place("동" if in_district else "구") or columns.place("구")
            if place:
                groups.append(Group(place, columns.label(place)))
        elif reading.asks(Says.WHEN) and asks_order and (hour := columns.time(Unit.HOUR)):
            if not reading.measures:
                return reading
            groups.append(Group(hour, columns.label(hour)))
    if reading.asks(Says.GROWTH) and not reading.branches and len(groups) == 1:
        years = [each for each in reading.conditions if each.time and each.operator == "=="]
        if len(years) == 1 and years[0].column == groups[0].column:
            rest = tuple(each for each in reading.conditions if each is not years[0])
            return replace(reading, groups=(), conditions=rest, branches=plans_compare.yearly_of(years[0]), reference=1)
    return replace(reading, groups=tuple(groups))


def _about_everything(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    says = reading.says
    if Says.MISSING in says:
        return plans_columns.missing, reading
    if Says.TYPES in says:
        return plans_overview.types, reading
    if Says.BOUNDS in says:
        return plans_overview.bounds, reading
    dates = [group for group in reading.groups if columns.type(group.column) is ColumnType.DATETIME]
    if says & {Says.LAST, Says.FIRST} and (dates or Says.WHEN in says) and len(dates) == len(reading.groups):
        return plans_overview.period, reading
    if Says.PERIOD in says and all(columns.type(group.column) is ColumnType.DATETIME for group in reading.groups):
        return plans_overview.period, reading
    if Says.SAMPLE in says:
        return plans_rows.sample, reading
    bare = not (reading.groups or reading.measures or reading.columns or reading.conditions or reading.branches)
    if bare and not reading.order:
        if Says.COLUMNS in says and Says.ROWS not in says:
            return plans_overview.columns, reading
        if says & {Says.OVERVIEW, Says.STATS, Says.COLUMNS}:
            return plans_overview.overview, reading
        if Says.ROWS in says:
            return plans_values.count, replace(reading, entity=True)
    return None


def _about_columns(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    says = reading.says
    if Says.OUTLIER in says:
        return plans_columns.outliers, reading
    if Says.CORRELATION in says and len(reading.groups) >= 2 and not reading.measures:
        return plans_groups.cross, reading
    if Says.CORRELATION in says and not reading.branches:
        return plans_columns.correlation, reading
    if reading.percentile is not None or Says.PERCENTILE in says:
        return plans_columns.percentile, reading
    named = bool(reading.columns or reading.groups or reading.measures)
    if says & {Says.UNIQUE, Says.VALUES} and named and not reading.order:
        return plans_columns.unique, reading
    if reading.columns and not reading.groups and not reading.measures:
        reading = replace(
            reading,
            groups=tuple(Group(name, columns.label(name)) for name in reading.columns),
        )
    single = len(reading.measures) == 1 and reading.measures[0].column is not None
    plain = single and not reading.groups and not reading.branches and not reading.operation and not reading.order
    if plain and (says & {Says.STATS, Says.DISTRIBUTION} or _only_named(columns, reading)):
        return plans_columns.statistics, reading
    if Says.DISTRIBUTION in says and len(reading.groups) == 1 and not reading.measures and not reading.order:
        if not is_ordered(reading.groups[0]):
            return plans_columns.distribution, reading
    return None


def _only_named(columns: Columns, reading: Reading) -> bool:
    """`제한속도`: nothing is said but the name of something that is not added up."""
    measure = reading.measures[0]
    return (
        measure.column is not None
        and not columns.is_additive(measure.column)
        and not reading.asks(Says.COUNT, Says.SHARE, Says.PER_DAY, Says.PER_MONTH, Says.PER_YEAR, Says.TIMES)
    )


def _about_rows(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    if _sorts_rows(columns, reading):
        return plans_rows.sorted_rows, reading
    lists = reading.asks(Says.LIST) or (reading.asks(Says.WHERE) and reading.conditions)
    if lists and not (reading.groups or reading.measures or reading.branches or reading.order or reading.part):
        return plans_rows.listed, reading
    return None


def _sorts_rows(columns: Columns, reading: Reading) -> bool:
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


def _about_values(reading: Reading) -> tuple[Plan, Reading] | None:
    if reading.branches:
        return plans_compare.compare, reading
    if reading.asks(Says.PER_DAY, Says.PER_MONTH, Says.PER_YEAR) and not reading.groups:
        return plans_values.per_time, reading
    if reading.part and reading.groups:
        return plans_groups.share_by_group, reading
    if reading.part:
        return plans_values.share, reading
    if reading.groups and (not reading.measures or len(reading.groups) == 1):
        return (plans_groups.by_group if len(reading.groups) == 1 else plans_groups.cross), reading
    if reading.groups:
        return plans_groups.cross, reading
    if reading.asks(Says.WHEN, Says.PATTERN):
        return plans_overview.when, reading
    if reading.measures:
        if reading.order and reading.operation is None and not reading.entity:
            operation = Operation.MAX if reading.order > 0 else Operation.MIN
            return plans_values.aggregate, replace(reading, operation=operation)
        return plans_values.aggregate, reading
    if reading.asks(Says.SUPERLATIVE, Says.TOP, Says.BOTTOM, Says.RANK) or reading.operation is not None:
        return None  # the most, or the mean, of what?
    if reading.entity or reading.counted or reading.conditions or reading.asks(Says.COUNT):
        return plans_values.count, reading
    return None
