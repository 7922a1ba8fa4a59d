"""Values of pandas as plain values of Python."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from services.chat.domain.answer import Cell
from services.chat.domain.datasets import ColumnType
from services.chat.domain.frame import Column

_DATE_FORMATS = {"day": "%Y-%m-%d", "hour": "%Y-%m-%d %H:%M", "minute": "%Y-%m-%d %H:%M"}
_WHOLE = frozenset({ColumnType.INTEGER, ColumnType.YEAR})


def number(value: Any) -> int | float | None:
    """An int or a float; None for what is missing or not finite."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, int | np.integer):
        return int(value)
    found = float(value)
    return found if math.isfinite(found) else None


def cell(value: Any, column: Column) -> Cell:
    """One value of `column`: whole numbers are int also where pandas has floats; dates are text, as exact as known."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, pd.Timestamp | np.datetime64):
        return pd.Timestamp(value).strftime(_DATE_FORMATS.get(column.resolution, "%Y-%m-%d %H:%M:%S"))
    found = number(value)
    if isinstance(found, float) and column.type in _WHOLE and found.is_integer():
        return int(found)
    return found


def cells(values: Iterable[Any], column: Column) -> list[Cell]:
    return [cell(value, column) for value in values]


def share(part: int, whole: int) -> float:
    """0-1; 0 of nothing."""
    return part / whole if whole else 0.0


def count_values(keys: pd.Series) -> pd.Series:
    """Rows of each value that occurs, by value, most first; of equals, the one that stands first. Without missing ones.

    Takes `Frame.keys` or other values.
    """
    if not isinstance(keys.dtype, pd.CategoricalDtype):
        return keys.value_counts()
    shifted = np.add(keys.cat.codes.to_numpy(), 1, dtype=np.intp)  # missing is -1
    counts = np.bincount(shifted, minlength=len(keys.cat.categories) + 1)[1:]
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    return pd.Series(counts[order], index=keys.cat.categories[order])
