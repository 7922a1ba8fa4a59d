"""Tools about when and where: periods, patterns of time, bounds on the map."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.chat.agent.tools import charts
from services.chat.agent.tools.cells import cell, number, share
from services.chat.agent.tools.column_choice import date_column, floats
from services.chat.agent.tools.results import ToolRefused, ToolResult
from services.chat.agent.tools.tables import table
from services.chat.domain.answer import Cell, Chart
from services.chat.domain.datasets import ColumnType
from services.chat.domain.derived_columns import HOUR, MONTH, PERIOD, WEEKDAY, WEEKDAYS, YEAR
from services.chat.domain.frame import Column, Frame

DAEGU_LATITUDES = (35.6, 36.4)
DAEGU_LONGITUDES = (128.3, 128.9)
"""Degrees, from and to; 군위 included."""

_PEAKS = {YEAR: "peak_year", MONTH: "peak_month", WEEKDAY: "peak_weekday", HOUR: "peak_hour", PERIOD: "peak_period"}


def get_date_range(frame: Frame, column: str) -> ToolResult:
    """The first and the last date; `days` are the calendar days from one to the other, both counted.

    A column of years has the resolution `year`, and no days.
    """
    chosen = _date_or_year(frame, column)
    values = frame.values(chosen.name)
    gaps = frame.missing(chosen.name)
    first, last = values.min(), values.max()
    days = None
    if chosen.type is ColumnType.DATETIME and gaps < len(values):
        days = (last.normalize() - first.normalize()).days + 1
    return ToolResult(
        {
            "min": cell(first, chosen),
            "max": cell(last, chosen),
            "days": days,
            "count": len(values) - gaps,
            "missing": gaps,
            "resolution": chosen.resolution or "year",
        }
    )


def get_temporal_pattern(frame: Frame, column: str) -> ToolResult:
    """How the rows spread over years, months, weekdays, hours and parts of the day, as far as dates or years tell.

    `share` is 0-1 of the rows with a date. Peaks are the units with the most rows, the first of equals.
    """
    chosen = _date_or_year(frame, column)
    gaps = frame.missing(chosen.name)
    count = len(frame) - gaps
    facts: dict[str, Cell] = {"count": count, "missing": gaps}
    rows: list[tuple[str, Cell, int, float]] = []
    for unit, peak in _PEAKS.items():
        name = _name_of_unit(chosen, unit)
        if name in frame.columns and count:
            counted = _counted(frame.values(name))
            rows += [(unit, value, each, share(each, count)) for value, each in counted]
            facts[peak], facts[f"{peak}_count"] = max(counted, key=lambda pair: pair[1])
    chart = _week(frame, chosen) if _name_of_unit(chosen, HOUR) in frame.columns else _calendar(chosen, rows)
    return ToolResult(facts, table(("unit", "value", "count", "share"), rows, len(rows)), chart if count else None)


def get_geo_bounds(frame: Frame) -> ToolResult:
    """Between which degrees the rows lie, and the mean position as centre; rows need latitude and longitude.

    `outside_daegu` counts the rows outside of latitude 35.6-36.4, longitude 128.3-128.9; they are part of the bounds.
    """
    latitudes, longitudes = (_degrees(frame, kind) for kind in (ColumnType.LATITUDE, ColumnType.LONGITUDE))
    known = ~(np.isnan(latitudes) | np.isnan(longitudes))
    latitudes, longitudes = latitudes[known], longitudes[known]
    count = len(latitudes)
    inside = _between(latitudes, DAEGU_LATITUDES) & _between(longitudes, DAEGU_LONGITUDES)
    facts: dict[str, Cell] = {}
    for name, values in (("latitude", latitudes), ("longitude", longitudes)):
        facts[f"min_{name}"] = number(values.min()) if count else None
        facts[f"max_{name}"] = number(values.max()) if count else None
    facts["center_latitude"] = number(latitudes.mean()) if count else None
    facts["center_longitude"] = number(longitudes.mean()) if count else None
    outside = count - int(inside.sum())
    notes = (f"{outside} rows lie outside of Daegu and stretch the bounds",) if outside else ()
    return ToolResult(facts | {"count": count, "missing": len(frame) - count, "outside_daegu": outside}, notes=notes)


def _date_or_year(frame: Frame, name: str) -> Column:
    column = frame.column(name)
    return column if column.type is ColumnType.YEAR else date_column(frame, name)


def _name_of_unit(column: Column, unit: str) -> str:
    """The column that has this unit of each date; a year is one itself."""
    return column.name if unit == YEAR and column.type is ColumnType.YEAR else f"{column.name}.{unit}"


def _counted(values: pd.Series) -> list[tuple[Cell, int]]:
    """Rows of each value that occurs, in the order of the values."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes = values.cat.codes.to_numpy()
        names: list[Cell] = list(values.cat.categories)
        lowest = 0
    else:
        codes = values.dropna().to_numpy(np.int64)
        lowest = int(codes.min())
        codes = codes - lowest
        names = list(range(lowest, lowest + int(codes.max()) + 1))
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    return [(name, int(count)) for name, count in zip(names, counts, strict=True) if count]


def _week(frame: Frame, dates: Column) -> Chart | None:
    """Rows of each hour of each weekday."""
    weekdays = frame.values(f"{dates.name}.{WEEKDAY}").cat.codes.to_numpy(np.intp)
    known = weekdays >= 0
    hours = frame.values(f"{dates.name}.{HOUR}").to_numpy()[known].astype(np.intp)
    counts = np.bincount(weekdays[known] * 24 + hours, minlength=7 * 24).reshape(7, 24)
    return charts.heat_map(
        f"{dates.name}의 요일과 시각별 개수 (행)",
        "시각 (시)",
        "요일",
        list(range(24)),
        [(day, line.tolist()) for day, line in zip(WEEKDAYS, counts, strict=True)],
    )


def _calendar(dates: Column, rows: list[tuple[str, Cell, int, float]]) -> Chart | None:
    """Rows of each month, or of each year if that is all that is known."""
    unit = YEAR if dates.type is ColumnType.YEAR else MONTH
    counts = ((f"{value}월" if unit == MONTH else value, count) for each, value, count, _ in rows if each == unit)
    return charts.bars(f"{dates.name}의 {unit}별 개수", unit, "개수 (행)", counts)


def _degrees(frame: Frame, kind: ColumnType) -> NDArray[np.float64]:
    for column in frame.file_columns:
        if column.type is kind:
            return floats(frame.values(column.name))
    raise ToolRefused("this dataset has no columns with latitude and longitude")


def _between(values: NDArray[np.float64], limits: tuple[float, float]) -> NDArray[np.bool_]:
    return (values >= limits[0]) & (values <= limits[1])
