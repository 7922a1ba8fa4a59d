"""How near the rows of one table are to those of another."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontend.analysis.table import Points

RADII = (500, 1000, 2000)
"""Metres."""
NEAREST = "nearest"
_EARTH = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""
_LEAF = 16
"""Points of a leaf of the tree; a fifth faster than the usual 40 where many lie within the radius."""


def near(places: Points, others: Points, radii: Sequence[int] = RADII) -> pd.DataFrame:
    """For each row of `places` with a coordinate, in their order and with their index: how many of `others` lie within
    each of the `radii` (metres, both ends included; a column for each, named by the number), and `nearest`: metres to
    the nearest one, NaN if there is none.

    Distances are great circles on a sphere. They are found by straight lines between points on the unit sphere, whose
    order is the same and which take a fifth of the time of the haversine formula. Rows at the same place are looked up
    once.
    """
    from sklearn.neighbors import BallTree  # noqa: PLC0415  # takes a second

    at = _on_sphere(places)
    index = places.latitude.index[places.known]
    found = pd.DataFrame({radius: np.zeros(len(at), dtype=np.int64) for radius in radii}, index=index)
    found[NEAREST] = np.nan
    around = _on_sphere(others)
    if not len(at) or not len(around):
        return found
    different, back = np.unique(at, axis=0, return_inverse=True)
    tree = BallTree(around, leaf_size=_LEAF)
    for radius in radii:
        found[radius] = tree.query_radius(different, 2 * np.sin(radius / _EARTH / 2), count_only=True)[back]
    chords = tree.query(different, k=1)[0][:, 0]
    found[NEAREST] = (2 * _EARTH * np.arcsin(np.minimum(chords / 2, 1)))[back]
    return found


def _on_sphere(points: Points) -> npt.NDArray[np.float64]:
    """The rows that have a coordinate as points of the unit sphere."""
    known = points.known
    latitude = np.radians(points.latitude.to_numpy(np.float64)[known])
    longitude = np.radians(points.longitude.to_numpy(np.float64)[known])
    return np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )
