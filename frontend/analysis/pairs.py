"""How two columns go together: correlation, regression, and shares of one within the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontend.analysis.figures import Figures
from frontend.analysis.table import Table

Method = Literal["pearson", "spearman"]
_SEED = 20161231
_LEAST = 3
"""Pairs of figures from which on a correlation says something."""


@dataclass(frozen=True)
class Line:
    """The straight line of least squares through `count` pairs, and Pearson's correlation `r` of them."""

    slope: float
    intercept: float
    r: float
    count: int


@dataclass(frozen=True)
class Pairs:
    """`points`: columns `x`, `y` and `count` (rows that lie on each other). `rows`: with both figures.

    `drawn`: rows in `points`; fewer than `rows` only where a sample was taken.
    """

    points: pd.DataFrame
    rows: int
    drawn: int

    @property
    def sampled(self) -> bool:
        return self.drawn < self.rows


def fullest(table: Table, names: Sequence[str], most: int) -> list[str]:
    """The columns that have most values, of those with equally many the ones with most different values; at most
    `most`, in the order of the file."""
    described = {column.name: column for column in table.columns}
    best = sorted(names, key=lambda name: (-described[name].filled, -described[name].distinct))[:most]
    return [name for name in names if name in set(best)]


def correlations(columns: Sequence[Figures], method: Method) -> pd.DataFrame:
    """Each with each, of the rows that have both; NaN where there are fewer than three or a column is constant.

    Spearman's is Pearson's of the ranks, which are those among all values of a column.
    """
    names = [column.label for column in columns]
    series = [column.values.rank() if method == "spearman" else column.values for column in columns]
    values = np.column_stack([each.to_numpy(dtype=np.float64) for each in series]) if series else np.empty((0, 0))
    known = (~np.isnan(values)).astype(np.float64)
    # Sums over pairs of columns are products of matrices; figures of about 1 around 0 keep their digits in them.
    filled = np.nan_to_num(np.column_stack([_scaled(column) for column in values.T])) if series else values
    count = known.T @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = filled.T @ known / count  # [i, j]: mean of i where j is known as well
        square = (filled**2).T @ known / count - mean**2
        covariance = filled.T @ filled / count - mean * mean.T
        r = covariance / np.sqrt(square * square.T)
    r[(count < _LEAST) | (square < 1e-12) | (square.T < 1e-12)] = np.nan
    return pd.DataFrame(np.clip(r, -1, 1), index=names, columns=names)


def line(x: pd.Series, y: pd.Series) -> Line | None:
    """None if there are fewer than three pairs or either does not vary."""
    both = (x.notna() & y.notna()).to_numpy()
    count = int(both.sum())
    if count < _LEAST:
        return None
    across, up = x.to_numpy(dtype=np.float64)[both], y.to_numpy(dtype=np.float64)[both]
    # Divided by the reach before they are squared: neither overflows nor vanishes.
    (width, height) = (float(np.ptp(across)), float(np.ptp(up)))
    if not (width > 0 and height > 0):
        return None
    scaled, risen = (across - across.mean()) / width, (up - up.mean()) / height
    slope = float(scaled @ risen / (scaled @ scaled))
    r = float(scaled @ risen / np.sqrt((scaled @ scaled) * (risen @ risen)))
    slope *= height / width
    intercept = float(up.mean() - slope * across.mean())
    return Line(slope, intercept, max(-1.0, min(1.0, r)), count) if np.isfinite(intercept) else None


def points(x: pd.Series, y: pd.Series, most: int, few: int = 400) -> Pairs:
    """All rows as places with their counts if there are at most `few` places, else a sample of at most `most` rows.

    The sample is the same each time.
    """
    both = (x.notna() & y.notna()).to_numpy()
    frame = pd.DataFrame({"x": x.to_numpy(dtype=np.float64)[both], "y": y.to_numpy(dtype=np.float64)[both]})
    if _could_be_few(frame, few):
        places = frame.value_counts(sort=False).reset_index(name="count")
        if len(places) <= few:
            return Pairs(places, len(frame), len(frame))
    sample = frame.sample(most, random_state=_SEED) if len(frame) > most else frame
    return Pairs(sample.assign(count=1), len(frame), len(sample))


def _could_be_few(frame: pd.DataFrame, few: int) -> bool:
    """The first rows tell whether it is worth to count all."""
    return len(frame.head(few * 4).drop_duplicates()) <= few


def _scaled(column: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Around 0 and with a reach of 1; zeros if it does not vary."""
    known = column[~np.isnan(column)]
    reach = float(np.ptp(known)) if len(known) else 0.0
    return (column - known.mean()) / reach if reach > 0 else column * 0
