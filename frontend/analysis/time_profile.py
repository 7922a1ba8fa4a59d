"""How many rows there are, or what a figure is on average, by year, month, weekday and hour."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontend.analysis.table import Moments

_YEARS = 200
"""Years between the first and the last one up to which empty ones are shown as gaps."""
_MONTHS = 1200
"""Months up to which the whole period is a line of months; of years beyond."""

Part = str
"""`year`, `month`, `weekday` or `hour`."""
_FIELDS = {"weekday": "day_of_week"}
"""What pandas calls a part."""
_RANGES: dict[Part, tuple[int, int]] = {"month": (1, 12), "weekday": (0, 6), "hour": (0, 23)}


@dataclass(frozen=True)
class Period:
    """Consecutive steps: `rows` has the columns `start` (datetime64), `count` and `mean`."""

    rows: pd.DataFrame
    step: str


def parts(moments: Moments) -> list[Part]:
    """What the column can tell."""
    return ["year", *(["month", "weekday"] if moments.has_months else []), *(["hour"] if moments.has_hours else [])]


def profile(when: pd.Series, part: Part, values: pd.Series | None = None) -> pd.DataFrame:
    """Columns `at` (year, 1-12, 0-6 from Monday, 0-23), `count` (rows with a moment, of those with a value if there are
    `values`) and `mean` of `values`, NaN where there is none. Every step between the ends is there, also with no rows.
    """
    known, numbers = _known(when, values)
    at = _at(known, part)
    if not len(at):
        return _counted(at, numbers, 0, -1)
    first, last = _RANGES.get(part) or (int(at.min()), int(at.max()))
    if last - first > _YEARS:
        years, positions = np.unique(at, return_inverse=True)
        return _counted(positions, numbers, 0, len(years) - 1).assign(at=years)
    return _counted(at, numbers, first, last)


def week(when: pd.Series, values: pd.Series | None = None) -> pd.DataFrame:
    """168 rows: `weekday` (0 is Monday), `hour`, `count` and `mean` as in `profile`."""
    known, numbers = _known(when, values)
    counted = _counted(_at(known, "weekday") * 24 + _at(known, "hour"), numbers, 0, 167)
    return counted.assign(weekday=counted["at"] // 24, hour=counted["at"] % 24).drop(columns="at")


def period(when: pd.Series, values: pd.Series | None = None) -> Period:
    """Month by month from the first to the last, year by year if there are very many."""
    known, numbers = _known(when, values)
    years = _at(known, "year")
    months = years * 12 + _at(known, "month") - 1
    if len(months) and int(months.max() - months.min()) < _MONTHS:
        counted = _counted(months, numbers, int(months.min()), int(months.max()))
        starts = (counted["at"].to_numpy() - 1970 * 12).astype("datetime64[M]")
        return Period(counted.assign(start=starts.astype("datetime64[s]")).drop(columns="at"), "month")
    counted = profile(when, "year", values)
    starts = (counted["at"].to_numpy(dtype=np.int64) - 1970).astype("datetime64[Y]")
    return Period(counted.assign(start=starts.astype("datetime64[s]")).drop(columns="at"), "year")


def _known(when: pd.Series, values: pd.Series | None) -> tuple[pd.Series, npt.NDArray[np.float64] | None]:
    if values is None:
        return when[when.notna()], None
    both = (when.notna() & values.notna()).to_numpy()
    return when[both], values.to_numpy(dtype=np.float64)[both]


def _at(when: pd.Series, part: Part) -> npt.NDArray[np.int64]:
    at: npt.NDArray[np.int64] = getattr(when.dt, _FIELDS.get(part, part)).to_numpy(dtype=np.int64)
    return at


def _counted(at: npt.NDArray[np.int64], numbers: npt.NDArray[np.float64] | None, first: int, last: int) -> pd.DataFrame:
    length = last - first + 1
    counts = np.bincount(at - first, minlength=length)[:length]
    sums = np.full(length, np.nan) if numbers is None else np.bincount(at - first, numbers, length)[:length]
    means = np.divide(sums, counts, out=np.full(length, np.nan), where=counts > 0)
    return pd.DataFrame({"at": np.arange(first, last + 1), "count": counts, "mean": means})
