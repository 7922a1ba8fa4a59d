"""The columns of a table whose values are figures, also those that are written as text with a unit (`54세`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from frontend.analysis.columns import Column, Kind
from frontend.analysis.table import Table

_WITH_UNIT = re.compile(
    r"\s*([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)\s*"
    r"(세|살|명|년|개월|개|대|건|면|회|분|초|시간|일|원|천원|만원|층|도|%|km/h|km|mm|cm|m|kg|g|t|㎡|m2)?\s*"
)
_READABLE = 0.9
"""Share of the different values that must be figures."""
_TRIED = 50
"""Rows of a column that are looked at before all are; half of them must be figures."""
_LARGEST = 1e150
"""Figures beyond it, of which the squares are no longer numbers, count as missing."""


@dataclass(frozen=True)
class Figures:
    """`values`: float64 with the index of the table, NaN where there is none. `unit` is empty if none is written.

    `unread`: rows whose text is no figure, such as `기타불명`.
    """

    name: str
    values: pd.Series
    unit: str = ""
    unread: int = 0

    @property
    def label(self) -> str:
        """`가해운전자 연령(세)`"""
        return f"{self.name}({self.unit})" if self.unit else self.name


def units(frame: pd.DataFrame, columns: Iterable[Column]) -> dict[str, str]:
    """The columns with figures and the unit of each, in the order of the file."""
    return {column.name: unit for column in columns if (unit := _unit(frame[column.name], column)) is not None}


def read(table: Table, name: str) -> Figures:
    """The figures of a column, one of `table.units`."""
    column, unit = table.frame[name], table.units[name]
    if not unit:
        return Figures(name, finite(column))
    codes, different = pd.factorize(column)
    found = [_WITH_UNIT.fullmatch(text) for text in different]
    numbers = [float(match[1].replace(",", "")) if match else np.nan for match in found]
    values = finite(pd.Series(np.array([*numbers, np.nan])[codes], index=column.index))
    return Figures(name, values, unit, int(column.notna().sum() - values.notna().sum()))


def finite(column: pd.Series) -> pd.Series:
    """As float64; what cannot be counted with is NaN."""
    values = column.astype(np.float64)
    return values.where(values.abs() < _LARGEST)


def _unit(values: pd.Series, column: Column) -> str | None:
    """None if the column has no figures; empty if they have no unit."""
    if column.is_number:
        return ""
    if column.kind is not Kind.TEXT or column.distinct < 2:
        return None
    tried = values.iloc[:: max(len(values) // _TRIED, 1)].dropna()
    if sum(1 for text in tried if _WITH_UNIT.fullmatch(text)) * 2 <= len(tried):
        return None
    different = values.dropna().unique()
    matches = [match for text in different if (match := _WITH_UNIT.fullmatch(text))]
    units = {match[2] for match in matches} - {None}
    # A column that mixes metres and kilometres has no common scale.
    if len(matches) < _READABLE * len(different) or len(units) != 1:
        return None
    unit: str = units.pop()
    return unit
