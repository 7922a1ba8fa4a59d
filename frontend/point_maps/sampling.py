"""Which points of many are shown: the same ones each time, evenly over the rows."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from frontend.point_maps.layers import Drawn, PointLayer

_SEED = 2017


def positions(rows: int, most: int) -> npt.NDArray[np.int64]:
    """Positions of `most` of the rows 0 to `rows` - 1, in order: one out of each of so many equal stretches."""
    if rows <= most:
        return np.arange(rows)
    ends = np.arange(most + 1) * rows // most
    return np.random.default_rng(_SEED).integers(ends[:-1], ends[1:])


def shares(sizes: Sequence[int], most: int) -> list[int]:
    """How many of each to show, `most` together: small ones are shown whole, and large ones share what is left."""
    given = [0] * len(sizes)
    left = most
    by_size = sorted(range(len(sizes)), key=sizes.__getitem__)
    for place, index in enumerate(by_size):
        given[index] = min(sizes[index], left // (len(sizes) - place))
        left -= given[index]
    return given


def thin(layers: Sequence[PointLayer], most: int) -> list[PointLayer]:
    """The layers with at most `most` points together, and none without a place. Circles of counts stay whole."""
    placed = [_placed(layer) for layer in layers]
    sizes = [0 if layer.kind is Drawn.CIRCLES else len(layer.points) for layer in placed]
    return [
        layer if layer.kind is Drawn.CIRCLES else _take(layer, positions(size, share))
        for layer, size, share in zip(placed, sizes, shares(sizes, most), strict=True)
    ]


def placed_points(layers: Sequence[PointLayer]) -> int:
    """Number of points that have a place, apart from circles of counts and areas, which are no rows."""
    return sum(
        int(layer.points[["latitude", "longitude"]].notna().all(axis=1).sum())
        for layer in layers
        if layer.kind not in (Drawn.CIRCLES, Drawn.AREAS)
    )


def sentence(shown: int, of: int) -> str:
    """`13,000건 가운데 5,000건을 표시했습니다.`; nothing if all are shown."""
    return f"{of:,}건 가운데 {shown:,}건을 표시했습니다." if shown < of else ""


def _placed(layer: PointLayer) -> PointLayer:
    known = layer.points[["latitude", "longitude"]].notna().all(axis=1).to_numpy()
    return layer if known.all() else _take(layer, np.flatnonzero(known))


def _take(layer: PointLayer, which: npt.NDArray[np.int64]) -> PointLayer:
    if len(which) == len(layer.points):
        return layer
    popups = None if layer.popups is None else layer.popups.iloc[which]
    return replace(layer, points=layer.points.iloc[which], popups=popups)
