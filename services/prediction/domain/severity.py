"""From the model's bin probabilities to what a person reads: ECLO, percentile, label, bands, interval.

The model gives the distribution of ECLO over bins. The point is expm1(E[log1p(ECLO)]), the geometric-mean level that
RMSLE rewards. Predicted means lie close together (spread 0.46 against 3.24 observed), so the label is not the mean
cut at fixed edges but its percentile among the predictions for Daegu accidents.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import accumulate
from math import expm1
from operator import add, mul
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

LABELS = ("경미", "일반", "심각", "매우 심각")
LABEL_PERCENTILES = (25.0, 75.0, 95.0)
"""경미 below the 25th percentile, 일반 below the 75th, 심각 below the 95th, 매우 심각 from there."""

BAND_LOWERS = (1, 3, 5, 10)
BAND_LABELS = ("1-2", "3-4", "5-9", "10+")
BAND_NAMES = ("부상 신고만", "경상 위주", "중상 또는 여러 명 경상", "사망 또는 다수 부상")
"""By what happened in 2013-2017: 3-4 is 99.9% minor, of 5-9 two thirds have a serious injury, of 10+ 14% a death."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A range of ECLO values, the classes of the model. `mean_log` is the mean of log1p(ECLO) of its accidents,
    `serious` their share with a death or serious injury; `upper` of the last, open bin is its 90th percentile."""

    lower: int
    upper: int
    mean_log: float
    serious: float


class Interval(NamedTuple):
    """An 80% prediction interval in ECLO, both ends included."""

    lower: float
    upper: float


class Run(NamedTuple):
    """Neighbouring bins: the first, one past the last, and the range of ECLO that they cover."""

    first: int
    last: int
    range: Interval


class Severity(NamedTuple):
    """How severe an accident is predicted to be. `percentile`: 0-100, among the predictions for Daegu accidents."""

    # A tuple because every prediction makes one: a dataclass that cannot be changed takes three times as long.

    eclo: float
    percentile: float
    interpretation: str
    band_probabilities: tuple[float, float, float, float]
    serious_probability: float
    interval: Interval
    city_bands: tuple[float, float, float, float]
    city_serious: float

    @property
    def detail(self) -> str:
        """A Korean sentence or two on what the figures mean."""
        lower = round(self.percentile)
        return (
            f"예측 ECLO는 {self.eclo:.1f}이고, 대구 교통사고의 약 {lower}%가 이보다 낮게 예측됩니다"
            f"(백분위 {self.percentile:.1f}, {self.interpretation}). "
            f"사망 또는 중상이 있을 확률은 {self.serious_probability:.0%}(대구 평균 {self.city_serious:.0%})입니다. "
            "ECLO 순위는 피해의 크기를 견준 것이지 생명이 위험한 순서는 아니므로 두 값을 함께 보아야 합니다."
        )


Number = TypeVar("Number", float, NDArray[np.float64])
"""A probability of one accident, or of each of many: both are added up in the same order, and so to the same bits."""


def weighted(probabilities: Iterable[Number], weights: Iterable[float]) -> Number:
    """The sum of the probabilities of the bins, each times its weight, from the first to the last.

    Not `sum`, which compensates for rounding since Python 3.12, and not `numpy.sum`, which adds in pairs.
    """
    total: Number = reduce(add, map(mul, probabilities, weights))
    return total


@dataclass(frozen=True)
class SeverityScale:
    """Reads bin probabilities as a `Severity`.

    `reference`: the 101 percentiles (0..100) of predicted ECLO among Daegu accidents. `interval_mass`: the
    probability an interval must hold to cover 80% of accidents (calibrated in training, since bins are coarse).
    `city_bands` and `city_serious`: observed shares in the city.
    """

    bins: Sequence[Bin]
    reference: Sequence[float]
    interval_mass: float
    city_bands: tuple[float, float, float, float]
    city_serious: float

    @cached_property
    def mean_logs(self) -> tuple[float, ...]:
        return tuple(b.mean_log for b in self.bins)

    @cached_property
    def serious_shares(self) -> tuple[float, ...]:
        return tuple(b.serious for b in self.bins)

    @cached_property
    def _band_ends(self) -> tuple[int, ...]:
        lowers = [b.lower for b in self.bins]
        return tuple(lowers.index(edge) for edge in BAND_LOWERS[1:])

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every run of neighbouring bins, the narrowest first."""
        n = len(self.bins)
        runs = [
            Run(i, j, Interval(float(self.bins[i].lower), float(self.bins[j - 1].upper)))
            for i in range(n)
            for j in range(i + 1, n + 1)
        ]
        return tuple(sorted(runs, key=lambda run: (run.range.upper - run.range.lower, run.first)))

    def eclo(self, probabilities: Sequence[float]) -> float:
        """expm1(E[log1p(ECLO)])."""
        return expm1(weighted(probabilities, self.mean_logs))

    def read(self, probabilities: Sequence[float]) -> Severity:
        """The severity behind the probabilities of the bins."""
        eclo = self.eclo(probabilities)
        below = (0.0, *accumulate(probabilities))
        percentile = self.percentile(eclo)
        return Severity(
            eclo,
            percentile,
            LABELS[bisect_right(LABEL_PERCENTILES, percentile)],
            self.bands(below),
            weighted(probabilities, self.serious_shares),
            self.interval(eclo, below),
            self.city_bands,
            self.city_serious,
        )

    def bands(self, below: Sequence[Number]) -> tuple[Number, Number, Number, Number]:
        """The probabilities of the four bands; `below` accumulates those of the bins from 0."""
        second, third, fourth = self._band_ends
        return below[second], below[third] - below[second], below[fourth] - below[third], below[-1] - below[fourth]

    def percentile(self, eclo: float) -> float:
        """Where `eclo` stands among the predictions for Daegu accidents, 0-100, linear between whole percentiles."""
        above = bisect_right(self.reference, eclo)
        if above == 0:
            return 0.0
        if above == len(self.reference):
            return 100.0
        low, high = self.reference[above - 1], self.reference[above]
        return above - 1 + (eclo - low) / (high - low)

    def interval(self, eclo: float, below: Sequence[float]) -> Interval:
        """The narrowest run of bins that contains `eclo` and holds `interval_mass`; `below` accumulates from 0."""
        mass = min(self.interval_mass, below[-1])
        for first, last, interval in self.runs:
            if below[last] - below[first] >= mass:
                lower, upper = interval
                if lower <= eclo <= upper:
                    return interval
        return Interval(min(eclo, float(self.bins[0].lower)), max(eclo, float(self.bins[-1].upper)))
