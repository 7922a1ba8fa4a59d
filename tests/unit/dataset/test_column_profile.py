"""A profile from distinct values and counts is the profile of the whole column."""

from collections import Counter
from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dataset.domain.column_profile import profile
from services.dataset.domain.column_types import infer
from services.dataset.domain.columns import ColumnProfile, ColumnType, TypedValues, ValueCount


def of(rows: list[str], name: str = "값") -> ColumnProfile:
    counts = Counter(rows)
    distinct = pa.array(list(counts), pa.string())
    return profile(name, infer(name, distinct), distinct, np.array(list(counts.values()), np.int64))


def test_numbers() -> None:
    assert of(["1", "2", "2", "", "7", ""]) == ColumnProfile(
        "값", ColumnType.INTEGER, missing=2, distinct=3, minimum=1, maximum=7, mean=3.0, quantiles=(1, 1, 2, 2, 7)
    )


def test_texts() -> None:
    assert of(["나", "가", "", "가", "다"]) == ColumnProfile(
        "값",
        ColumnType.TEXT,
        missing=1,
        distinct=3,
        top_values=(ValueCount("가", 2), ValueCount("나", 1), ValueCount("다", 1)),
    )


def test_truth_is_shown_as_it_is_written() -> None:
    found = of(["True", "False", "True", ""])
    assert (found.missing, found.distinct) == (1, 2)
    assert found.top_values == (ValueCount("True", 2), ValueCount("False", 1))


def test_years_have_a_range_and_quantiles_and_no_mean() -> None:
    found = of(["2010.0", "2021", "2012년", "2010", ""], "설치연도")
    assert (found.type, found.missing, found.distinct) == (ColumnType.YEAR, 1, 3)
    assert (found.minimum, found.maximum, found.mean) == (2010, 2021, None)
    assert found.quantiles == (2010, 2010, 2010, 2012, 2021)


@pytest.mark.parametrize(
    ("rows", "minimum", "maximum"),
    [
        (["2020-03-23", "2019.01.02"], "2019-01-02", "2020-03-23"),
        (["2007년 1월 1일 01시", "2017년 12월 31일 23시"], "2007-01-01 01:00", "2017-12-31 23:00"),
        (["2020-01-01 01:05"], "2020-01-01 01:05", "2020-01-01 01:05"),
        (["2020-01-01 01:05:09", "2021-01-01"], "2020-01-01 01:05:09", "2021-01-01 00:00:00"),
    ],
)
def test_dates_are_written_as_exactly_as_they_are_known(rows: list[str], minimum: str, maximum: str) -> None:
    found = of(rows)
    assert (found.minimum, found.maximum) == (minimum, maximum)
    assert (found.mean, found.quantiles, found.top_values) == (None, (), ())


@pytest.mark.parametrize(
    ("rows", "distinct"), [(["1.0", "1.00", "1"], 1), (["2020-01-01", "2020.1.1"], 1), (["0.0", "-0.0"], 1)]
)
def test_texts_of_the_same_value_are_one(rows: list[str], distinct: int) -> None:
    assert of(rows).distinct == distinct


@pytest.mark.parametrize("rows", [[], [""], ["", ""]])
def test_a_column_without_values_has_nothing_but_missing_ones(rows: list[str]) -> None:
    assert of(rows) == ColumnProfile("값", ColumnType.TEXT, len(rows), 0)


def test_large_whole_numbers_stay_exact() -> None:
    found = of(["9007199254740993", "-9223372036854775808", "9223372036854775807"])
    assert (found.minimum, found.maximum) == (-(2**63), 2**63 - 1)


def test_a_mean_of_the_largest_floats_is_finite() -> None:
    assert of(["1.5e308"] * 3 + ["1.7e308"]).mean == pytest.approx(1.55e308)
    assert of(["1.7e308", "-1.7e308"] * 2).mean == 0


def test_long_texts_are_cut_to_100_characters() -> None:
    assert of(["가" * 101]).top_values == (ValueCount("가" * 100, 1),)


def test_coordinates_are_numbers() -> None:
    typed = TypedValues(ColumnType.LATITUDE, pa.array([35.5, None, 36.5]))
    found = profile("위도", typed, pa.array(["35.5", "", "36.5"]), np.array([3, 2, 1]))
    assert found == ColumnProfile("위도", ColumnType.LATITUDE, 2, 2, 35.5, 36.5, 35.75, (35.5, 35.5, 35.5, 35.5, 36.5))


numbers = st.one_of(st.integers(-1000, 1000), st.integers(-(2**63), 2**63 - 1))


@settings(deadline=None)
@given(st.lists(st.one_of(numbers.map(str), st.just("")), min_size=1))
def test_whole_numbers_are_profiled_as_numpy_does_it(rows: list[str]) -> None:
    present = [int(row) for row in rows if row]
    found = of(rows)
    assert found.missing == rows.count("")
    assert found.distinct == len(set(present))
    if present:
        assert (found.minimum, found.maximum) == (min(present), max(present))
        # Great numbers of both signs cancel out; what is left is exact to the rounding of the greatest.
        rounding = max(map(abs, present)) * 2.0**-48
        assert found.mean == pytest.approx(sum(present) / len(present), rel=1e-9, abs=rounding)
        expected = np.quantile(present, [0.05, 0.25, 0.5, 0.75, 0.95], method="inverted_cdf")
        assert found.quantiles == tuple(expected.astype(np.float64))


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False).map(repr), min_size=1))
def test_floats_are_profiled_as_numpy_does_it(rows: list[str]) -> None:
    present = np.array([float(row) for row in rows])
    found = of(rows)
    assert found.distinct == len(np.unique(present))
    assert (found.minimum, found.maximum) == (present.min(), present.max())
    assert found.mean == pytest.approx(present.mean(), rel=1e-9, abs=1e-9)
    assert found.quantiles == tuple(np.quantile(present, [0.05, 0.25, 0.5, 0.75, 0.95], method="inverted_cdf"))


@settings(deadline=None)
@given(st.integers(1, 3000))
def test_a_quantile_is_exact_where_its_share_of_the_rows_is_a_whole_number(rows: int) -> None:
    distinct = pa.array([str(number) for number in range(1, rows + 1)])
    found = profile("값", infer("값", distinct), distinct, np.ones(rows, np.int64))
    assert found.quantiles == tuple(-(-percent * rows // 100) for percent in (5, 25, 50, 75, 95))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"가나다라마바사아자차카타파하", ""]), min_size=1, max_size=60))
def test_texts_are_counted_as_a_counter_does_it(rows: list[str]) -> None:
    present = Counter(row for row in rows if row)
    found = of(rows)
    assert (found.missing, found.distinct) == (rows.count(""), len(present))
    assert [(top.value, top.count) for top in found.top_values] == present.most_common(10)


@settings(deadline=None)
@given(st.lists(st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)), min_size=1))
def test_dates_are_profiled_as_python_compares_them(moments: list[datetime]) -> None:
    rows = [moment.isoformat(sep=" ", timespec="seconds") for moment in moments]
    found = of(rows)
    assert (found.minimum, found.maximum, found.distinct) == (min(rows), max(rows), len(set(rows)))
