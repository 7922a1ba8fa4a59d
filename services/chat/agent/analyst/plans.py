"""Which plan answers a question, as it was read."""

from collections.abc import Awaitable, Callable, Sequence
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

_OPEN = frozenset((Says.SUPERLATIVE, Says.TOP, Says.BOTTOM, Says.RANK, Says.DISTRIBUTION))
"""Words that need something to be the most of."""

_AGAINST = frozenset((Says.COMPARE, Says.DIFFERENCE, Says.TIMES, Says.WHICH, Says.SHARE, Says.AMONG))
"""Words that set two quantities against each other."""

Plan = Callable[[Study, Reading], Awaitable[Finding]]


def choose(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    """The plan, and the reading with what it leaves to common sense filled in; None if nothing is asked."""
    if reading.is_empty or reading.asks(Says.PREDICT):  # how many there will be, nobody here can tell
        return None
    reading = _filled(columns, reading)
    return (
        _about_everything(columns, reading)
        or _about_columns(columns, reading)
        or _about_rows(columns, reading)
        or _about_values(columns, reading)
    )


def _filled(columns: Columns, reading: Reading) -> Reading:
    """Question words turned into groups: where, when, how it changed."""
    has_rows = bool(reading.entity or reading.counted or reading.measures or reading.order or reading.conditions)
    if (
        reading.asks(Says.HIGH, Says.LOW)
        and (reading.entity or reading.conditions)
        and not (reading.measures or reading.groups or reading.branches)
    ):
        size = next((name for name in map(columns.named, _SIZES) if name is not None), None)
        if size is not None:
            note = f"크기는 {size}로 읽었습니다."
            reading = replace(reading, measures=(Measure(size, ((size, 1),)),), notes=(*reading.notes, note))
    alone = reading.conditions and not (reading.branches or reading.groups or reading.part)
    if reading.asks(Says.MORE, Says.CHANGES) and alone and not reading.asks(Says.SUPERLATIVE):
        return plans_compare.against_the_rest(columns, reading)
    dated = [each for each in reading.groups if columns.type(each.column) is ColumnType.DATETIME]
    if dated and reading.measures and reading.order and reading.entity:  # the row is asked for, and when it was
        reading = replace(reading, groups=tuple(each for each in reading.groups if each not in dated))
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


def _first(rules: Sequence[tuple[object, Plan]], reading: Reading) -> tuple[Plan, Reading] | None:
    """The plan of the first rule that holds."""
    return next(((plan, reading) for holds, plan in rules if holds), None)


def _about_everything(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    says = reading.says
    dates_only = all(columns.type(group.column) is ColumnType.DATETIME for group in reading.groups)
    asks_date = bool(reading.groups) or Says.WHEN in says
    bare = not (reading.groups or reading.measures or reading.columns or reading.conditions or reading.branches)
    bare = bare and not reading.order
    rules = (
        (Says.MISSING in says, plans_columns.missing),
        (Says.TYPES in says, plans_overview.types),
        (Says.BOUNDS in says, plans_overview.bounds),
        (says & {Says.LAST, Says.FIRST} and dates_only and asks_date, plans_overview.period),
        (says & {Says.HIGH, Says.LOW, Says.FIRST, Says.LAST} and _asks_year(columns, reading), plans_overview.period),
        (Says.PERIOD in says and dates_only and not reading.measures, plans_overview.period),
        (Says.SAMPLE in says, plans_rows.sample),
        (bare and Says.COLUMNS in says and Says.ROWS not in says, plans_overview.columns),
        (bare and says & {Says.OVERVIEW, Says.STATS, Says.COLUMNS}, plans_overview.overview),
        (bare and Says.ROWS in says, plans_values.count),
    )
    return _first(rules, reading)


def _asks_year(columns: Columns, reading: Reading) -> bool:
    """`설치연도가 가장 빠른 …`: the first and the last year."""
    years = [each for each in reading.groups if columns.type(each.column) is ColumnType.YEAR and "." not in each.column]
    return bool(years) and len(years) == len(reading.groups) and not reading.measures and Says.MANY not in reading.says


def _about_columns(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    says = reading.says
    named = bool(reading.columns or reading.groups or reading.measures)
    asks_values = says & {Says.UNIQUE, Says.VALUES} and named and not reading.order
    if reading.columns and not reading.groups and not reading.measures and not asks_values:
        groups = tuple(Group(name, columns.label(name)) for name in reading.columns)
        reading = replace(reading, groups=groups)
    one_measure = len(reading.measures) == 1 and reading.measures[0].column is not None
    alone = not (reading.branches or reading.operation or reading.order)
    one_group = len(reading.groups) == 1 and not is_ordered(reading.groups[0])
    asks_column = Says.COLUMNS in says and Says.WHICH in says and named
    both_ends = {Says.MAX, Says.MIN} <= says and len(reading.operations) == 2
    rules = (
        (Says.OUTLIER in says, plans_columns.outliers),
        (Says.CORRELATION in says and len(reading.groups) >= 2 and not reading.measures, plans_groups.cross),
        (Says.CORRELATION in says and not reading.branches, plans_columns.correlation),
        (reading.percentile is not None or Says.PERCENTILE in says, plans_columns.percentile),
        (asks_values or (asks_column and not reading.order), plans_columns.unique),
        (both_ends and one_measure and not reading.groups and not reading.branches, plans_columns.statistics),
        (
            one_measure
            and alone
            and not reading.groups
            and (says & {Says.STATS, Says.DISTRIBUTION, Says.PERIOD} or _only_named(columns, reading)),
            plans_columns.statistics,
        ),
        (Says.DISTRIBUTION in says and one_group and not reading.measures and alone, plans_columns.distribution),
    )
    return _first(rules, reading)


def _adds_up(columns: Columns, measure: Measure) -> bool:
    return measure.column is None or columns.is_additive(measure.column)


def _only_named(columns: Columns, reading: Reading) -> bool:
    """`제한속도`: nothing is said but the name of something that is not added up."""
    measure = reading.measures[0]
    return (
        measure.column is not None
        and not columns.is_additive(measure.column)
        and not reading.counted
        and not reading.asks(Says.COUNT, Says.SHARE, Says.PER_DAY, Says.PER_MONTH, Says.PER_YEAR, Says.TIMES)
    )


def _about_rows(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    if _sorts_rows(columns, reading):
        return plans_rows.sorted_rows, reading
    names = [each for each in reading.groups if columns.names_rows(each.column)]
    if names and len(names) == len(reading.groups) and reading.conditions and not reading.order:
        reading = replace(reading, groups=(), says=reading.says | {Says.LIST})
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


def _about_values(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    says = reading.says
    counted = reading.counted or Says.COUNT in says
    if counted and reading.measures and not (reading.operation or reading.order or reading.groups):
        # `주차요금 무료인 주차장 개수`: the number is asked for, the column is only mentioned.
        kept = tuple(measure for measure in reading.measures if _adds_up(columns, measure))
        reading = replace(reading, measures=kept)
    if (
        len(reading.measures) == 1
        and not reading.groups
        and reading.order
        and reading.operation is None
        and not reading.entity
    ):
        operation = Operation.MAX if reading.order > 0 else Operation.MIN
        reading = replace(reading, operation=operation) if not (reading.branches or reading.part) else reading
    # A superlative or a mean that nothing was found for: the most of what?
    open_end = bool(says & _OPEN) or reading.operation is not None or (Says.WHICH in says and reading.order != 0)
    per_time = says & {Says.PER_DAY, Says.PER_MONTH, Says.PER_YEAR} and not (reading.groups or reading.order)
    changes = says & {Says.TREND, Says.GROWTH, Says.CHANGES} and reading.order
    one_group = len(reading.groups) == 1 and not is_ordered(reading.groups[0])
    several = len(reading.measures) > 1 and not reading.groups
    sets_against = several and (says & _AGAINST or reading.order)
    counts = reading.entity or reading.counted or reading.conditions or Says.COUNT in says
    rules = (
        (sets_against and not reading.branches, plans_compare.compare_measures),
        (reading.branches, plans_compare.compare),
        (per_time, plans_values.per_time),
        (reading.part and reading.groups, plans_groups.share_by_group),
        (reading.part, plans_values.share),
        (changes and one_group and not reading.measures, plans_groups.change_by_group),
        (len(reading.groups) > 1, plans_groups.cross),
        (reading.groups, plans_groups.by_group),
        (says & {Says.WHEN, Says.PATTERN}, plans_overview.when),
        (reading.measures, plans_values.aggregate),
        (counts and not open_end, plans_values.count),
    )
    return _first(rules, reading)
