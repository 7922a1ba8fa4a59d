"""Periods, patterns of time and bounds on the map, against plain pandas."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.agent.tools.results import ToolRefused
from services.chat.agent.tools.time_and_place import get_date_range, get_geo_bounds, get_temporal_pattern
from services.chat.domain.answer import ChartKind
from services.chat.domain.datasets import ColumnType
from services.chat.domain.derived_columns import WEEKDAYS
from tests.unit.chat.tools.small_frames import dates, frame, real, rows, text, years

DATES = st.lists(
    st.none()
    | st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(lambda each: each.isoformat(" ", "seconds")),
    max_size=40,
)


def test_a_date_range_counts_both_ends() -> None:
    opened = frame({"때": dates("2017-03-05 23:00", None, "2017-03-04 01:00")})
    assert get_date_range(opened, "때").facts == {
        "min": "2017-03-04 01:00",
        "max": "2017-03-05 23:00",
        "days": 2,
        "count": 2,
        "missing": 1,
        "resolution": "hour",
    }


def test_a_date_range_of_no_dates_is_unknown() -> None:
    facts = get_date_range(frame({"때": dates(None)}), "때").facts
    assert (facts["min"], facts["days"], facts["count"]) == (None, None, 0)


def test_a_column_of_years_has_a_range_without_days() -> None:
    facts = get_date_range(frame({"연도": years(2010, None, 2017)}), "연도").facts
    assert facts == {"min": 2010, "max": 2017, "days": None, "count": 2, "missing": 1, "resolution": "year"}


@given(DATES)
def test_patterns_count_as_pandas_does(values: list[str | None]) -> None:
    result = get_temporal_pattern(frame({"때": dates(*values, resolution="second")}), "때")
    series = pd.to_datetime(pd.Series(values, dtype="str")).dropna()
    assert result.facts["count"] == len(series)
    assert result.facts["missing"] == len(values) - len(series)
    if not len(series):
        assert list(result.facts) == ["count", "missing"]
        assert (rows(result), result.chart) == ((), None)
        return
    for unit, key, plain in (
        ("연도", "peak_year", series.dt.year),
        ("월", "peak_month", series.dt.month),
        ("시", "peak_hour", series.dt.hour),
    ):
        counts = plain.value_counts().sort_index()
        assert [row[1:3] for row in rows(result) if row[0] == unit] == list(counts.items())
        assert result.facts[key] == counts.idxmax()
        assert result.facts[f"{key}_count"] == counts.max()


def test_a_pattern_has_all_units_in_their_order_and_a_heat_map_of_the_week() -> None:
    opened = frame({"때": dates("2017-03-05 23:00", "2017-03-06 01:00", "2017-03-06 01:00", None)})
    result = get_temporal_pattern(opened, "때")
    assert rows(result) == (
        ("연도", 2017, 3, 1.0),
        ("월", 3, 3, 1.0),
        ("요일", "월요일", 2, 2 / 3),
        ("요일", "일요일", 1, 1 / 3),
        ("시", 1, 2, 2 / 3),
        ("시", 23, 1, 1 / 3),
        ("시간대", "새벽", 2, 2 / 3),
        ("시간대", "밤", 1, 1 / 3),
    )
    assert result.facts["peak_weekday"] == "월요일"
    assert result.facts["peak_period_count"] == 2
    assert result.chart is not None
    assert result.chart.kind is ChartKind.HEAT_MAP
    assert tuple(series.name for series in result.chart.series) == WEEKDAYS
    assert result.chart.series[0].values[1] == 2.0
    assert result.chart.series[6].values[23] == 1.0
    assert result.chart.x_title == "시각 (시)"


def test_a_pattern_of_days_knows_no_hours_and_shows_months() -> None:
    result = get_temporal_pattern(frame({"때": dates("2017-12-05", "2017-03-06", resolution="day")}), "때")
    assert "peak_hour" not in result.facts
    assert result.chart is not None
    assert (result.chart.kind, result.chart.categories) == (ChartKind.BAR, ("3월", "12월"))


def test_a_pattern_of_years_shows_years() -> None:
    result = get_temporal_pattern(frame({"설치연도": years(2010, 2012, 2010, None)}), "설치연도")
    assert result.facts == {"count": 3, "missing": 1, "peak_year": 2010, "peak_year_count": 2}
    assert rows(result) == (("연도", 2010, 2, 2 / 3), ("연도", 2012, 1, 1 / 3))
    assert result.chart is not None
    assert result.chart.categories == ("2010", "2012")


@pytest.mark.parametrize("tool", [get_date_range, get_temporal_pattern])
def test_what_is_no_date_is_refused_with_the_columns_that_are(tool: Any) -> None:
    opened = frame({"글": text("가"), "때": dates("2017-01-01")})
    with pytest.raises(ToolRefused, match="columns with dates: 때"):
        tool(opened, "글")


def test_bounds_need_both_coordinates_and_count_what_lies_outside_of_daegu() -> None:
    opened = frame(
        {
            "위도": real(35.8, 35.9, None, 0.0, kind=ColumnType.LATITUDE),
            "경도": real(128.5, 128.6, 128.7, 0.0, kind=ColumnType.LONGITUDE),
        }
    )
    result = get_geo_bounds(opened)
    assert result.facts == {
        "min_latitude": 0.0,
        "max_latitude": 35.9,
        "min_longitude": 0.0,
        "max_longitude": 128.6,
        "center_latitude": pytest.approx(71.7 / 3),
        "center_longitude": pytest.approx(257.1 / 3),
        "count": 3,
        "missing": 1,
        "outside_daegu": 1,
    }
    assert result.notes == ("1 rows lie outside of Daegu and stretch the bounds",)


def test_bounds_of_no_positions_are_unknown() -> None:
    opened = frame({"위도": real(None, kind=ColumnType.LATITUDE), "경도": real(1.0, kind=ColumnType.LONGITUDE)})
    facts = get_geo_bounds(opened).facts
    assert (facts["min_latitude"], facts["center_longitude"], facts["count"], facts["missing"]) == (None, None, 0, 1)


def test_bounds_without_coordinates_are_refused() -> None:
    with pytest.raises(ToolRefused, match="latitude and longitude"):
        get_geo_bounds(frame({"위도": real(35.8, kind=ColumnType.LATITUDE)}))
