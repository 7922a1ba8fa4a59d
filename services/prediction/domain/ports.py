"""What the domain needs from outside."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Scorer(Protocol):
    """The trained model: encoded accidents in, a probability for each ECLO bin out. Safe to call from any thread."""

    def score(self, row: Sequence[float]) -> list[float]:
        """Bin probabilities of one encoded accident; sums to 1."""

    def score_matrix(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bin probabilities of (n, 11) encoded accidents, shape (n, bins); each row equals `score` to the last bit."""
