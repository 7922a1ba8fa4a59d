import numpy as np
import pandas as pd
import pytest

from frontend.analysis import proximity
from frontend.analysis.table import Points


def scattered(rows: int, seed: int) -> Points:
    chance = np.random.default_rng(seed)
    return Points(pd.Series(35.8 + chance.random(rows) * 0.1), pd.Series(128.5 + chance.random(rows) * 0.1))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Haversine, as in every textbook."""
    (lat1, lon1), (lat2, lon2) = np.radians(one), np.radians(other)
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(2 * 6_371_008.8 * np.arcsin(np.sqrt(half)))


def pairs(points: Points) -> list[tuple[float, float]]:
    return list(zip(points.latitude, points.longitude, strict=True))


def test_counts_and_distances_are_those_of_every_pair() -> None:
    places, others = scattered(60, 1), scattered(40, 2)
    found = proximity.near(places, others)
    for row, at in enumerate(pairs(places)):
        distances = [metres(at, other) for other in pairs(others)]
        assert found[proximity.NEAREST].iloc[row] == pytest.approx(min(distances), rel=1e-9)
        for radius in proximity.RADII:
            assert found[radius].iloc[row] == sum(distance <= radius for distance in distances)


def test_rows_at_the_same_place_each_have_their_answer() -> None:
    places = Points(pd.Series([35.85, 35.9, 35.85]), pd.Series([128.6, 128.7, 128.6]))
    found = proximity.near(places, Points(pd.Series([35.85]), pd.Series([128.6])))
    assert found[500].tolist() == [1, 0, 1]
    assert found[proximity.NEAREST].iloc[0] == pytest.approx(0, abs=1e-6)


def test_several_at_one_place_count_as_often_as_they_are_there() -> None:
    found = proximity.near(
        Points(pd.Series([35.85]), pd.Series([128.6])), Points(pd.Series([35.85] * 3), pd.Series([128.6] * 3))
    )
    assert found[500].tolist() == [3]


def test_rows_without_a_coordinate_are_left_out_and_the_others_keep_their_index() -> None:
    places = Points(pd.Series([np.nan, 35.85], index=[7, 9]), pd.Series([np.nan, 128.6], index=[7, 9]))
    assert proximity.near(places, scattered(3, 1)).index.tolist() == [9]


def test_where_there_is_nothing_to_be_near_to_nothing_is_near() -> None:
    nothing = Points(pd.Series([np.nan]), pd.Series([np.nan]))
    found = proximity.near(scattered(2, 1), nothing)
    assert found[2000].tolist() == [0, 0]
    assert found[proximity.NEAREST].isna().all()
    assert proximity.near(nothing, scattered(2, 1)).empty
