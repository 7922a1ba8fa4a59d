"""The map of 가까움: rows by whether something is near them, and what is near. Pure functions."""

import pandas as pd

from frontend.analysis import map_points, near_rows, proximity
from frontend.analysis.table import Table
from frontend.cross import cross_words
from frontend.explore import map_layers
from frontend.point_maps.layers import Drawn, PointLayer
from frontend.theme import Palette

_TOLD = map_points.LINES - 2
"""Columns of the file in a popup, beside the two results."""


def places(one: Table, found: pd.DataFrame, metres: int, colours: Palette) -> list[PointLayer]:
    """The rows of `one` with a neighbour within `metres`, a column of `found` (of `proximity.near`), and without."""
    if one.points is None:
        return []
    near, known = found[metres] > 0, one.points.known
    at = map_layers.coordinates(one.points, known)
    results = found[[proximity.NEAREST, metres]].round(0).rename(columns=cross_words.result_names([metres]))
    told = near_rows.beside(one.frame[map_points.telling(one)[:_TOLD]], results)
    return [
        PointLayer(
            f"{cross_words.radius(metres)} 안에 {words}",
            at[which.to_numpy()],
            colour,
            Drawn.DOTS,
            told[which],
            below=True,
        )
        for which, words, colour in ((near, "있음", colours.series[0]), (~near, "없음", colours.series[1]))
        if which.any()
    ]


def others(other: Table, label: str, metres: int, circles: bool, colours: Palette) -> list[PointLayer]:
    """The rows of the other dataset, which is called `label`, and the area of `metres` around each if `circles`."""
    if other.points is None:
        return []
    known = other.points.known
    at = map_layers.coordinates(other.points, known)
    layers = [PointLayer(label, at, colours.series[3], Drawn.DOTS, other.frame.loc[known, map_points.telling(other)])]
    if circles:
        areas = at.drop_duplicates().assign(metres=float(metres))
        name = f"{label} 둘레 {cross_words.radius(metres)}"
        layers.append(PointLayer(name, areas, colours.series[3], Drawn.AREAS))
    return layers
