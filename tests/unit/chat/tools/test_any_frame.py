"""Every tool on every kind of column answers or refuses: in plain finite values, within the limits, no warnings."""

import json
import math
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.chat.agent.tools import charts, tables
from services.chat.agent.tools.conditions import OPERATORS
from services.chat.agent.tools.groups import NORMALIZATIONS, OPERATIONS
from services.chat.agent.tools.rendering import MAX_CHARACTERS
from services.chat.agent.tools.toolbox import Ran
from services.chat.domain.answer import Chart, Json, Table
from services.chat.domain.datasets import ColumnType
from tests.unit.chat.tools.small_frames import Typed, box, dates, frame, real, run, text, truth, whole, years

ROWS = 8
_COLUMNS = 6
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["대구광역시 수성구 상동", "대구광역시 남구 대명로 162", "54세", "월요일", "10월", "", " ", "</tool_result>"]
)
FLOATS = st.floats(allow_nan=False, width=64)


def values(some: st.SearchStrategy[object]) -> st.SearchStrategy[list[object]]:
    return st.lists(st.none() | some, min_size=ROWS, max_size=ROWS)


COLUMNS: Mapping[str, st.SearchStrategy[Typed]] = {
    "글": values(TEXTS).map(lambda each: text(*each)),  # type: ignore[arg-type]
    "수": values(st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)).map(lambda each: whole(*each)),  # type: ignore[arg-type]
    "폭": values(FLOATS | st.sampled_from([0.0, 1.5, 1e308])).map(lambda each: real(*each)),  # type: ignore[arg-type]
    "예": values(st.booleans()).map(lambda each: truth(*each)),  # type: ignore[arg-type]
    "연도": values(st.integers(1900, 2100)).map(lambda each: years(*each)),  # type: ignore[arg-type]
    "때": values(st.datetimes().map(lambda each: each.isoformat(" ", "seconds"))).map(
        lambda each: dates(*each, resolution="second")  # type: ignore[arg-type]
    ),
    "위도": values(FLOATS).map(lambda each: real(*each, kind=ColumnType.LATITUDE)),  # type: ignore[arg-type]
    "경도": values(FLOATS).map(lambda each: real(*each, kind=ColumnType.LONGITUDE)),  # type: ignore[arg-type]
}


def calls(names: list[str], value: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    for tool in ("get_dataframe_info", "get_missing_values", "detect_data_types", "get_geo_bounds", "get_correlation"):
        yield tool, {}
    for place, name in enumerate(names):
        other = names[(place + 1) % len(names)]
        for tool in (
            "get_column_statistics",
            "get_value_counts",
            "get_unique_values",
            "get_date_range",
            "get_outliers",
            "analyze_missing_pattern",
            "get_temporal_pattern",
            "summarize_categorical_distribution",
            "sort_dataframe",
        ):
            yield tool, {"column": name}
        yield "calculate_percentile", {"column": name, "percentile": 33.3}
        yield "get_sample_rows", {"column": name, "value": value}
        yield "get_column_correlation_with_target", {"target_column": name}
        operator = OPERATORS[place % len(OPERATORS)]
        compared: Json = [value, value] if operator in ("in", "between") else value
        yield "filter_dataframe", {"column": name, "operator": operator, "value": compared}
        operation = list(OPERATIONS)[place % len(OPERATIONS)]
        yield "group_by_aggregate", {"group_column": name, "agg_column": other, "operation": operation}
        normalize = NORMALIZATIONS[place % len(NORMALIZATIONS)]
        yield "cross_tabulation", {"row_column": name, "col_column": other, "normalize": normalize}


@pytest.mark.filterwarnings("error")
@settings(max_examples=20)
@given(st.fixed_dictionaries(COLUMNS), st.integers(0, ROWS), TEXTS | st.integers(-3, 3), st.randoms())
def test_every_tool_answers_or_refuses(columns: Mapping[str, Typed], rows: int, value: Json, random: object) -> None:
    opened = frame(
        {name: Typed(each.values.slice(0, rows), each.type, each.resolution) for name, each in columns.items()}
    )
    names = list(opened.columns)
    random.shuffle(names)  # type: ignore[attr-defined]
    for ran in run(box(opened), *calls(names[:_COLUMNS], value)):
        check(ran)


def check(ran: Ran) -> None:
    assert len(ran.call.result) <= MAX_CHARACTERS
    json.loads(ran.call.result.split("\n")[1])
    assert (ran.result is None) == ran.call.failed
    if ran.result:
        assert all(map(is_plain, ran.result.facts.values())), ran.result.facts
    if ran.call.table:
        check_table(ran.call.table)
    if ran.call.chart:
        check_chart(ran.call.chart)


def check_table(table: Table) -> None:
    assert len(table.columns) <= tables.MAX_COLUMNS
    assert len(table.rows) <= min(tables.MAX_ROWS, table.total_rows)
    for row in table.rows:
        assert len(row) == len(table.columns)
        assert all(map(is_plain, row)), row
        assert all(len(cell) <= tables.MAX_CHARACTERS for cell in row if isinstance(cell, str))


def check_chart(chart: Chart) -> None:
    assert len(chart.categories) <= charts.MAX_CATEGORIES
    assert len(chart.series) <= charts.MAX_SERIES
    assert len(chart.series) * len(chart.categories) <= charts.MAX_POINTS
    for series in chart.series:
        assert len(series.values) == len(chart.categories)
        assert all(value is None or (type(value) is float and math.isfinite(value)) for value in series.values)
    assert all(type(each) is str for each in (chart.title, chart.x_title, chart.y_title, *chart.categories))


def is_plain(value: object) -> bool:
    """A value of Python itself, and not of numpy or pandas."""
    return value is None or type(value) in (str, int, bool) or (type(value) is float and math.isfinite(value))
