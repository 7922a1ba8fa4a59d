"""R9, R10, R12: what it takes to have a stored dataset as a DataFrame, in time and memory."""

import io
import time
from collections.abc import Callable, Iterator

import pandas as pd

from tests.bench.accident_file import MEBIBYTE
from tests.bench.arrow_frame import footprint
from tests.bench.line import Effort, Line, ratio_line
from tests.bench.pairs import Spread, at_most, in_turn
from tests.bench.stage import Stage


def local_by_csv(stage: Stage, effort: Effort) -> Iterator[Line]:
    service, stored, file = stage.datasets, stage.stored_accidents, stage.accidents
    measured = in_turn(
        lambda: _milliseconds(lambda: service.local_frame(stored)),
        lambda: _milliseconds(lambda: pd.read_csv(io.BytesIO(file))),
        effort.pairs,
    )
    what = f"open a stored dataset of {stored.rows:,} rows as a DataFrame / pandas.read_csv of it"
    yield ratio_line("R9", what, measured, target=at_most(0.35, 0.15), unit="ms")


def streamed_by_local(stage: Stage, effort: Effort) -> Iterator[Line]:
    service, stored = stage.datasets, stage.stored_accidents
    measured = in_turn(
        lambda: _milliseconds(lambda: service.frame(stored)),
        lambda: _milliseconds(lambda: service.local_frame(stored)),
        effort.pairs,
    )
    yield ratio_line("R10", "the same over gRPC / from the file", measured, target=at_most(8, 4), unit="ms")


def frame_memory(stage: Stage, effort: Effort) -> Iterator[Line]:
    service, stored = stage.datasets, stage.stored_accidents
    measured = [footprint(service.blob_url, stored.sha256) for _ in range(effort.pairs)]
    table = measured[0].table

    def line(what: str, sizes: list[int]) -> Line:
        return Line(
            "R12",
            f"{what} / Arrow nbytes",
            Spread.of([size / table for size in sizes]),
            at_most(3, 1.8),
            a=f"{Spread.of(sizes).median / MEBIBYTE:.0f} MiB",
            b=f"{table / MEBIBYTE:.0f} MiB",
        )

    yield line("memory_usage(deep=True) of a cached dataset", [size.frame for size in measured])
    yield line("growth of the process that caches a dataset", [size.resident for size in measured])


def _milliseconds(call: Callable[[], pd.DataFrame]) -> float:
    started = time.perf_counter()
    frame = call()
    elapsed = time.perf_counter() - started
    del frame  # only here, so that its end is in no figure
    return elapsed * 1e3
