"""Profiles over time, compared with plain pandas."""

import numpy as np
import pandas as pd
import pytest

from frontend.analysis import time_profile
from frontend.analysis.columns import Kind
from tests.unit.frontend.analysis import tables

RANDOM = np.random.default_rng(11)
WHEN = pd.Series(pd.Timestamp("2012-03-01") + pd.to_timedelta(RANDOM.integers(0, 4 * 365 * 24, 3000), unit="h"))
VALUES = pd.Series(RANDOM.normal(10, 2, 3000)).where(pd.Series(RANDOM.random(3000) > 0.1))


@pytest.mark.parametrize("part", ["year", "month", "weekday", "hour"])
def test_rows_are_counted_as_pandas_does(part: str) -> None:
    found = time_profile.profile(WHEN, part).set_index("at")["count"]
    expected = getattr(WHEN.dt, {"weekday": "day_of_week"}.get(part, part)).value_counts()
    assert found[found > 0].to_dict() == expected.to_dict()


@pytest.mark.parametrize("part", ["year", "month", "weekday", "hour"])
def test_means_are_those_of_pandas_and_count_only_rows_with_a_value(part: str) -> None:
    found = time_profile.profile(WHEN, part, VALUES).set_index("at")
    grouped = VALUES.groupby(getattr(WHEN.dt, {"weekday": "day_of_week"}.get(part, part)))
    assert found["mean"].to_dict() == pytest.approx(grouped.mean().to_dict())
    assert found["count"].to_dict() == grouped.count().to_dict()


def test_steps_without_rows_are_there_and_empty() -> None:
    when = pd.Series(pd.to_datetime(["2015-05-04 10:00", "", "2018-05-04 10:00"]))
    years = time_profile.profile(when, "year", pd.Series([1.0, 2.0, 3.0]))
    assert years["at"].tolist() == [2015, 2016, 2017, 2018]
    assert years["count"].tolist() == [1, 0, 0, 1]
    assert years["mean"].isna().tolist() == [False, True, True, False]
    assert time_profile.profile(when, "month")["at"].tolist() == list(range(1, 13))
    assert time_profile.profile(when, "weekday")["count"].tolist() == [1, 0, 0, 0, 1, 0, 0]
    assert len(time_profile.profile(when, "hour")) == 24


def test_a_year_that_is_far_off_does_not_make_a_thousand_empty_ones() -> None:
    when = pd.Series(pd.to_datetime(["1001-01-01", "2015-05-04", "2016-05-04"]).as_unit("s"))
    assert time_profile.profile(when, "year")["at"].tolist() == [1001, 2015, 2016]
    assert time_profile.period(when).step == "year"


def test_the_week_has_every_hour_of_every_day() -> None:
    found = time_profile.week(WHEN, VALUES)
    assert len(found) == 168
    monday = VALUES[(WHEN.dt.day_of_week == 0) & (WHEN.dt.hour == 17)]
    cell = found[(found["weekday"] == 0) & (found["hour"] == 17)].iloc[0]
    assert (cell["count"], cell["mean"]) == (monday.count(), pytest.approx(monday.mean()))


def test_the_period_goes_month_by_month_without_leaving_one_out() -> None:
    when = pd.Series(pd.to_datetime(["2015-11-04", "2016-02-01", "2016-02-28", ""]))
    found = time_profile.period(when)
    assert found.step == "month"
    assert found.rows["start"].dt.strftime("%Y-%m").tolist() == ["2015-11", "2015-12", "2016-01", "2016-02"]
    assert found.rows["count"].tolist() == [1, 0, 0, 2]


@pytest.mark.parametrize("when", [pd.Series([], dtype="datetime64[s]"), pd.Series([pd.NaT, pd.NaT])])
def test_without_moments_nothing_is_counted(when: pd.Series) -> None:
    assert time_profile.profile(when, "year").empty
    assert time_profile.profile(when, "month")["count"].sum() == 0
    assert time_profile.period(when).rows.empty
    assert time_profile.week(when)["count"].sum() == 0


def test_a_column_tells_only_what_it_has() -> None:
    with_hours = tables.accidents().moments
    days = tables.table({"날": pd.to_datetime(["2016-01-01", "2016-01-02"])}).moments
    years = tables.table({"연도": [2015, 2016]}, 연도=Kind.YEAR).moments
    assert with_hours
    assert days
    assert years
    assert time_profile.parts(with_hours) == ["year", "month", "weekday", "hour"]
    assert time_profile.parts(days) == ["year", "month", "weekday"]
    assert time_profile.parts(years) == ["year"]
