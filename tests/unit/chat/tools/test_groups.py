"""Aggregates by group and cross tables, against plain pandas."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.agent.tools.groups import NORMALIZATIONS, OPERATIONS, cross_tabulation, group_by_aggregate
from services.chat.agent.tools.results import ToolRefused
from services.chat.domain.answer import ChartKind
from tests.unit.chat.tools.small_frames import Typed, column_of, dates, frame, real, rows, text, truth, whole, years

NAMES = st.none() | st.sampled_from(["가", "나", "다"])
PAIRS = st.lists(st.tuples(NAMES, st.none() | st.integers(-9, 9)), max_size=30)


@given(PAIRS, st.sampled_from(sorted(OPERATIONS)))
def test_aggregates_are_those_of_pandas(pairs: list[tuple[str | None, int | None]], operation: str) -> None:
    groups, values = [group for group, _ in pairs], [value for _, value in pairs]
    result = group_by_aggregate(frame({"글": text(*groups), "수": whole(*values)}), "글", "수", operation)
    plain = pd.DataFrame({"글": pd.Series(groups, dtype="str"), "수": pd.Series(values, dtype="float64")})
    grouped = plain.groupby("글")["수"]
    expected, sizes = getattr(grouped, operation)(), grouped.size()
    assert result.facts["groups"] == len(expected)
    assert result.facts["missing_groups"] == plain["글"].isna().sum()
    assert {row[0] for row in rows(result)} == set(expected.index)
    for group, value, size in rows(result):
        assert size == sizes[group]
        assert value == (None if math.isnan(expected[group]) else pytest.approx(expected[group]))


@given(PAIRS, st.sampled_from(sorted(OPERATIONS)))
def test_the_total_is_the_same_operation_over_all_rows_in_groups(
    pairs: list[tuple[str | None, int | None]], operation: str
) -> None:
    inside = pd.Series([value for group, value in pairs if group is not None], dtype="float64")
    opened = frame({"글": text(*[group for group, _ in pairs]), "수": whole(*[value for _, value in pairs])})
    total = group_by_aggregate(opened, "글", "수", operation).facts["total"]
    expected = getattr(inside, operation)() if len(inside) else math.nan
    assert total == (None if math.isnan(expected) else pytest.approx(expected))


def test_groups_stand_largest_first_and_unknown_values_last() -> None:
    opened = frame({"글": text("가", "나", "다", "나"), "수": whole(1, 2, None, 4)})
    assert rows(group_by_aggregate(opened, "글", "수", "mean")) == (("나", 3.0, 2), ("가", 1.0, 1), ("다", None, 1))


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (years(2018, 2016, 2017), [2016, 2017, 2018]),
        (text("일요일", "월요일", "토요일"), ["월요일", "토요일", "일요일"]),
        (text("일", "월", "토"), ["월", "토", "일"]),
        (text("밤", "새벽", "저녁"), ["새벽", "저녁", "밤"]),
        (text("10월", "9월", "11월"), ["9월", "10월", "11월"]),
        (dates("2018-01-01", "2016-01-01", "2017-01-01", resolution="day"), ["2016-01-01", "2017-01-01", "2018-01-01"]),
        (text("다", "가", "나"), ["나", "가", "다"]),
        (whole(3, 1, 2), [2, 1, 3]),
    ],
)
def test_calendar_values_stand_in_their_order_and_others_by_size(column: Typed, order: list[object]) -> None:
    opened = frame({"열": column, "수": whole(1, 2, 3)})
    assert column_of(rows(group_by_aggregate(opened, "열", "수", "sum")), 0) == order


@pytest.mark.parametrize("part", ["연도", "월", "요일", "시", "시간대"])
def test_derived_parts_of_dates_stand_in_their_order(part: str) -> None:
    opened = frame({"때": dates("2018-11-04 23:00", "2017-02-06 05:00", "2016-01-01 14:00"), "수": whole(1, 2, 3)})
    found = column_of(rows(group_by_aggregate(opened, f"때.{part}", "수", "sum")), 0)
    expected = {
        "연도": [2016, 2017, 2018],
        "월": [1, 2, 11],
        "요일": ["월요일", "금요일", "일요일"],
        "시": [5, 14, 23],
        "시간대": ["새벽", "오후", "밤"],
    }
    assert found == expected[part]


def test_a_number_column_that_counts_hours_stands_in_order() -> None:
    opened = frame({"발생시": whole(22, 3, 14), "수": whole(1, 2, 3)})
    assert column_of(rows(group_by_aggregate(opened, "발생시", "수", "sum")), 0) == [3, 14, 22]


def test_years_are_a_line_and_other_groups_are_bars() -> None:
    opened = frame({"연도": years(2017, 2018), "글": text("가", "나"), "수": whole(1, 2)})
    line = group_by_aggregate(opened, "연도", "수", "mean").chart
    bars = group_by_aggregate(opened, "글", "수", "count").chart
    assert line is not None
    assert bars is not None
    assert (line.kind, line.title, line.y_title) == (ChartKind.LINE, "연도별 수 평균", "수 평균")
    assert (bars.kind, bars.title, bars.y_title) == (ChartKind.BAR, "글별 수 개수", "수 개수 (개)")


def test_count_counts_known_values_and_rows_counts_rows() -> None:
    opened = frame({"글": text("가", "가"), "수": whole(1, None)})
    assert rows(group_by_aggregate(opened, "글", "수", "count")) == (("가", 1, 2),)
    assert rows(group_by_aggregate(opened, "글", "글", "count")) == (("가", 2, 2),)


def test_the_mean_of_true_and_false_is_a_share_and_their_sum_a_count() -> None:
    opened = frame({"글": text("가", "가", "가"), "예": truth(True, False, None)})
    assert rows(group_by_aggregate(opened, "글", "예", "mean")) == (("가", 0.5, 3),)
    total = group_by_aggregate(opened, "글", "예", "sum").facts["total"]
    assert (total, type(total)) == (1, int)


def test_the_first_date_of_each_group() -> None:
    opened = frame({"글": text("가", "가"), "때": dates("2017-01-02 05:00", "2017-01-01 05:00")})
    result = group_by_aggregate(opened, "글", "때", "min")
    assert rows(result) == (("가", "2017-01-01 05:00", 2),)
    assert result.chart is None


@pytest.mark.parametrize(("column", "operation"), [("글", "mean"), ("글", "max"), ("때", "mean"), ("글", "sum")])
def test_what_cannot_be_aggregated_is_refused_with_what_can(column: str, operation: str) -> None:
    opened = frame({"글": text("가"), "때": dates("2017-01-01")})
    with pytest.raises(ToolRefused, match="count and nunique"):
        group_by_aggregate(opened, "글", column, operation)


def test_a_sum_beyond_64_bits_does_not_wrap_around() -> None:
    opened = frame({"글": text(*["가"] * 8), "번호": whole(*[2**62] * 8)})
    assert rows(group_by_aggregate(opened, "글", "번호", "sum")) == (("가", 2.0**65, 8),)


def test_very_many_groups_are_cut_to_two_hundred() -> None:
    opened = frame({"수": whole(*range(1000)), "글": text(*map(str, range(1000)))})
    result = group_by_aggregate(opened, "글", "수", "sum")
    assert result.table is not None
    assert (len(result.table.rows), result.table.total_rows) == (200, 1000)
    assert result.table.rows[0] == ("999", 999, 1)
    assert result.chart is not None
    assert len(result.chart.categories) == 60


def test_aggregates_of_no_rows() -> None:
    result = group_by_aggregate(frame({"글": text(), "수": whole()}), "글", "수", "mean")
    assert result.facts == {"groups": 0, "missing_groups": 0, "total": None}
    assert (rows(result), result.chart) == ((), None)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=30), st.sampled_from(NORMALIZATIONS))
def test_cross_tables_are_those_of_pandas(pairs: list[tuple[str | None, str | None]], normalize: str) -> None:
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    result = cross_tabulation(frame({"왼": text(*left), "오": text(*right)}), "왼", "오", normalize)
    plain = pd.DataFrame({"왼": pd.Series(left, dtype="str"), "오": pd.Series(right, dtype="str")}).dropna()
    counts = pd.crosstab(plain["왼"], plain["오"])
    assert result.facts == {"rows": len(plain), "row_values": counts.shape[0], "col_values": counts.shape[1]}
    assert result.table is not None
    names = list(result.table.columns[1:-1])
    assert set(names) == set(counts.columns)
    whole_row = {"none": counts.sum(axis=1), "index": counts.sum(axis=1) * 0 + 1.0}.get(
        normalize, counts.sum(axis=1) / max(len(plain), 1)
    )
    if normalize != "none" and len(plain):
        shares: Any = normalize
        counts = pd.crosstab(plain["왼"], plain["오"], normalize=shares)
    for label, *values, total in rows(result):
        assert values == pytest.approx([counts.loc[label, name] for name in names])
        assert total == pytest.approx(whole_row[label])


def test_a_cross_table_leaves_out_missing_values_and_says_so() -> None:
    opened = frame({"왼": text("가", None, "가"), "오": text("나", "나", None)})
    result = cross_tabulation(opened, "왼", "오")
    assert rows(result) == (("가", 1, 1),)
    assert result.notes == ("2 rows where one of the two is missing are left out",)


def test_a_cross_table_has_the_natural_order_on_both_sides() -> None:
    opened = frame({"때": dates("2017-03-05 22:00", "2017-03-06 03:00", "2017-03-06 13:00")})
    result = cross_tabulation(opened, "때.요일", "때.시간대")
    assert result.table is not None
    assert result.table.columns == ("때.요일", "새벽", "오후", "밤", "total")
    assert rows(result) == (("월요일", 1, 1, 0, 2), ("일요일", 0, 0, 1, 1))
    assert result.chart is not None
    assert result.chart.kind is ChartKind.HEAT_MAP
    assert [series.name for series in result.chart.series] == ["월요일", "일요일"]
    assert result.chart.categories == ("새벽", "오후", "밤")


def test_a_cross_table_of_very_many_values_shows_the_most_frequent_and_totals_of_all() -> None:
    many = [str(number) for number in range(300)]
    opened = frame({"왼": text(*many, "0"), "오": text(*many, "5")})
    result = cross_tabulation(opened, "왼", "오")
    assert result.table is not None
    assert len(result.table.columns) == 30
    assert (len(rows(result)), result.table.total_rows) == (200, 300)
    assert rows(result)[0][0] == "0"
    assert rows(result)[0][-1] == 2
    assert len(result.notes) == 2


def test_a_cross_table_of_no_rows() -> None:
    result = cross_tabulation(frame({"왼": text(None), "오": text("가")}), "왼", "오", "columns")
    assert result.facts == {"rows": 0, "row_values": 0, "col_values": 0}
    assert (rows(result), result.chart) == ((), None)


def test_cross_tables_take_numbers_and_booleans() -> None:
    opened = frame({"수": real(0.5, 1.5, 0.5), "예": truth(True, False, True)})
    result = cross_tabulation(opened, "수", "예")
    assert result.table is not None
    assert result.table.columns == ("수", "참", "거짓", "total")
    assert rows(result) == ((0.5, 2, 0, 2), (1.5, 0, 1, 1))


def test_a_cross_table_of_a_column_with_itself_is_a_diagonal() -> None:
    opened = frame({"글": text("가", "나", "가")})
    table = np.array([row[1:] for row in rows(cross_tabulation(opened, "글", "글"))])
    assert table.tolist() == [[2, 0, 2], [0, 1, 1]]
