"""How the figures of a column are distributed: summary, histogram, density and boxes. NaN is a missing value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

_VALUES = 41
"""Whole numbers within so many neighbouring ones get a bar each."""
_BINS = (8, 50)
"""Least and greatest number of bins."""
_ROUND = (1.0, 2.0, 5.0, 10.0)
_GRID, _POINTS = 512, 200
"""Cells that the density is computed from, and points of its curve."""
_SMOOTH_FROM = 10
"""Different values from which on a curve says something."""
_WHISKER = 1.5  # Tukey's, in interquartile ranges


@dataclass(frozen=True)
class Summary:
    """`std` is that of a sample, 0 of a single value. `outliers` lie beyond the whiskers of the box."""

    rows: int
    count: int
    mean: float
    std: float
    least: float
    lower_quartile: float
    median: float
    upper_quartile: float
    greatest: float
    zeros: int
    outliers: int

    @property
    def missing(self) -> int:
        return self.rows - self.count


@dataclass(frozen=True)
class Box:
    """Quartiles, ends of the whiskers (values that occur) and `outliers`: different values beyond them."""

    name: str
    count: int
    mean: float
    lower_whisker: float
    lower_quartile: float
    median: float
    upper_quartile: float
    upper_whisker: float
    outliers: Sequence[float]


def summarise(values: pd.Series) -> Summary | None:
    """None if there is no value."""
    known = _known(values)
    if not len(known):
        return None
    lower, median, upper = np.percentile(known, (25, 50, 75))
    reach = _WHISKER * (upper - lower)
    return Summary(
        len(values),
        len(known),
        float(known.mean()),
        float(known.std(ddof=1)) if len(known) > 1 else 0.0,
        float(known.min()),
        float(lower),
        float(median),
        float(upper),
        float(known.max()),
        int((known == 0).sum()),
        int(((known < lower - reach) | (known > upper + reach)).sum()),
    )


def histogram(values: pd.Series) -> pd.DataFrame:
    """Columns `from` (included), `to` (not included) and `count`; both ends are the same where a bar is one value.

    Bars are of one width, and none is left out between the least and the greatest value.
    """
    known = _known(values)
    if not len(known):
        return pd.DataFrame({"from": [], "to": [], "count": []})
    least, greatest = float(known.min()), float(known.max())
    if _is_whole(known) and greatest - least < _VALUES:
        counts = np.bincount((known - least).astype(np.int64))
        each = least + np.arange(len(counts))
        return pd.DataFrame({"from": each, "to": each, "count": counts})
    if _is_constant(least, greatest):
        return pd.DataFrame({"from": [least], "to": [least], "count": [len(known)]})
    width = _width(known, least, greatest)
    first = np.floor(least / width)
    position = np.floor(known / width) - first
    counts = np.bincount(position.astype(np.int64))
    ends = (first + np.arange(len(counts) + 1)) * width
    return pd.DataFrame({"from": ends[:-1], "to": ends[1:], "count": counts})


def density(values: pd.Series, width: float) -> pd.DataFrame | None:
    """A Gaussian kernel density in the unit of a histogram with bars of `width`; columns `value` and `count`.

    Computed from the counts of 512 cells, so that it takes as long for 100 rows as for 100,000. Bandwidth: Silverman
    (1986), 0.9 min(s, IQR / 1.34) n^-1/5. None for too few different values.
    """
    known = _known(values)
    if len(np.unique(known)) < _SMOOTH_FROM:
        return None
    least, greatest = float(known.min()), float(known.max())
    if _is_constant(least, greatest):
        return None
    counts, ends = np.histogram(known, bins=_GRID, range=(least, greatest))
    centres = (ends[:-1] + ends[1:]) / 2
    spread = float(known.std())
    quartiles = np.percentile(known, (25, 75))
    narrow = min(spread, float(quartiles[1] - quartiles[0]) / 1.34) or spread
    # Narrower than a cell it would show the cells, and narrower than 1 the gaps between whole numbers.
    bandwidth = max(0.9 * narrow * len(known) ** -0.2, (greatest - least) / _GRID, 0.8 if _is_whole(known) else 0.0)
    points = np.linspace(least, greatest, _POINTS)
    distances = (points[:, None] - centres[None, :]) / bandwidth
    heights = np.exp(-0.5 * distances**2) @ counts / (bandwidth * np.sqrt(2 * np.pi))
    return pd.DataFrame({"value": points, "count": heights * width})


def box(values: pd.Series, name: str, most: int = 300) -> Box | None:
    """None if there is no value. At most `most` outliers are named, from the least to the greatest."""
    known = _known(values)
    if not len(known):
        return None
    lower, median, upper = np.percentile(known, (25, 50, 75))
    reach = _WHISKER * (upper - lower)
    inside = (known >= lower - reach) & (known <= upper + reach)
    beyond = np.unique(known[~inside])
    if len(beyond) > most:
        beyond = beyond[np.linspace(0, len(beyond) - 1, most).astype(int)]
    # Quartiles are interpolated: without a value between, the whisker ends at the box.
    return Box(
        name,
        len(known),
        float(known.mean()),
        min(float(known[inside].min()), float(lower)) if inside.any() else float(lower),
        float(lower),
        float(median),
        float(upper),
        max(float(known[inside].max()), float(upper)) if inside.any() else float(upper),
        beyond.tolist(),
    )


def boxes(values: pd.Series, groups: pd.Series, most: int = 10, outliers: int = 60) -> list[Box]:
    """A box for each of the `most` most frequent groups that have figures, the one with most figures first."""
    codes, names = pd.factorize(groups.where(values.notna()))
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    frequent = np.argsort(-counts, kind="stable")[:most]
    numbers = values.to_numpy()
    drawn = (box(pd.Series(numbers[codes == code]), str(names[code]), outliers) for code in frequent)
    return [each for each in drawn if each]


def _known(values: pd.Series) -> npt.NDArray[np.float64]:
    numbers: npt.NDArray[np.float64] = values.to_numpy(dtype=np.float64)
    return numbers[~np.isnan(numbers)]


def _is_whole(known: npt.NDArray[np.float64]) -> bool:
    return bool((known == np.floor(known)).all())


def _is_constant(least: float, greatest: float) -> bool:
    """Whether the difference is below what can be divided."""
    return greatest - least <= max(abs(least), abs(greatest)) * 1e-12 + 1e-200


def _width(known: npt.NDArray[np.float64], least: float, greatest: float) -> float:
    """Freedman and Diaconis' (1981) width of bins as 1, 2 or 5 times a power of ten."""
    few, many = _BINS
    lower, upper = np.percentile(known, (25, 75))
    wanted = 2 * float(upper - lower) * len(known) ** (-1 / 3)
    wanted = min(max(wanted, (greatest - least) / many), (greatest - least) / few)
    power = 10.0 ** np.floor(np.log10(wanted))
    width = next(step * power for step in _ROUND if step * power >= wanted * (1 - 1e-9))
    return float(width)
