"""What follows from dates, places and ages."""

import unicodedata

import pandas as pd
import pytest

from services.chat.domain.datasets import ColumnType
from services.chat.domain.derived_columns import PERIODS, WEEKDAYS
from services.chat.domain.frame import Frame
from tests.unit.chat.tools.small_frames import Typed, dates, frame, text


def derived(opened: Frame) -> list[str]:
    return [name for name, column in opened.columns.items() if column.source]


def of(values: Typed, *names: str) -> list[object]:
    """What is derived from a column `열`, None where missing."""
    series = frame({"열": values}).values(f"열.{names[0]}")
    return [None if pd.isna(value) else value for value in series]


def test_a_date_with_hours_has_six_columns_and_a_day_has_four() -> None:
    of_days = ["때.연도", "때.월", "때.요일", "때.날짜"]
    assert derived(frame({"때": dates("2017-03-01 05:00")})) == [*of_days, "때.시", "때.시간대"]
    assert derived(frame({"때": dates("2017-03-01", resolution="day")})) == of_days


def test_the_calendar_day_of_a_date_is_text_in_order() -> None:
    opened = frame({"때": dates("2017-03-02 05:00", "2017-03-01 23:00", "2017-03-01 00:00", None)})
    days = opened.values("때.날짜")
    assert [None if pd.isna(day) else day for day in days] == ["2017-03-02", "2017-03-01", "2017-03-01", None]
    assert list(days.cat.categories) == ["2017-03-01", "2017-03-02"]
    assert opened.columns["때.날짜"].type is ColumnType.TEXT


def test_the_day_of_a_date_that_is_always_missing_is_missing() -> None:
    assert of(dates(None, None), "날짜") == [None, None]


def test_types_of_derived_columns() -> None:
    columns = frame({"때": dates("2017-03-01 05:00")}).columns
    assert [columns[f"때.{part}"].type for part in ("연도", "월", "요일", "시", "시간대")] == [
        ColumnType.YEAR,
        ColumnType.INTEGER,
        ColumnType.TEXT,
        ColumnType.INTEGER,
        ColumnType.TEXT,
    ]
    assert columns["때.시"].source == "때"


def test_parts_of_dates_are_those_of_the_calendar() -> None:
    when = dates("2017-03-01 05:59", "1999-12-31 23:00", None)
    assert of(when, "연도") == [2017, 1999, None]
    assert of(when, "월") == [3, 12, None]
    assert of(when, "요일") == ["수요일", "금요일", None]
    assert of(when, "시") == [5, 23, None]
    assert of(when, "시간대") == ["새벽", "밤", None]


def test_every_hour_has_its_part_of_the_day() -> None:
    found = of(dates(*[f"2017-03-01 {hour:02}:00" for hour in range(24)]), "시간대")
    assert found == [name for name, hours in PERIODS.items() for _ in hours]


def test_weekdays_stand_in_their_order() -> None:
    values = frame({"때": dates("2017-03-05", "2017-03-06")}).values("때.요일")
    assert tuple(values.cat.categories) == WEEKDAYS
    assert values.sort_values().tolist() == ["월요일", "일요일"]


def test_dates_that_are_all_missing_give_columns_that_are_all_missing() -> None:
    opened = frame({"때": dates(None, None)})
    assert all(opened.values(name).isna().all() for name in derived(opened))


@pytest.mark.parametrize(
    ("place", "gu", "dong"),
    [
        ("대구광역시 수성구 상동", "수성구", "수성구 상동"),
        ("대구광역시 수성구 수성동4가", "수성구", "수성구 수성동4가"),
        ("대구광역시 중구 종로1가", "중구", "중구 종로1가"),
        ("대구광역시 중구 남성로", "중구", "중구 남성로"),
        ("대구광역시 달서구 두류1.2동 1227-19", "달서구", "달서구 두류1.2동"),
        ("대구 달성군 다사읍 매곡리 1", "달성군", "달성군 다사읍"),
        ("대구광역시 달성군 논공읍공단출장", "달성군", "달성군 논공읍"),
        ("대구광역시 남구 대명동 903-13", "남구", "남구 대명동"),
        ("대구광역시 남구 대명로 162", "남구", None),
        ("대구광역시 남구 현충동길 74(대명동)", "남구", "남구 대명동"),
        ("대구광역시 동구 신암동, 12", "동구", "동구 신암동"),
        ("대구광역시 군위군 군위읍 동부리", "군위군", "군위군 군위읍"),
        ("대구광역시 북구", "북구", None),
        ("  대구광역시  서구  비산동", "서구", "서구 비산동"),
        (unicodedata.normalize("NFD", "대구광역시 수성구 상동"), "수성구", "수성구 상동"),
        ("부산광역시 남구 대연동", None, None),
        ("서울 어딘가", None, None),
        (None, None, None),
    ],
)
def test_the_gu_and_dong_of_a_place(place: str | None, gu: str | None, dong: str | None) -> None:
    known = ["대구광역시 수성구 상동", "대구광역시 남구 대명동", "대구광역시 북구 산격동", "대구광역시 동구 신천동"]
    known += [f"대구광역시 달서구 상인{number}동" for number in range(10)]
    column = text(*known, place)
    assert of(column, "구")[-1] == gu
    assert of(column, "동")[-1] == dong


def test_places_without_the_city_are_known_by_a_gu_that_only_daegu_has() -> None:
    assert derived(frame({"곳": text("수성구 상동", "남구 대명동")})) == ["곳.구", "곳.동"]
    assert derived(frame({"곳": text("남구 대연동", "북구 구포동")})) == []


def test_a_column_of_roads_has_a_gu_and_no_dong() -> None:
    assert derived(frame({"주소": text("대구광역시 남구 대명로 162", "대구광역시 남구 봉덕로 135")})) == ["주소.구"]


@pytest.mark.parametrize("values", [("수성구", "남구"), ("맑음", "비"), ("", " "), (None, None), ()])
def test_text_that_is_no_place_has_nothing_derived(values: tuple[str | None, ...]) -> None:
    assert derived(frame({"글": text(*values)})) == []


def test_places_are_found_in_a_sample_that_reaches_to_the_end() -> None:
    late = [None] * 100_000 + ["대구광역시 수성구 상동"] * 50_000
    assert derived(frame({"곳": text(*late)})) == ["곳.구", "곳.동"]


def test_ages_are_numbers_and_what_is_no_age_is_missing() -> None:
    ages = text("54세", "9세", " 36세 ", "90세 이상", "41세", "기타불명", None)
    assert derived(frame({"연령": ages})) == ["연령.나이"]
    assert of(ages, "나이") == [54.0, 9.0, 36.0, 90.0, 41.0, None, None]
