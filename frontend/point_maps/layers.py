"""What is drawn on a map of points."""

from dataclasses import dataclass
from enum import Enum

import pandas as pd


class Drawn(Enum):
    """How the points of a layer are drawn."""

    CLUSTERS = "clusters"
    """Near ones gathered to a circle with their number."""
    DOTS = "dots"
    """Each by itself."""
    HEAT = "heat"
    """As a picture of how dense they are, without popups."""
    CIRCLES = "circles"
    """Each a circle whose area grows with its `count`, which is written inside."""
    AREAS = "areas"
    """Each a circle with a radius of `metres` on the ground."""


@dataclass(frozen=True)
class PointLayer:
    """`name`: Korean, different from those of the other layers; the reader switches the layer on and off by it.

    `points`: columns `latitude`, `longitude` (degrees, float64; rows with NaN are not drawn), and `count` for CIRCLES,
    `metres` for AREAS. `popups`: the same rows, the columns that a popup tells, at most 8: header and cell, written as
    text; missing cells are left out. None: no popups. `colour`: `#rrggbb`, of the palette. `shown`: whether the layer
    is switched on at first. `below`: drawn under the dots of the other layers, wherever it stands in the legend.
    """

    name: str
    points: pd.DataFrame
    colour: str
    kind: Drawn = Drawn.CLUSTERS
    popups: pd.DataFrame | None = None
    shown: bool = True
    below: bool = False
