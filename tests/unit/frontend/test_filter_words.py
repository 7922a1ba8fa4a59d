import datetime

import pytest

from frontend.analysis.filters import Filters
from frontend.explore import filter_words

ALL = {
    "dates": ["2016-01-01~2016-12-31"],
    "hours": ["22~5"],
    "weekdays": ["5", "4"],
    "gu": ["수성구"],
    "dong": ["대구광역시 수성구 상동"],
    "is.a.b": ["비", "눈"],
    "between.ECLO": ["1.5~20.0"],
    "view": ["table"],
}


def test_filters_stand_in_the_url() -> None:
    assert filter_words.parse(ALL) == Filters(
        dates=(datetime.date(2016, 1, 1), datetime.date(2016, 12, 31)),
        hours=(22, 5),
        weekdays=(4, 5),
        gu=("수성구",),
        dong=("대구광역시 수성구 상동",),
        values={"a.b": ("비", "눈")},
        ranges={"ECLO": (1.5, 20.0)},
    )


def test_what_is_written_is_read_again() -> None:
    day = datetime.date(2016, 2, 29)
    assert filter_words.parse({"dates": filter_words.written(day, day)}).dates == (day, day)
    assert filter_words.parse({"between.x": filter_words.written(-1.5, 2e300)}).ranges == {"x": (-1.5, 2e300)}


@pytest.mark.parametrize(
    "parameters",
    [
        {"dates": ["2016-13-01~2016-12-31"]},
        {"dates": ["2016-01-01"]},
        {"hours": ["24~5"]},
        {"hours": ["-1~5"]},
        {"hours": ["²~5"]},
        {"weekdays": ["7", "", "월"]},
        {"between.x": ["1"]},
        {"between.x": ["a~b"]},
        {"between.x": ["nan~nan"]},
        {"is.x": []},
    ],
)
def test_what_cannot_be_read_is_left_out(parameters: dict[str, list[str]]) -> None:
    assert not filter_words.parse(parameters)


def test_each_condition_is_said_in_korean() -> None:
    assert filter_words.describe(filter_words.parse(ALL)) == [
        "2016-01-01부터 2016-12-31까지",
        "22시~5시",
        "금·토요일",
        "수성구",
        "수성구 상동",
        "a.b: 비, 눈",
        "ECLO: 1.5~20",
    ]


def test_many_values_are_counted() -> None:
    many = filter_words.parse({"gu": ["수성구", "남구", "동구", "서구", "중구"]})
    assert filter_words.describe(many) == ["수성구, 남구, 동구 외 2개"]
