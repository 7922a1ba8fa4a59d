"""The few functions of LightGBM's C API that the scorer needs.

Its Python package does not offer single rows, and importing it (with pandas and scipy) is a third of a service's start.
Run by its path it is the trial of a model: `python lightgbm_native.py MODEL`, an encoded row as a JSON list on
stdin; it prints the probabilities as a JSON list. A damaged text aborts the process that loads it, a cycle in a tree
hangs it, so that process must not be the server. Standard library only, so that a trial starts in a moment.
"""

import ctypes
import json
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_FLOAT64 = 1  # C_API_DTYPE_FLOAT64
_NORMAL = 0  # C_API_PREDICT_NORMAL
_PARAMETERS = b"num_threads=1"


class NativeError(Exception):
    """LightGBM refused a call; the text is its own."""


class NativeBooster:
    """A model loaded from its text, and single-row configurations on it. `close` frees everything."""

    def __init__(self, text: bytes) -> None:
        path = _library_path()
        # PyDLL keeps the GIL for the call: a row takes ~10 us, taking the GIL back from a busy thread up to 5 ms.
        self._library = ctypes.PyDLL(path)
        self._library.LGBM_GetLastError.restype = ctypes.c_char_p
        # CDLL gives it up: a matrix may take seconds.
        self._concurrent = ctypes.CDLL(path)
        self._configs: list[ctypes.c_void_p] = []
        self._handle = ctypes.c_void_p()
        iterations, classes, features = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        self._call("LGBM_BoosterLoadModelFromString", text, ctypes.byref(iterations), ctypes.byref(self._handle))
        self._call("LGBM_BoosterGetNumClasses", self._handle, ctypes.byref(classes))
        self._call("LGBM_BoosterGetNumFeature", self._handle, ctypes.byref(features))
        self.num_classes: int = classes.value
        self.num_features: int = features.value

    def single_row(self) -> "SingleRow":
        """A configuration for one thread."""
        config = ctypes.c_void_p()
        self._call(
            "LGBM_BoosterPredictForMatSingleRowFastInit",
            self._handle,
            ctypes.c_int(_NORMAL),
            ctypes.c_int(0),  # from the first iteration
            ctypes.c_int(-1),  # to the last
            ctypes.c_int(_FLOAT64),
            ctypes.c_int32(self.num_features),
            _PARAMETERS,
            ctypes.byref(config),
        )
        self._configs.append(config)
        return SingleRow(self._library, config, self.num_features, self.num_classes)

    def predict_matrix(self, rows: int, count: int, out: int) -> None:
        """Predicts `count` rows of float64 in C order at address `rows` into (count, num_classes) float64 at `out`."""
        status = self._concurrent.LGBM_BoosterPredictForMat(
            self._handle,
            ctypes.c_void_p(rows),
            ctypes.c_int(_FLOAT64),
            ctypes.c_int32(count),
            ctypes.c_int32(self.num_features),
            ctypes.c_int(1),  # row major
            ctypes.c_int(_NORMAL),
            ctypes.c_int(0),  # from the first iteration
            ctypes.c_int(-1),  # to the last
            _PARAMETERS,
            ctypes.byref(ctypes.c_int64()),
            ctypes.c_void_p(out),
        )
        if status != 0:
            raise NativeError(_last_error(self._library))

    def close(self) -> None:
        """Frees the configurations and the model; no prediction may run or follow."""
        while self._configs:
            self._call("LGBM_FastConfigFree", self._configs.pop())
        if self._handle:
            self._call("LGBM_BoosterFree", self._handle)
            self._handle = ctypes.c_void_p()

    def _call(self, name: str, *arguments: Any) -> None:
        if getattr(self._library, name)(*arguments) != 0:
            raise NativeError(_last_error(self._library))


class SingleRow:
    """Predicts one row at a time, with buffers of its own: for one thread only."""

    def __init__(self, library: ctypes.PyDLL, config: ctypes.c_void_p, features: int, classes: int) -> None:
        self._library = library
        self._row = (ctypes.c_double * features)()
        self._out = (ctypes.c_double * classes)()
        self._predict = library.LGBM_BoosterPredictForMatSingleRowFast
        length = ctypes.c_int64()
        # Built once: converting four arguments costs as much as walking a hundred trees.
        self._arguments = (config, self._row, ctypes.byref(length), self._out)

    def __call__(self, row: Sequence[float]) -> list[float]:
        self._row[:] = list(row)
        if self._predict(*self._arguments) != 0:
            raise NativeError(_last_error(self._library))
        return self._out[:]


def _library_path() -> str:
    package = find_spec("lightgbm")
    if package is None or package.origin is None:
        raise NativeError("the package lightgbm is not installed")
    folder = Path(package.origin).parent / "lib"
    library = next((path for path in folder.iterdir() if path.stem == "lib_lightgbm"), None)
    if library is None:
        raise NativeError(f"no lib_lightgbm in {folder}")
    return str(library)


def _last_error(library: ctypes.PyDLL) -> str:
    return bytes(library.LGBM_GetLastError()).decode("utf-8", "backslashreplace")


def _trial() -> None:
    booster = NativeBooster(Path(sys.argv[1]).read_bytes())
    row = json.load(sys.stdin)
    if len(row) != booster.num_features:
        sys.exit(f"the model has {booster.num_features} features, the golden row {len(row)}")
    json.dump(booster.single_row()(row), sys.stdout)


if __name__ == "__main__":
    _trial()
