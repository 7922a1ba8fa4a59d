"""Makes a Table of a frame: finds out which columns say when and where."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from frontend.analysis import districts_in_text, figures
from frontend.analysis.columns import Column, Kind
from frontend.analysis.districts_in_text import Gazetteer
from frontend.analysis.table import Moments, Places, Points, Table

_ENOUGH = 0.5
"""Share of the values that must name a district for a column to be taken for one."""
_TRIED = 200
"""Different texts of a column that are looked at before all are."""
_ABOUT_THE_FILE = ("기준일", "갱신일", "등록일", "수정일")
"""Dates that say when the file was made and not when something was."""
_LATITUDES, _LONGITUDES = (33.0, 39.0), (124.0, 132.0)  # degrees; what lies outside is no place in Korea


def make(frame: pd.DataFrame, columns: Sequence[Column], gazetteer: Gazetteer) -> Table:
    """`columns` describe those of `frame`, in its order."""
    return Table(
        frame,
        tuple(columns),
        _moments(frame, columns),
        _places(frame, columns, gazetteer),
        _points(frame, columns),
        figures.units(frame, columns),
    )


def _moments(frame: pd.DataFrame, columns: Sequence[Column]) -> Moments | None:
    """The first date with hours, else the first date, else the first year; dates of the file itself come last."""
    dates = [column.name for column in columns if column.kind is Kind.DATETIME and column.filled]
    years = [column.name for column in columns if column.kind is Kind.YEAR and column.filled]
    telling = [name for name in dates if not any(word in name for word in _ABOUT_THE_FILE)]
    with_hours = [name for name in telling if _has_hours(frame[name])]
    for name in (*with_hours, *telling, *years, *dates):
        if name in years:
            when = pd.to_datetime(frame[name].astype("Int64").astype(str), format="%Y", errors="coerce")
            return Moments(name, when, has_months=False, has_hours=False)
        return Moments(name, frame[name], has_months=True, has_hours=_has_hours(frame[name]))
    return None


def _has_hours(when: pd.Series) -> bool:
    """A column that has midnight only tells no hours."""
    return bool((when.dt.hour > 0).any())


def _places(frame: pd.DataFrame, columns: Sequence[Column], gazetteer: Gazetteer) -> Places | None:
    """Of the column that names a district most often and most closely; its gaps are filled from the others."""
    found = {}
    for column in columns:
        if column.kind is Kind.TEXT and column.filled:
            districts = _districts(frame[column.name], gazetteer)
            if districts is not None:
                found[column.name] = districts
    if not found:
        return None
    best = max(found, key=lambda name: _closeness(found[name]))
    district = found.pop(best)
    for other in found.values():
        district = district.where(district.notna(), other)
    return Places(best, district.astype("category"))


def _districts(column: pd.Series, gazetteer: Gazetteer) -> pd.Series | None:
    """The district that each row names; None if most rows name none."""
    texts = column.dropna()
    different = texts.unique()
    tried = districts_in_text.find_all(different[:_TRIED], gazetteer)
    if len(tried) < _ENOUGH * min(len(different), _TRIED):
        return None
    named = column.map(districts_in_text.find_all(different, gazetteer))
    return named.astype(object) if named.notna().sum() >= _ENOUGH * len(texts) else None


def _closeness(district: pd.Series) -> int:
    """A row with a 동 counts for two with only a 구."""
    names = district.dropna()
    return len(names) + int((names.str.count(" ") == 2).sum())


def _points(frame: pd.DataFrame, columns: Sequence[Column]) -> Points | None:
    latitude = next((column.name for column in columns if column.kind is Kind.LATITUDE), None)
    longitude = next((column.name for column in columns if column.kind is Kind.LONGITUDE), None)
    if latitude is None or longitude is None:
        return None
    north = frame[latitude].astype(np.float64)
    east = frame[longitude].astype(np.float64)
    possible = north.between(*_LATITUDES) & east.between(*_LONGITUDES)
    return Points(north.where(possible), east.where(possible)) if possible.any() else None
