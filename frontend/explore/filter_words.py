"""Filters as they stand in the URL, and in Korean."""

import datetime
import math
from collections.abc import Mapping, Sequence

from frontend import districts
from frontend.analysis.filters import Filters

DATES, HOURS, WEEKDAYS, GU, DONG = "dates", "hours", "weekdays", "gu", "dong"
VALUES, RANGES = "is.", "between."
"""Beginnings of the names of parameters; the name of a column follows."""
_DAYS = tuple("0123456")
DAYS = ("월", "화", "수", "목", "금", "토", "일")
_BETWEEN = "~"
_FEW = 3  # values that are named


def parse(parameters: Mapping[str, Sequence[str]]) -> Filters:
    """The filters of a URL; what cannot be read is left out."""
    return Filters(
        dates=_dates(_ends(parameters.get(DATES, ()))),
        hours=_hours(_ends(parameters.get(HOURS, ()))),
        weekdays=tuple(sorted({int(day) for day in parameters.get(WEEKDAYS, ()) if day in _DAYS})),
        gu=tuple(parameters.get(GU, ())),
        dong=tuple(parameters.get(DONG, ())),
        values={
            name.removeprefix(VALUES): tuple(values)
            for name, values in parameters.items()
            if name.startswith(VALUES) and values
        },
        ranges={
            name.removeprefix(RANGES): ends
            for name, values in parameters.items()
            if name.startswith(RANGES) and (ends := _range(_ends(values)))
        },
    )


def written(first: object, last: object) -> list[str]:
    """Two ends as they stand in the URL."""
    return [f"{first}{_BETWEEN}{last}"]


def describe(filters: Filters) -> list[str]:
    """A phrase for each condition: `2016-01-01부터 2016-12-31까지`, `22시~5시`, `기상상태: 비, 눈`."""
    phrases = []
    if filters.dates:
        phrases.append(f"{filters.dates[0]}부터 {filters.dates[1]}까지")
    if filters.hours:
        phrases.append(f"{filters.hours[0]}시~{filters.hours[1]}시")
    if filters.weekdays:
        phrases.append("·".join(DAYS[day] for day in filters.weekdays) + "요일")
    if filters.gu:
        phrases.append(_list(filters.gu))
    if filters.dong:
        phrases.append(_list([" ".join(districts.split(name)) for name in filters.dong]))
    phrases += [f"{name}: {_list(values)}" for name, values in filters.values.items()]
    phrases += [f"{name}: {least:,g}~{greatest:,g}" for name, (least, greatest) in filters.ranges.items()]
    return phrases


def _list(values: Sequence[str]) -> str:
    more = f" 외 {len(values) - _FEW}개" if len(values) > _FEW else ""
    return ", ".join(values[:_FEW]) + more


def _ends(values: Sequence[str]) -> tuple[str, str] | None:
    first, between, last = values[0].partition(_BETWEEN) if values else ("", "", "")
    return (first, last) if between else None


def _dates(ends: tuple[str, str] | None) -> tuple[datetime.date, datetime.date] | None:
    try:
        return ends and (datetime.date.fromisoformat(ends[0]), datetime.date.fromisoformat(ends[1]))
    except ValueError:
        return None


def _hours(ends: tuple[str, str] | None) -> tuple[int, int] | None:
    if ends is None or not all(len(end) <= 2 and end.isdecimal() and int(end) < 24 for end in ends):
        return None
    return int(ends[0]), int(ends[1])


def _range(ends: tuple[str, str] | None) -> tuple[float, float] | None:
    try:
        numbers = ends and (float(ends[0]), float(ends[1]))
    except ValueError:
        return None
    return numbers if numbers and all(map(math.isfinite, numbers)) else None
