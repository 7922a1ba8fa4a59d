"""Checked accidents column by column."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.prediction.domain.coded_column import Coded


@dataclass(frozen=True, slots=True)
class AccidentColumns:
    """`n` accidents as `Accident` has them. `categories`: a column for each of `CATEGORICAL_FIELDS`; `weekday`: Monday
    is 0."""

    categories: tuple[Coded[str], ...]
    district: Coded[str]
    year: NDArray[np.int64]
    month: NDArray[np.int64]
    day: NDArray[np.int64]
    hour: NDArray[np.int64]
    weekday: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.year)

    @property
    def occurred_at(self) -> NDArray[np.datetime64]:
        """datetime64[s], Korean time."""
        month = ((self.year - 1970) * 12 + self.month - 1).astype("datetime64[M]").astype("datetime64[s]")
        hours = ((self.day - 1) * 24 + self.hour).astype("timedelta64[h]")
        moments: NDArray[np.datetime64] = month + hours
        return moments
