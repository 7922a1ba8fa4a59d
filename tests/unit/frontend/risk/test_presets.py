"""Presets say when and in which weather; the road and the kind of accident stay as they were."""

import dataclasses
import datetime

import pytest

from frontend.risk import conditions, presets
from frontend.risk.conditions import Conditions
from tests.frontend import fake_model

MODEL = fake_model.describe()
WEDNESDAY = datetime.date(2026, 11, 25)
USUAL = conditions.usual(MODEL, WEDNESDAY)
PEDESTRIAN = dataclasses.replace(USUAL, values={**USUAL.values, "accident_type": "차대사람", "weather": "안개"})


def offered(chosen: Conditions = USUAL, usual: Conditions = USUAL) -> dict[str, Conditions]:
    return {label.split(": ")[-1]: each for label, each in presets.offered(MODEL, chosen, usual).items()}


def test_all_presets_are_offered_and_all_differ() -> None:
    assert len(offered()) == 6
    assert len({(each.date, each.hour, *each.values.values()) for each in offered().values()}) == 6


def test_a_preset_that_the_model_does_not_know_is_not_offered() -> None:
    model = fake_model.describe()
    surface = next(field for field in model.fields if field.name == "road_surface")
    surface.values.remove("적설")
    assert ":material/weather_snowy: 눈길" not in presets.offered(model, USUAL, USUAL)
    assert len(presets.offered(model, USUAL, USUAL)) == 5


@pytest.mark.parametrize("days", range(7))
def test_the_commute_is_on_a_working_day_and_the_weekend_on_a_saturday_neither_in_the_past(days: int) -> None:
    today = WEDNESDAY + datetime.timedelta(days)
    found = offered(usual=conditions.usual(MODEL, today))
    commute, weekend = found["평일 출근길"].date, found["주말 밤"].date
    assert commute.weekday() < 5
    assert weekend.weekday() == 5
    assert today <= commute < today + datetime.timedelta(7)
    assert today <= weekend < today + datetime.timedelta(7)


def test_snow_lies_in_winter() -> None:
    assert offered()["눈길"].date.month == 1
    assert offered()["눈길"].values["road_surface"] == "적설"


def test_road_and_accident_stay_and_the_weather_of_before_goes() -> None:
    commute = offered(PEDESTRIAN)["평일 출근길"]
    assert commute.values["accident_type"] == "차대사람"
    assert commute.values["weather"] == "맑음"


def test_without_a_preset_time_and_weather_are_usual_again() -> None:
    assert presets.none(PEDESTRIAN, USUAL) == dataclasses.replace(
        USUAL, values={**USUAL.values, "accident_type": "차대사람"}
    )
