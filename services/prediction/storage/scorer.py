"""LightGBM as a `Scorer`, through its C API, on one thread for each call."""

import threading
import weakref
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.prediction.storage.lightgbm_native import NativeBooster, SingleRow


class LightgbmScorer:
    """Implements `services.prediction.domain.ports.Scorer` for a model text that a trial has accepted."""

    def __init__(self, text: str) -> None:
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
        rows = np.ascontiguousarray(rows, dtype=np.float64)
        if rows.ndim != 2 or rows.shape[1] != self._native.num_features:
            raise ValueError(f"rows have the shape {rows.shape}, not (n, {self._native.num_features})")
        out = np.empty((len(rows), self._native.num_classes))
        if len(rows):
            self._native.predict_matrix(rows.ctypes.data, len(rows), out.ctypes.data)
        return out
