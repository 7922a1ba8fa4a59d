"""R17: a map of 10,000 points as the text of its page, against Folium with a marker for each."""

import time
from collections.abc import Callable, Iterator

import folium
import numpy as np
import pandas as pd

from frontend.point_maps import point_map
from frontend.point_maps.layers import PointLayer
from frontend.point_maps.settings import MapSettings
from frontend.theme import LIGHT
from tests.bench.line import Effort, Line, ratio_line
from tests.bench.pairs import at_most, in_turn
from tests.bench.stage import Stage

POINTS = 10_000
_TYPES = ("차대차 - 측면충돌", "차대차 - 추돌", "차대사람 - 횡단중", "차량단독 - 전도전복")


def point_map_by_markers(_: Stage, effort: Effort) -> Iterator[Line]:
    layer = _accidents()
    settings = MapSettings(max_points=POINTS)
    point_map.build([layer], settings, LIGHT)  # the first one imports
    measured = in_turn(
        lambda: _milliseconds(lambda: point_map.build([layer], settings, LIGHT)),
        lambda: _milliseconds(lambda: _markers(layer.points)),
        effort.pairs,
    )
    what = f"map of {POINTS:,} points with popups / the same points as folium.Marker, without"
    yield ratio_line("R17", what, measured, target=at_most(1 / 10, 1 / 30), unit="ms")


def _markers(points: pd.DataFrame) -> str:
    drawn = folium.Map(tiles=None)
    for place in points[["latitude", "longitude"]].to_numpy().tolist():
        folium.Marker(place).add_to(drawn)
    text: str = drawn.get_root().render()
    return text


def _accidents() -> PointLayer:
    chance = np.random.default_rng(7)
    points = pd.DataFrame(
        {"latitude": 35.86 + chance.normal(0, 0.04, POINTS), "longitude": 128.6 + chance.normal(0, 0.05, POINTS)}
    )
    hours = pd.to_timedelta(chance.integers(0, 50_000, POINTS), unit="h")
    popups = pd.DataFrame(
        {
            "사고일시": pd.Timestamp("2012-01-01") + hours,
            "사고유형": chance.choice(_TYPES, POINTS),
            "ECLO": chance.integers(1, 30, POINTS),
            "사고번호": [f"2012-{number:05}" for number in range(POINTS)],
        }
    )
    return PointLayer("사고", points, LIGHT.series[0], popups=popups)


def _milliseconds(call: Callable[[], str]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1e3
