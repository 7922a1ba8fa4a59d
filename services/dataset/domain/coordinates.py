"""Finds the columns that hold latitude and longitude."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from services.dataset.domain.column_names import plain, words
from services.dataset.domain.columns import ColumnType, TypedValues


@dataclass(frozen=True, slots=True)
class _Axis:
    """Degrees, from and to. Daegu includes 군위, which joined it in 2023."""

    type: ColumnType
    korea: tuple[float, float]
    daegu: tuple[float, float]


_AXES = (
    _Axis(ColumnType.LATITUDE, (33.0, 39.0), (35.6, 36.4)),
    _Axis(ColumnType.LONGITUDE, (124.0, 132.0), (128.3, 128.9)),
)
_CLEAR = {"lat", "latitude", "lng", "lon", "longitude"}
# `lot` is the longitude of the Korean standard terms, `la` and `lo` are older ones.
_VAGUE = {"x", "y", "xcoord", "ycoord", "xcrd", "ycrd", "mapx", "mapy", "posx", "posy", "long", "lot", "la", "lo"}

_MOST = 0.8
_NEARLY_ALL = 0.95


def mark(names: Sequence[str], columns: Sequence[TypedValues]) -> list[TypedValues]:
    """The columns, those that hold coordinates with type LATITUDE or LONGITUDE and float64 values.

    A name such as `위도` or `lng` says that it is a coordinate, and the values say which: most of them have to lie in
    Korea, so projected coordinates are not marked. Where the name says little (`x`) or nothing, there has to be the
    other coordinate too, and without a name nearly all values have to lie in Daegu, to more than two decimals.
    """
    seen = [_see(name, column) for name, column in zip(names, columns, strict=True)]
    is_pair = {axis.type for axis, _ in filter(None, seen)} == {axis.type for axis in _AXES}
    return [
        TypedValues(found[0].type, pc.cast(column.values, pa.float64())) if found and (found[1] or is_pair) else column
        for column, found in zip(columns, seen, strict=True)
    ]


def _see(name: str, column: TypedValues) -> tuple[_Axis, bool] | None:
    """The coordinate that the column seems to hold, and whether that is sure without the other one."""
    if column.type not in (ColumnType.FLOAT, ColumnType.INTEGER):
        return None
    try:
        values = pc.cast(column.values.drop_null(), pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        return None  # whole numbers that float64 cannot hold
    values = values[values != 0]  # 0 stands for unknown
    simple, said = plain(name), words(name)
    is_clear = simple.startswith(("위도", "경도")) or simple.endswith(("위도", "경도")) or bool(said & _CLEAR)
    for axis in _AXES:
        if is_clear or said & _VAGUE:
            if _share_within(axis.korea, values) >= _MOST:
                return axis, is_clear
        elif _share_within(axis.daegu, values) >= _NEARLY_ALL and _share_of_fine(values) >= _NEARLY_ALL:
            return axis, False
    return None


def _share_within(limits: tuple[float, float], values: NDArray[np.float64]) -> float:
    return float(np.mean((values >= limits[0]) & (values <= limits[1]))) if len(values) else 0.0


def _share_of_fine(values: NDArray[np.float64]) -> float:
    """Share of values with more than two decimals, which a temperature of 36.5 does not have."""
    return float(np.mean(np.abs(values - np.round(values, 2)) > 1e-9))
