"""Conditions stand in the URL and come back from it; what nobody knows does not count."""

import datetime

import pytest

from frontend.predict import accident_form
from frontend.risk import conditions
from frontend.risk.conditions import Conditions
from tests.frontend import fake_model

MODEL = fake_model.describe()
TODAY = datetime.date(2026, 11, 25)
USUAL = conditions.usual(MODEL, TODAY)
RAIN = Conditions(
    datetime.date(2016, 10, 1),
    23,
    {"weather": "비", "road_surface": "젖음/습기", "road_type": "교차로 - 교차로안", "accident_type": "차대사람"},
)


def test_the_usual_conditions_are_the_typical_accident_today() -> None:
    known = accident_form.fields(MODEL)
    assert (USUAL.date, USUAL.hour) == (TODAY, 18)
    assert USUAL.values == {name: known[name].typical for name in conditions.CATEGORIES}


@pytest.mark.parametrize("chosen", [RAIN, USUAL])
def test_what_is_written_is_read_again_also_on_another_day(chosen: Conditions) -> None:
    tomorrow = conditions.usual(MODEL, TODAY + datetime.timedelta(1))
    assert conditions.read(chosen.parameters(USUAL), MODEL, tomorrow) == (chosen, [])


def test_the_url_names_what_is_not_usual_and_always_the_date() -> None:
    written = USUAL.parameters(USUAL)
    assert {name for name, values in written.items() if values} == {"day"}
    assert set(RAIN.parameters(USUAL)) == set(written)
    assert all(RAIN.parameters(USUAL).values())


@pytest.mark.parametrize(
    ("name", "word", "label"),
    [
        ("sky", "우박", "기상 상태"),
        ("sky", "", "기상 상태"),
        ("kind", "차대차 ", "사고 유형"),
        ("time", "24", "시각"),
        ("time", "-1", "시각"),
        ("time", "²", "시각"),
        ("time", "9" * 5000, "시각"),  # more digits than Python makes a number of
        ("day", "2016-02-30", "날짜"),
        ("day", "1999-12-31", "날짜"),
        ("day", "어제", "날짜"),
    ],
)
def test_what_nobody_knows_is_named_and_the_usual_stands_in_its_place(name: str, word: str, label: str) -> None:
    assert conditions.read({name: [word]}, MODEL, USUAL) == (USUAL, [label])


def test_of_a_parameter_that_is_there_twice_the_first_value_counts() -> None:
    chosen, _ = conditions.read({"time": ["3", "5"], "sky": []}, MODEL, USUAL)
    assert chosen.hour == 3


def test_midnight_is_an_hour() -> None:
    chosen, unknown = conditions.read({"time": ["0"]}, MODEL, USUAL)
    assert (chosen.hour, unknown) == (0, [])


def test_an_accident_is_complete_and_lies_where_it_is_asked_for() -> None:
    accident = RAIN.accident("대구광역시 수성구 상동")
    assert fake_model.problems(accident) == []
    assert (accident.district, accident.accident_hour, accident.weather) == ("대구광역시 수성구 상동", 23, "비")
    assert RAIN.weekday == "토요일"
