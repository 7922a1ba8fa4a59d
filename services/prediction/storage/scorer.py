"""LightGBM as a `Scorer`: single rows through its C API, matrices through its Python package, both on one thread."""

import threading
import weakref
from collections.abc import Sequence

import lightgbm
import numpy as np
from numpy.typing import NDArray

from services.prediction.storage.lightgbm_native import NativeBooster, SingleRow


class LightgbmScorer:
    """Implements `services.prediction.domain.ports.Scorer` for a model text that a trial has accepted."""

    def __init__(self, text: str) -> None:
        self._booster = lightgbm.Booster(model_str=text)
        self._native = NativeBooster(text.encode())
        self._local = threading.local()
        self._lock = threading.Lock()
        self.close = weakref.finalize(self, self._native.close)
        """Frees the native handles; also called when the scorer is collected. No prediction may follow."""

    def score(self, row: Sequence[float]) -> list[float]:
        """Bin probabilities of one encoded accident."""
        try:
            predict: SingleRow = self._local.predict
        except AttributeError:
            with self._lock:
                predict = self._local.predict = self._native.single_row()
        return predict(row)

    def score_matrix(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bin probabilities of (n, features) encoded accidents, shape (n, bins)."""
        return np.asarray(self._booster.predict(rows, num_threads=1), dtype=np.float64)
