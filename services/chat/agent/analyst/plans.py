"""Which plan answers a question, as it was read."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from services.chat.agent.analyst import (
    plans_columns,
    plans_compare,
    plans_extremes,
    plans_groups,
    plans_missing,
    plans_overview,
    plans_position,
    plans_repeated,
    plans_rows,
    plans_values,
)
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.common_sense import filled, sorts_rows
from services.chat.agent.analyst.group_words import is_ordered
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.reading import Group, Measure, Operation, Reading
from services.chat.agent.analyst.study import Finding, Study
from services.chat.domain.datasets import ColumnType

_OPEN = frozenset((Says.SUPERLATIVE, Says.TOP, Says.BOTTOM, Says.RANK, Says.DISTRIBUTION))
"""Words that need something to be the most of."""

_NUMERIC = frozenset((Says.MEAN, Says.SUM, Says.MEDIAN, Says.STD, Says.MAX, Says.MIN))
_PER_TIME = frozenset((Says.PER_DAY, Says.PER_MONTH, Says.PER_YEAR))

_AGAINST = frozenset((Says.COMPARE, Says.DIFFERENCE, Says.TIMES, Says.WHICH, Says.SHARE, Says.AMONG))
"""Words that set two quantities against each other."""

_BY_NAME = re.compile(r"(?<![가-힣])(?:이름|명칭|상호)(?!별)")
_HOW_MANY = re.compile(r"몇\s*(?:개|가지|곳|군데|종|종류)")

Plan = Callable[[Study, Reading], Awaitable[Finding]]


def choose(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    """The plan, and the reading with what it leaves to common sense filled in; None if nothing is asked."""
    if reading.is_empty or reading.asks(Says.PREDICT):  # how many there will be, nobody here can tell
        return None
    if reading.positions:
        return plans_position.at_places, reading
    reading = filled(columns, reading)
    if reading.having and not reading.groups:  # a bound on groups, but of which?
        return None
    return (
        _about_everything(columns, reading)
        or _about_columns(columns, reading)
        or _about_rows(columns, reading)
        or _about_values(columns, reading)
    )


def _first(rules: Sequence[tuple[object, Plan]], reading: Reading) -> tuple[Plan, Reading] | None:
    """The plan of the first rule that holds."""
    return next(((plan, reading) for holds, plan in rules if holds), None)


def _about_everything(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    says = reading.says
    dates_only = all(columns.type(group.column) is ColumnType.DATETIME for group in reading.groups)
    asks_date = bool(reading.groups) or Says.WHEN in says or (reading.entity and not reading.conditions)
    named = reading.groups or reading.measures or reading.columns
    bare = not (named or reading.conditions or reading.branches or reading.order)
    rules = (
        (Says.MISSING in says, plans_missing.missing),
        (Says.REPEATED in says, plans_repeated.repeated),
        (Says.TYPES in says, plans_overview.types),
        (Says.BOUNDS in says, plans_overview.bounds),
        (plans_extremes.counted(columns, reading), plans_extremes.count),
        (says & {Says.LAST, Says.FIRST} and reading.top and not named and not reading.order, plans_position.by_time),
        (says & {Says.LAST, Says.FIRST} and dates_only and asks_date, plans_overview.period),
        (says & {Says.HIGH, Says.LOW, Says.FIRST, Says.LAST} and _asks_year(columns, reading), plans_overview.period),
        (Says.PERIOD in says and dates_only and not (reading.measures or reading.order), plans_overview.period),
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
    how_many = _asks_how_many(reading)
    both_ends = {Says.MAX, Says.MIN} <= says and len(reading.operations) == 2
    rules = (
        (Says.OUTLIER in says, plans_columns.outliers),
        (Says.CORRELATION in says and len(reading.groups) >= 2 and not reading.measures, plans_groups.cross),
        (Says.CORRELATION in says and not reading.branches, plans_columns.correlation),
        (reading.percentiles or Says.PERCENTILE in says, plans_columns.percentile),
        (asks_values or how_many or (asks_column and not reading.order), plans_columns.unique),
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


def _asks_how_many(reading: Reading) -> bool:
    """`동이 총 몇 개 있어?`: how many values there are, and not how many rows each has."""
    one = len(reading.groups) == 1 and not reading.groups[0].bins and not reading.measures and not reading.branches
    plain = not (reading.entity or reading.order or reading.top or reading.having or reading.part)
    return one and plain and not reading.each and _HOW_MANY.search(reading.text) is not None


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
    if sorts_rows(columns, reading):
        return plans_rows.sorted_rows, reading
    names = [each for each in reading.groups if columns.names_rows(each.column)]
    if names and len(names) == len(reading.groups) and reading.conditions and not reading.order:
        reading = replace(reading, groups=(), says=reading.says | {Says.LIST})
    by_name = reading.conditions and _BY_NAME.search(reading.text) and columns.row_name() is not None
    lists = (
        by_name
        or reading.asks(Says.LIST)
        or (reading.asks(Says.WHERE) and reading.conditions and not reading.asks(Says.COUNT))
    )
    if lists and not (reading.groups or reading.measures or reading.branches or reading.order or reading.part):
        return plans_rows.listed, reading
    return None


def _by_day(columns: Columns, group: Group) -> Group:
    """Dates are grouped by calendar day."""
    day = f"{group.column}.날짜"
    return Group(day, columns.label(day)) if day in columns.all else group


def _about_values(columns: Columns, reading: Reading) -> tuple[Plan, Reading] | None:
    says = reading.says
    reading = replace(reading, groups=tuple(_by_day(columns, group) for group in reading.groups))
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
    counts_days = any(group.column == columns.day() for group in reading.groups) or bool(reading.having)
    per_time = says & _PER_TIME and not (reading.groups or reading.order)
    of_texts = says & _NUMERIC and not (reading.measures or reading.entity or reading.each or counted or reading.order)
    texts = len(reading.groups) == 1 and columns.type(reading.groups[0].column) is ColumnType.TEXT
    changes = says & {Says.TREND, Says.GROWTH, Says.CHANGES} and reading.order
    one_group = len(reading.groups) == 1 and not is_ordered(reading.groups[0])
    several = len(reading.measures) > 1 and not reading.groups
    sets_against = several and (says & _AGAINST or reading.order)
    counts = reading.entity or reading.counted or reading.conditions or Says.COUNT in says
    rules = (
        (of_texts and texts and not reading.groups[0].bins, plans_columns.no_number),
        (
            says & _PER_TIME and (reading.groups or reading.branches) and not counts_days,
            plans_values.per_time_and_group,
        ),
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
