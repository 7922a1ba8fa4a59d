"""The answers for many rows, column by column: what scoring gives and storage takes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.chassis.errors import Violation
from services.prediction.domain.accident import Notice


@dataclass(frozen=True)
class ScoredRows:
    """`n` rows in their order. Where a row has violations its figures are NaN, its label and district -1, its time NaT.

    `label`: index in `severity.LABELS`. `bands`: shape (n, 4). `district`: index in `districts`, the full names that
    occur. `occurred_at`: datetime64[s], naive Korean time. `notices` and `violations`: index in the tuples of what
    occurs; entry 0 of both is empty, for rows about which there is nothing to say.
    """

    eclo: NDArray[np.float64]
    percentile: NDArray[np.float64]
    label: NDArray[np.int8]
    serious: NDArray[np.float64]
    interval_lower: NDArray[np.float64]
    interval_upper: NDArray[np.float64]
    bands: NDArray[np.float64]
    district: NDArray[np.int32]
    districts: tuple[str, ...]
    occurred_at: NDArray[np.datetime64]
    notices: NDArray[np.int32]
    notice_sets: tuple[tuple[Notice, ...], ...]
    violations: NDArray[np.int32]
    violation_sets: tuple[tuple[Violation, ...], ...]

    def __len__(self) -> int:
        return len(self.eclo)

    @property
    def failed(self) -> int:
        """Number of rows with violations."""
        return int(np.count_nonzero(self.violations))
