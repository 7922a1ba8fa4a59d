"""A worker that dies of one year: `python -m tests.poisonous_worker`. Everything else about it is real."""

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from services.prediction.domain.encoding import FEATURES
from services.prediction.domain.ports import Scorer
from services.prediction.settings import WorkerSettings
from services.prediction.slice_work import SliceWork
from services.prediction.storage.model_artifact import load_model
from services.prediction.worker import run
from services.prediction.worker_child import slice_work
from services.prediction.worker_watch import Watch

POISON_YEAR = 2033

_YEAR = FEATURES.index("year")


class Poisonous:
    """Implements domain.ports.Scorer: a model whose library ends the process at some rows."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def score(self, row: Sequence[float]) -> list[float]:
        return self._scorer.score(row)

    def score_matrix(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        if (rows[:, _YEAR] == POISON_YEAR).any():
            os.kill(os.getpid(), signal.SIGKILL)
        return self._scorer.score_matrix(rows)


def poisonous_work(settings: WorkerSettings) -> SliceWork:
    model = load_model(settings.model_folder)
    return slice_work(settings, replace(model, scorer=Poisonous(model.scorer)))


if __name__ == "__main__":
    sys.exit(run(WorkerSettings.load(), poisonous_work, Watch()))
