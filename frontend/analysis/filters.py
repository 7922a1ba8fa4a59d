"""Which rows of a table count: by time, place, values and ranges. All conditions hold at once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from frontend.analysis.table import Mask, Moments, Places, Table

HOURS = (0, 23)


@dataclass(frozen=True)
class Filters:
    """`dates`: first and last day, both included. `hours`: first and last hour, both included; from the later to the
    earlier one it goes over midnight. `weekdays`: 0 is Monday. `gu`, `dong`: names such as `수성구` and full names such
    as `대구광역시 수성구 상동`. `values`: by column, which ones, as text. `ranges`: by column, least and greatest.
    Empty ones let everything through.
    """

    dates: tuple[datetime.date, datetime.date] | None = None
    hours: tuple[int, int] | None = None
    weekdays: tuple[int, ...] = ()
    gu: tuple[str, ...] = ()
    dong: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is any condition."""
        return any((self.dates, self.hours, self.weekdays, self.gu, self.dong, self.values, self.ranges))


def applicable(table: Table, filters: Filters) -> Filters:
    """The conditions that are about something that the table has; those of another dataset's columns are left out."""
    moments = table.moments
    return replace(
        filters,
        dates=filters.dates if moments else None,
        hours=filters.hours if moments and moments.has_hours else None,
        weekdays=filters.weekdays if moments and moments.has_months else (),
        gu=filters.gu if table.places else (),
        dong=filters.dong if table.places else (),
        values={name: wanted for name, wanted in filters.values.items() if name in table.frame},
        ranges={name: ends for name, ends in filters.ranges.items() if _is_number(table, name)},
    )


def apply(table: Table, filters: Filters) -> Table:
    """The rows that fulfil all conditions that are applicable. A row without a value does not fulfil one on it."""
    filters = applicable(table, filters)
    masks: list[Mask] = []
    if table.moments:
        masks += _in_time(table.moments, filters)
    if table.places:
        masks += _in_place(table.places, filters)
    masks += [_is_one_of(table.frame[name], wanted) for name, wanted in filters.values.items()]
    for name, (least, greatest) in filters.ranges.items():
        masks.append(table.frame[name].between(least, greatest).to_numpy(dtype=bool, na_value=False))
    return table.take(np.logical_and.reduce(masks)) if masks else table


def value_texts(column: pd.Series) -> pd.Series:
    """Values as they are written in filters and beside bars: `30` for 30.0; missing ones stay missing."""
    if pd.api.types.is_float_dtype(column):
        return column.map(lambda value: f"{value:g}", na_action="ignore")
    return column.astype(str).where(column.notna())


def _in_time(moments: Moments, filters: Filters) -> list[Mask]:
    masks: list[Mask] = []
    when = moments.when.dt
    if filters.dates:
        first, last = filters.dates
        end = pd.Timestamp(last) + pd.Timedelta(days=1)
        masks.append(((moments.when >= pd.Timestamp(first)) & (moments.when < end)).to_numpy())
    if filters.hours:
        first_hour, last_hour = filters.hours
        late, early = when.hour >= first_hour, when.hour <= last_hour
        masks.append((late & early if first_hour <= last_hour else late | early).to_numpy())
    if filters.weekdays:
        masks.append(when.day_of_week.isin(filters.weekdays).to_numpy())
    return masks


def _in_place(places: Places, filters: Filters) -> list[Mask]:
    """Compares each district once."""
    if not (filters.gu or filters.dong):
        return []
    names = places.district.cat.categories
    wanted = [
        name
        for name in names
        if (not filters.gu or name.split(" ")[1] in filters.gu) and (not filters.dong or name in filters.dong)
    ]
    chosen: Mask = places.district.isin(wanted).to_numpy()
    return [chosen]


def _is_number(table: Table, name: str) -> bool:
    return name in table.frame and pd.api.types.is_numeric_dtype(table.frame[name])


def _is_one_of(column: pd.Series, wanted: tuple[str, ...]) -> Mask:
    """Compares each different value once."""
    different = pd.Series(column.dropna().unique())
    chosen = different[value_texts(different).isin(wanted).to_numpy()]
    mask: Mask = column.isin(chosen).to_numpy()
    return mask
