"""Tools that look at one column, against plain pandas."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.agent.tools.columns import (
    calculate_percentile,
    get_column_statistics,
    get_outliers,
    get_unique_values,
    get_value_counts,
    summarize_categorical_distribution,
)
from services.chat.agent.tools.results import ToolRefused
from services.chat.domain.frame import UnknownColumn
from tests.unit.chat.tools.small_frames import Typed, column_of, dates, frame, real, rows, text, truth, whole

NUMBERS = st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=40)
TEXTS = st.lists(st.none() | st.sampled_from(["가", "나", "다", "라"]), max_size=40)


@given(NUMBERS)
def test_statistics_of_numbers_are_those_of_pandas(values: list[float | None]) -> None:
    facts = get_column_statistics(frame({"폭": real(*values)}), "폭").facts
    series = pd.Series(values, dtype="float64")
    expected: dict[str, Any] = {
        "count": series.count(),
        "missing": series.isna().sum(),
        "mean": series.mean(),
        "std": series.std(),
        "min": series.min(),
        "p25": series.quantile(0.25),
        "median": series.median(),
        "p75": series.quantile(0.75),
        "max": series.max(),
        "sum": series.sum(),
    }
    assert list(facts) == list(expected)
    for name, value in expected.items():
        assert facts[name] == (None if np.isnan(value) else pytest.approx(value, rel=1e-9, abs=1e-6)), name


def test_statistics_of_whole_numbers_stay_whole() -> None:
    facts = get_column_statistics(frame({"수": whole(1, None, 4)}), "수").facts
    assert [type(facts[name]) for name in ("min", "max", "sum", "mean")] == [int, int, int, float]
    assert (facts["min"], facts["max"], facts["sum"]) == (1, 4, 5)


def test_a_sum_beyond_64_bits_is_right_to_the_digits_of_a_float() -> None:
    facts = get_column_statistics(frame({"번호": whole(*[2**62] * 8)}), "번호").facts
    assert facts["sum"] == 2.0**65
    assert facts["max"] == 2**62


def test_statistics_of_numbers_that_are_all_missing_are_unknown() -> None:
    result = get_column_statistics(frame({"수": whole(None, None)}), "수")
    assert result.facts["count"] == 0
    assert result.facts["missing"] == 2
    assert result.facts["mean"] is None
    assert result.chart is None


def test_infinite_numbers_give_none_and_no_chart() -> None:
    with np.errstate(all="ignore"):  # as the toolbox does
        result = get_column_statistics(frame({"폭": real(1.0, np.inf)}), "폭")
    assert (result.facts["max"], result.facts["sum"], result.chart) == (None, None, None)


def test_statistics_of_text_name_the_most_frequent_value() -> None:
    assert get_column_statistics(frame({"글": text("나", "가", "가", None)}), "글").facts == {
        "count": 3,
        "missing": 1,
        "distinct": 2,
        "top": "가",
        "top_count": 2,
    }
    assert get_column_statistics(frame({"글": text(None)}), "글").facts["top"] is None
    assert get_column_statistics(frame({"예": truth(True, True, False)}), "예").facts["top"] is True


def test_statistics_of_dates_are_as_exact_as_the_dates() -> None:
    values = ("2017-03-05 13:00", None, "2016-01-01 00:00", "2016-01-01 00:00")
    facts = get_column_statistics(frame({"때": dates(*values)}), "때").facts
    assert facts == {"count": 3, "missing": 1, "distinct": 2, "min": "2016-01-01 00:00", "max": "2017-03-05 13:00"}
    by_day = get_column_statistics(frame({"때": dates(*values, resolution="day")}), "때").facts
    assert by_day["max"] == "2017-03-05"
    assert get_column_statistics(frame({"때": dates(None)}), "때").facts["min"] is None


def test_a_histogram_has_a_bar_for_each_of_few_whole_numbers_and_twenty_ranges_otherwise() -> None:
    few = get_column_statistics(frame({"수": whole(1, 3, 3, None)}), "수").chart
    assert few is not None
    assert few.categories == ("1", "2", "3")
    assert few.series[0].values == (1.0, 0.0, 2.0)
    many = get_column_statistics(frame({"폭": real(*np.linspace(0, 1, 100))}), "폭").chart
    assert many is not None
    assert len(many.categories) == 20
    assert sum(filter(None, many.series[0].values)) == 100
    assert (many.title, many.y_title) == ("폭 분포", "개수 (행)")


@pytest.mark.parametrize("values", [(1.5, 1.5), (5e-324, 0.0), (-1e308, 1e308)])
def test_numbers_that_cannot_be_divided_into_ranges_have_no_histogram(values: tuple[float, float]) -> None:
    with np.errstate(all="ignore"):
        assert get_column_statistics(frame({"폭": real(*values)}), "폭").chart is None


@given(TEXTS, st.integers(1, 5))
def test_value_counts_are_those_of_pandas(values: list[str | None], top_n: int) -> None:
    result = get_value_counts(frame({"글": text(*values)}), "글", top_n)
    series = pd.Series(values, dtype="str")
    counts = series.value_counts()
    assert result.facts == {"rows": len(values), "missing": series.isna().sum(), "distinct": len(counts)}
    assert len(rows(result)) == min(top_n, len(counts))
    assert column_of(rows(result), 1) == counts.head(top_n).tolist()
    for value, count, share in rows(result):
        assert (count, share) == (counts[value], counts[value] / len(values))


@pytest.mark.parametrize(
    ("column", "first"),
    [
        (whole(5, 5, None, 7), (5, 2, 0.5)),
        (real(0.5, 0.5, None, 7.0), (0.5, 2, 0.5)),
        (truth(True, True, None, False), (True, 2, 0.5)),
        (dates("2017-03-05 13:00", "2017-03-05 13:00", None, "2017-01-01 00:00"), ("2017-03-05 13:00", 2, 0.5)),
        (text(*map(str, range(130))), ("0", 1, 1 / 130)),
    ],
)
def test_value_counts_of_every_type(column: Typed, first: tuple[object, ...]) -> None:
    assert rows(get_value_counts(frame({"열": column}), "열"))[0] == first


def test_value_counts_stand_most_first_and_their_chart_in_the_order_of_the_week() -> None:
    opened = frame({"때": dates("2017-03-05", "2017-03-05", "2017-03-06", "2017-03-07", "2017-03-07", "2017-03-07")})
    result = get_value_counts(opened, "때.요일")
    assert rows(result) == (("화요일", 3, 0.5), ("일요일", 2, 2 / 6), ("월요일", 1, 1 / 6))
    assert result.chart is not None
    assert result.chart.categories == ("월요일", "화요일", "일요일")
    assert result.chart.title == "때.요일별 개수"


def test_value_counts_of_a_view_have_no_values_that_do_not_occur() -> None:
    opened = frame({"글": text("가", "나", "가")})
    result = get_value_counts(opened.where(np.array([True, False, True]), "가"), "글")
    assert result.facts["distinct"] == 1
    assert rows(result) == (("가", 2, 1.0),)


def test_unique_values_stand_in_their_order() -> None:
    assert rows(get_unique_values(frame({"글": text("나", None, "가", "나")}), "글")) == (("가",), ("나",))
    assert rows(get_unique_values(frame({"수": whole(3, 1, None)}), "수")) == ((1,), (3,))
    assert rows(get_unique_values(frame({"요일": text("일요일", "월요일")}), "요일")) == (("월요일",), ("일요일",))
    opened = frame({"때": dates("2017-03-05 22:00", "2017-03-06 01:00")})
    assert rows(get_unique_values(opened, "때.시간대")) == (("새벽",), ("밤",))


def test_at_most_a_hundred_unique_values_are_listed_and_all_counted() -> None:
    result = get_unique_values(frame({"수": whole(*range(500, 0, -1), None)}), "수")
    assert result.facts == {"distinct": 500, "missing": 1}
    assert column_of(rows(result), 0) == list(range(1, 101))
    assert result.table is not None
    assert result.table.total_rows == 500


@given(NUMBERS, st.sampled_from([0.0, 1.0, 1.5, 3.0]))
def test_outliers_are_those_of_pandas(values: list[float | None], multiplier: float) -> None:
    result = get_outliers(frame({"폭": real(*values)}), "폭", multiplier)
    series = pd.Series(values, dtype="float64")
    if not series.count():
        assert (result.facts["q1"], result.facts["count"], result.facts["share"]) == (None, 0, 0.0)
        return
    first, third = series.quantile(0.25), series.quantile(0.75)
    lower, upper = first - multiplier * (third - first), third + multiplier * (third - first)
    assert result.facts["lower"] == pytest.approx(lower)
    assert result.facts["upper"] == pytest.approx(upper)
    facts: Mapping[str, Any] = result.facts
    outside = series[(series < facts["lower"]) | (series > facts["upper"])]
    assert result.facts["count"] == len(outside)
    assert result.facts["share"] == len(outside) / series.count()
    assert set(column_of(rows(result), 0)) <= set(outside)


def test_the_most_extreme_rows_stand_first() -> None:
    opened = frame({"글": text(*"가나다라마바"), "수": whole(1, 100, 2, 1, -500, None)})
    result = get_outliers(opened, "수")
    assert result.table is not None
    assert result.table.columns == ("수", "글")
    assert rows(result) == ((-500, "마"), (100, "나"))


@given(NUMBERS, st.floats(0, 100))
def test_percentiles_are_those_of_numpy(values: list[float | None], percentile: float) -> None:
    facts = calculate_percentile(frame({"폭": real(*values)}), "폭", percentile).facts
    known = [value for value in values if value is not None]
    assert facts["count"] == len(known)
    assert facts["value"] == (pytest.approx(np.percentile(known, percentile), rel=1e-9) if known else None)


def test_a_distribution_says_how_even_it_is() -> None:
    facts = summarize_categorical_distribution(frame({"글": text("가", "가", "나", "다", None)}), "글").facts
    assert facts == {
        "rows": 5,
        "distinct": 3,
        "missing": 1,
        "top": "가",
        "top_share": 0.5,
        "top3_share": 1.0,
        "singletons": 2,
        "evenness": pytest.approx(1.5 * np.log(2) / np.log(3)),
    }


@pytest.mark.parametrize(
    ("values", "evenness"), [(("가", "나"), 1.0), (("가", "가"), 0.0), ((None,), None), ((), None)]
)
def test_evenness_at_its_limits(values: tuple[str | None, ...], evenness: float | None) -> None:
    result = summarize_categorical_distribution(frame({"글": text(*values)}), "글")
    assert result.facts["evenness"] == evenness
    assert (result.chart is None) == (evenness is None)


@given(TEXTS)
def test_cumulative_shares_grow_to_one(values: list[str | None]) -> None:
    shown = rows(summarize_categorical_distribution(frame({"글": text(*values)}), "글"))
    assert column_of(shown, 3) == pytest.approx(np.cumsum(column_of(shown, 2)).tolist())
    if shown:
        assert shown[-1][3] == pytest.approx(1.0)


@pytest.mark.parametrize("tool", [get_outliers, calculate_percentile])
def test_a_tool_for_numbers_names_the_columns_that_would_do(tool: Any) -> None:
    opened = frame({"글": text("가"), "수": whole(1), "때": dates("2017-01-01")})
    with pytest.raises(ToolRefused, match=r"columns with numbers: 수, 때\.연도"):
        tool(opened, "글", 50)


@pytest.mark.parametrize(
    "tool", [get_column_statistics, get_value_counts, get_unique_values, summarize_categorical_distribution]
)
def test_an_unknown_column_is_refused(tool: Any) -> None:
    with pytest.raises(UnknownColumn, match="near names: 사망자수"):
        tool(frame({"사망자수": whole(1)}), "사망자")
