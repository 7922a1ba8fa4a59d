"""What a column contains, computed from its distinct values and how often each occurs."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from services.dataset.domain.columns import ColumnProfile, TypedValues


def profile(name: str, typed: TypedValues, distinct: pa.StringArray, counts: NDArray[np.int64]) -> ColumnProfile:
    """`distinct`, `counts` and `typed.values` have the same length; the text of a missing value is empty."""
    raise NotImplementedError
