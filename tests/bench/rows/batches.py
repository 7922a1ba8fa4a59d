"""R7: a batch of a large dataset, against the least it takes: the model's own call and the COPY of the rows."""

import time
from collections.abc import Callable, Iterator
from statistics import median

import lightgbm
import numpy as np
from numpy.typing import NDArray

from services.prediction.storage.model_artifact import MODEL_FOLDER, load_model, read_manifest
from services.prediction.training.taas import read_accidents
from tests.bench.accident_file import accident_file
from tests.bench.batch_jobs import BATCH_BYTES
from tests.bench.line import Effort, Line, ratio_line
from tests.bench.pairs import at_most, in_turn
from tests.bench.rows.rates import durable_note
from tests.bench.stage import Stage


def batch_by_booster_and_copy(stage: Stage, effort: Effort) -> Iterator[Line]:
    jobs, matrix = stage.jobs, _matrix(stage)
    booster = lightgbm.Booster(model_file=str(MODEL_FOLDER / read_manifest(MODEL_FOLDER).model.name))
    with stage.workers(1) as worker:
        copied = jobs.database.copied_again(jobs.run().batch_id)
        cpu: list[float] = []

        def batch() -> float:
            before = worker.cpu_seconds()
            seconds = jobs.seconds()
            cpu.append(worker.cpu_seconds() - before)
            return seconds

        def bare(threads: int) -> Callable[[], float]:
            return lambda: _predicting(booster, matrix, threads) + copied.seconds()

        rows = f"batch of a dataset of {len(matrix):,} rows"
        what = f"{rows}, 1 worker process / (Booster.predict of the matrix + COPY of the rows)"
        measured = in_turn(batch, bare(0), effort.pairs)
        notes = (f"CPU of the worker {median(cpu):.1f} s", "Booster.predict on all cores", *durable_note(stage))
        yield ratio_line("R7", what, measured, target=at_most(2.5, 1.4), unit="s", notes=notes)
        yield ratio_line(
            "R7", "the same, Booster.predict on one core", in_turn(batch, bare(1), effort.pairs), target=None, unit="s"
        )
    in_company = in_turn(_with_workers(stage, 2), _with_workers(stage, 1), effort.pairs)
    yield ratio_line("R7", f"{rows}, 2 worker processes / 1", in_company, target=None, unit="s")


def _with_workers(stage: Stage, processes: int) -> Callable[[], float]:
    """The time of a batch once the rows of the dataset are in all of them."""

    def batch() -> float:
        with stage.workers(processes):
            stage.jobs.run()
            return stage.jobs.seconds()

    return batch


def _predicting(booster: lightgbm.Booster, matrix: NDArray[np.float64], threads: int) -> float:
    started = time.perf_counter()
    booster.predict(matrix, num_threads=threads)
    return time.perf_counter() - started


def _matrix(stage: Stage) -> NDArray[np.float64]:
    """The encoded accidents of the same dataset."""
    path = stage.folder / "accidents.csv"
    path.write_bytes(accident_file(BATCH_BYTES))
    return load_model().encoder.matrix(read_accidents(path).accidents)
