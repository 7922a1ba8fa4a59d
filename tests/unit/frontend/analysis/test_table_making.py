import numpy as np
import pandas as pd

from frontend.analysis.columns import Kind
from tests.unit.frontend.analysis.tables import accidents, table


def test_a_date_with_hours_says_when_a_row_is() -> None:
    made = table(
        {
            "데이터기준일자": pd.to_datetime(["2020-01-01", "2020-01-01"]),
            "접수일": pd.to_datetime(["2019-05-01", "2019-06-01"]),
            "사고일시": pd.to_datetime(["2016-01-01 07:00", "2016-01-02 00:00"]),
        }
    )
    assert made.moments is not None
    assert made.moments.column == "사고일시"
    assert made.moments.has_hours


def test_a_year_says_more_than_the_date_of_the_file() -> None:
    made = table(
        {"데이터기준일자": pd.to_datetime(["2020-01-01", "2020-01-01"]), "설치연도": [2010, 2013]}, 설치연도=Kind.YEAR
    )
    assert made.moments is not None
    assert made.moments.column == "설치연도"
    assert not made.moments.has_months
    assert made.moments.when.dt.year.tolist() == [2010, 2013]


def test_missing_years_stay_missing() -> None:
    made = table({"설치연도": [2010.0, np.nan]}, 설치연도=Kind.YEAR)
    assert made.moments is not None
    assert made.moments.when.isna().tolist() == [False, True]


def test_where_only_the_file_has_a_date_it_is_that() -> None:
    made = table({"데이터기준일자": pd.to_datetime(["2020-01-01", "2021-01-01"])})
    assert made.moments is not None
    assert not made.moments.has_hours


def test_the_column_that_names_places_most_closely_is_taken_and_its_gaps_are_filled() -> None:
    made = table(
        {
            "관할": ["수성구", "남구", "남구"],
            "주소": ["대구광역시 수성구 상동 1", "대구광역시 남구 대명동 2", None],
            "메모": ["수성구 상동에서", "없음", "없음"],
        }
    )
    assert made.places is not None
    assert made.places.column == "주소"
    assert made.places.district.tolist() == ["대구광역시 수성구 상동", "대구광역시 남구 대명동", "대구광역시 남구"]


def test_texts_that_name_a_place_now_and_then_are_no_places() -> None:
    assert table({"메모": ["수성구 상동", "없음", "비", "눈", "맑음"]}).places is None


def test_coordinates_outside_the_country_are_no_points() -> None:
    made = table(
        {"위도": [35.87, 0.0, 128.6, np.nan], "경도": [128.6, 0.0, 35.87, 128.6]},
        위도=Kind.LATITUDE,
        경도=Kind.LONGITUDE,
    )
    assert made.points is not None
    assert made.points.known.tolist() == [True, False, False, False]
    assert made.points.longitude.notna().tolist() == [True, False, False, False]


def test_coordinates_of_which_none_is_in_the_country_are_none() -> None:
    assert table({"위도": [0.0], "경도": [0.0]}, 위도=Kind.LATITUDE, 경도=Kind.LONGITUDE).points is None


def test_a_table_without_time_place_or_rows_is_a_table() -> None:
    empty = table({"이름": [], "값": []})
    assert (empty.moments, empty.places, empty.points, len(empty)) == (None, None, None, 0)


def test_a_choice_of_rows_keeps_everything_together() -> None:
    made = accidents()
    some = made.take(np.array([True, False, False, True, False, True]))
    assert some.moments is not None
    assert some.places is not None
    assert len(some) == len(some.moments.when) == len(some.places.district) == 3
    assert some.frame.index.equals(some.moments.when.index)
    assert len(made) == 6
