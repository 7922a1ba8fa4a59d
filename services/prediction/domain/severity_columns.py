"""`SeverityScale.read` for many accidents at once, equal to it to the last bit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import expm1

import numpy as np
from numpy.typing import NDArray

from services.prediction.domain.severity import LABEL_PERCENTILES, SeverityScale, weighted

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SeverityColumns:
    """`n` severities. `label`: index in `LABELS`; `bands`: shape (n, 4)."""

    eclo: Column
    percentile: Column
    label: NDArray[np.int8]
    bands: Column
    serious: Column
    lower: Column
    upper: Column


def read_columns(scale: SeverityScale, probabilities: NDArray[np.float64]) -> SeverityColumns:
    """The severities behind probabilities of shape (n, bins)."""
    bins = list(np.ascontiguousarray(probabilities.T))
    # numpy's expm1 differs from that of math in the last bit.
    eclo = np.array(list(map(expm1, weighted(bins, scale.mean_logs).tolist())), dtype=np.float64)
    below = (np.zeros(len(eclo)), *accumulate(bins))
    percentile = _percentiles(np.array(scale.reference), eclo)
    lower, upper = _intervals(scale, eclo, below)
    return SeverityColumns(
        eclo,
        percentile,
        np.searchsorted(LABEL_PERCENTILES, percentile, side="right").astype(np.int8),
        np.column_stack(scale.bands(below)),
        weighted(bins, scale.serious_shares),
        lower,
        upper,
    )


def _percentiles(reference: Column, eclo: Column) -> Column:
    above = np.searchsorted(reference, eclo, side="right")
    upper = np.clip(above, 1, len(reference) - 1)
    low, high = reference[upper - 1], reference[upper]
    with np.errstate(divide="ignore", invalid="ignore"):  # below and above all, where low may equal high
        between = upper - 1 + (eclo - low) / (high - low)
    return np.where(above == 0, 0.0, np.where(above == len(reference), 100.0, between))


def _intervals(scale: SeverityScale, eclo: Column, below: Sequence[Column]) -> tuple[Column, Column]:
    mass = np.minimum(scale.interval_mass, below[-1])
    lower = np.minimum(eclo, float(scale.bins[0].lower))
    upper = np.maximum(eclo, float(scale.bins[-1].upper))
    is_open = np.ones(len(eclo), dtype=bool)
    for first, last, interval in scale.runs:
        fits = (below[last] - below[first] >= mass) & (interval.lower <= eclo) & (eclo <= interval.upper) & is_open
        lower[fits], upper[fits] = interval
        is_open &= ~fits
    return lower, upper
