"""A dataset ready for charts and maps: its rows, what its columns are, and when and where each row is.

Nothing of it is ever changed: a choice of rows is another table. Tables are shared between users.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontend.analysis.columns import Column

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Moments:
    """When each row is. `column`: the name of the column that says so; `when`: datetime64, NaT where there is none.

    A column of years has only years, and a date without a time of day no hours.
    """

    column: str
    when: pd.Series
    has_months: bool
    has_hours: bool

    def take(self, mask: Mask) -> "Moments":
        return replace(self, when=self.when[mask])


@dataclass(frozen=True)
class Places:
    """In which 구 and 동 each row is. `column`: the name of the column that says so.

    `district`: categories with the full name, `대구광역시 수성구 상동`, or of a 구 alone, `대구광역시 수성구`; missing
    where nothing in the row names a place of Daegu.
    """

    column: str
    district: pd.Series

    def take(self, mask: Mask) -> "Places":
        return replace(self, district=self.district[mask])


@dataclass(frozen=True)
class Points:
    """Where each row lies, in degrees (float64); both NaN where there is no coordinate or one that cannot be."""

    latitude: pd.Series
    longitude: pd.Series

    def take(self, mask: Mask) -> "Points":
        return Points(self.latitude[mask], self.longitude[mask])

    @property
    def known(self) -> Mask:
        """Which rows have one."""
        return self.latitude.notna().to_numpy()


@dataclass(frozen=True)
class Table:
    """`frame`: the rows with the columns of the file; `columns` describe the whole dataset, also of a choice of rows.

    `moments`, `places` and `points` have the index of `frame`; None if no column says when or where. `units`: the
    columns with figures in the order of the file, with the unit that is written behind them, empty if none is.
    """

    frame: pd.DataFrame
    columns: Sequence[Column]
    moments: Moments | None = None
    places: Places | None = None
    points: Points | None = None
    units: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.frame)

    def take(self, mask: Mask) -> "Table":
        """The rows where `mask` is true."""
        return Table(
            self.frame[mask],
            self.columns,
            self.moments and self.moments.take(mask),
            self.places and self.places.take(mask),
            self.points and self.points.take(mask),
            self.units,
        )

    def column(self, name: str) -> Column:
        """Raises KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
