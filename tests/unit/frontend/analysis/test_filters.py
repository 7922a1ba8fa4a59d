import datetime

import pandas as pd
import pytest

from frontend.analysis import filters
from frontend.analysis.columns import Kind
from frontend.analysis.filters import Filters
from tests.unit.frontend.analysis.tables import accidents, table

DAY = datetime.date


def rows(chosen: Filters) -> list[int]:
    return (
        accidents().frame.index[accidents().frame.index.isin(filters.apply(accidents(), chosen).frame.index)].tolist()
    )


def test_no_condition_lets_everything_through() -> None:
    assert rows(Filters()) == [0, 1, 2, 3, 4, 5]
    assert not Filters()


def test_both_ends_of_a_period_are_included() -> None:
    assert rows(Filters(dates=(DAY(2016, 1, 2), DAY(2017, 12, 31)))) == [1, 2, 3, 4]


def test_hours_may_go_over_midnight() -> None:
    assert rows(Filters(hours=(5, 12))) == [1, 2]
    assert rows(Filters(hours=(23, 0))) == [0, 4]


def test_weekdays_begin_with_monday() -> None:
    assert rows(Filters(weekdays=(6,))) == [3, 4]  # two Sundays


def test_places_are_chosen_by_district_and_by_part_of_it() -> None:
    assert rows(Filters(gu=("수성구", "달성군"))) == [0, 1, 3, 4]
    assert rows(Filters(dong=("대구광역시 수성구 상동",))) == [0, 3]
    assert rows(Filters(gu=("남구",), dong=("대구광역시 수성구 상동",))) == []


def test_values_and_ranges_hold_at_once() -> None:
    assert rows(Filters(values={"기상상태": ("맑음", "눈")})) == [0, 2, 3, 4]
    assert rows(Filters(ranges={"사망자수": (1, 2)})) == [1, 3]
    assert rows(Filters(values={"기상상태": ("눈",)}, ranges={"사망자수": (0, 1)})) == []


def test_a_row_without_a_value_fulfils_no_condition_on_it() -> None:
    for chosen in (
        Filters(dates=(DAY(2000, 1, 1), DAY(2030, 1, 1))),
        Filters(hours=(0, 22)),
        Filters(gu=("수성구", "남구", "달성군")),
        Filters(values={"기상상태": ("맑음", "비", "눈")}),
    ):
        assert 5 not in rows(chosen)


def test_numbers_are_chosen_by_how_they_are_written() -> None:
    speeds = table({"제한속도": [30.0, 50.0, None, 30.0]})
    assert len(filters.apply(speeds, Filters(values={"제한속도": ("30",)}))) == 2


def test_conditions_on_what_the_table_does_not_have_are_left_out() -> None:
    plain = table({"이름": ["가", "나"]})
    strange = Filters(
        dates=(DAY(2016, 1, 1), DAY(2016, 1, 1)),
        hours=(1, 2),
        weekdays=(1,),
        gu=("수성구",),
        dong=("대구광역시 수성구 상동",),
        values={"기상상태": ("비",)},
        ranges={"이름": (0, 1), "없는 열": (0, 1)},
    )
    assert not filters.applicable(plain, strange)
    assert len(filters.apply(plain, strange)) == 2


def test_a_year_knows_no_hours_and_no_weekdays() -> None:
    cameras = table({"설치연도": [2010, 2011]}, 설치연도=Kind.YEAR)
    assert len(filters.apply(cameras, Filters(hours=(1, 2), weekdays=(3,)))) == 2
    assert len(filters.apply(cameras, Filters(dates=(DAY(2011, 1, 1), DAY(2011, 12, 31))))) == 1


@pytest.mark.parametrize(("value", "text"), [(30.0, "30"), (0.5, "0.5"), (True, "True"), ("007", "007")])
def test_values_are_written_as_people_write_them(value: object, text: str) -> None:
    assert filters.value_texts(pd.Series([value])).tolist() == [text]
