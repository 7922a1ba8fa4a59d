"""Columns of the kind that a tool needs, or a refusal that names those that would do."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.chat.agent.tools.results import ToolRefused
from services.chat.domain.datasets import NUMBERS, ColumnType
from services.chat.domain.frame import Column, Frame

_NAMED = 20
"""Columns that a refusal names at most."""


def is_number(column: Column) -> bool:
    return column.type in NUMBERS


def is_date(column: Column) -> bool:
    return column.type is ColumnType.DATETIME


def number_column(frame: Frame, name: str) -> Column:
    return _chosen(frame, name, is_number, "numbers")


def date_column(frame: Frame, name: str) -> Column:
    return _chosen(frame, name, is_date, "dates")


def floats(values: pd.Series) -> NDArray[np.float64]:
    """Numbers or booleans as float64, NaN where missing; not copied if they are that already."""
    if isinstance(values.dtype, pd.api.extensions.ExtensionDtype):
        return values.to_numpy(np.float64, na_value=np.nan)
    return values.to_numpy(np.float64)


def present(frame: Frame, column: Column) -> NDArray[np.float64]:
    """The numbers that are not missing, in the order of the rows."""
    found = floats(frame.values(column.name))
    return found[~np.isnan(found)] if frame.missing(column.name) else found


def _chosen(frame: Frame, name: str, fits: Callable[[Column], bool], what: str) -> Column:
    column = frame.column(name)
    if not fits(column):
        others = [each.name for each in frame.columns.values() if fits(each)]
        would_do = ", ".join(others[:_NAMED]) or "none in this dataset"
        raise ToolRefused(
            f"column {column.name!r} holds {column.type}, this tool needs {what}; columns with {what}: {would_do}"
        )
    return column
