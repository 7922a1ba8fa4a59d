"""Conditions that people ask about, one click away. They say when and in which weather; road and accident stay."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from daegu.prediction.v1 import prediction_pb2 as pb

from frontend.predict import accident_form
from frontend.risk.conditions import Conditions

_SATURDAY = 5


def _workday(today: datetime.date) -> datetime.date:
    """Today, or the Monday after the weekend."""
    return today if today.weekday() < _SATURDAY else today + datetime.timedelta(7 - today.weekday())


def _saturday(today: datetime.date) -> datetime.date:
    """The next one; today if it is one."""
    return today + datetime.timedelta((_SATURDAY - today.weekday()) % 7)


def _winter(today: datetime.date) -> datetime.date:
    """In the middle of January, on a working day."""
    return _workday(datetime.date(today.year, 1, 15))


@dataclass(frozen=True)
class Preset:
    """`values`: weather and road surface; the usual ones where they are not named."""

    day: Callable[[datetime.date], datetime.date]
    hour: int
    values: Mapping[str, str] = field(default_factory=dict)


_PRESETS = {
    ":material/work: 평일 출근길": Preset(_workday, 8),
    ":material/nightlife: 주말 밤": Preset(_saturday, 23),
    ":material/rainy: 비 오는 밤": Preset(_workday, 22, {"weather": "비", "road_surface": "젖음/습기"}),
    ":material/weather_snowy: 눈길": Preset(_winter, 8, {"weather": "눈", "road_surface": "적설"}),
    ":material/ac_unit: 빙판길 새벽": Preset(_winter, 5, {"road_surface": "서리/결빙"}),
    ":material/foggy: 안개 낀 새벽": Preset(_workday, 6, {"weather": "안개"}),
}


def offered(model: pb.GetModelResponse, chosen: Conditions, usual: Conditions) -> dict[str, Conditions]:
    """Conditions by label, on the road and with the accident of `chosen`; those whose values the model knows.

    The day of `usual` is today.
    """
    known = accident_form.fields(model)
    return {
        label: _apply(preset, chosen, usual)
        for label, preset in _PRESETS.items()
        if all(value in known[name].values for name, value in preset.values.items())
    }


def none(chosen: Conditions, usual: Conditions) -> Conditions:
    """The usual time and weather, on the road and with the accident of `chosen`."""
    return _apply(Preset(lambda today: today, usual.hour), chosen, usual)


def _apply(preset: Preset, chosen: Conditions, usual: Conditions) -> Conditions:
    weather = {name: usual.values[name] for name in ("weather", "road_surface")}
    return Conditions(preset.day(usual.date), preset.hour, {**chosen.values, **weather, **preset.values})
