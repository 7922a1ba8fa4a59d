"""R8: a CSV of almost 50 MiB until the dataset is answered, against pyarrow.csv alone on the same bytes."""

import time
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median

import pyarrow as pa
import pyarrow.csv
from daegu.dataset.v1.dataset_pb2 import Dataset

from tests.bench.accident_file import MEBIBYTE, another
from tests.bench.disk import fdatasync_microseconds
from tests.bench.line import Effort, Line, ratio_line
from tests.bench.pairs import Spread, at_most, in_turn
from tests.bench.rows.rates import durable_note
from tests.bench.stage import Stage

ONE_THREAD = pyarrow.csv.ReadOptions(use_threads=False)


def upload_by_parsing(stage: Stage, effort: Effort) -> Iterator[Line]:
    service, file = stage.datasets, stage.accidents
    numbers = count(1)
    peaks: list[int] = []
    cpu: list[float] = []
    parse_cpu: list[float] = []

    def upload(send: Callable[[bytes], Dataset]) -> float:
        """Of bytes that are not there yet; those that were would not be written again."""
        content = another(file, next(numbers))
        cpu_before = service.server.cpu_seconds()
        with service.watched() as peak:
            started = time.perf_counter()
            stored = send(content)
            seconds = time.perf_counter() - started
        cpu.append(service.server.cpu_seconds() - cpu_before)
        peaks.append(peak.memory)
        service.delete(stored)
        return seconds

    def parse() -> float:
        cpu_before = time.process_time()
        started = time.perf_counter()
        pyarrow.csv.read_csv(pa.BufferReader(file), read_options=ONE_THREAD)
        seconds = time.perf_counter() - started
        parse_cpu.append(time.process_time() - cpu_before)
        return seconds

    def line(way: str, send: Callable[[bytes], Dataset], *, judged: bool) -> Line:
        cpu.clear()
        measured = in_turn(lambda: upload(send), parse, effort.pairs)
        sync = fdatasync_microseconds(stage.folder, len(file), repeats=3) / 1e6
        notes = (
            f"CPU {median(cpu):.2f} s of the server / {median(parse_cpu):.2f} s",
            f"fdatasync of as many bytes {sync:.2f} s",
            *durable_note(stage),
        )
        what = f"{len(file) / MEBIBYTE:.0f} MiB upload {way} until answered / pyarrow.csv.read_csv, 1 thread"
        return ratio_line("R8", what, measured, target=at_most(8, 3.5) if judged else None, unit="s", notes=notes)

    yield line("over gRPC", service.upload, judged=True)
    direct = tuple(peaks)
    yield line("as REST through Envoy", service.upload_rest, judged=False)
    yield Line(
        "R8 memory",
        "growth of the server's memory, from idle to the peak during an upload over gRPC / size of the file",
        Spread.of([(peak - service.idle_memory) / len(file) for peak in direct]),
        at_most(3, 3),
        a=f"{median(direct) / MEBIBYTE:.0f} - {service.idle_memory / MEBIBYTE:.0f}",
        b=f"{len(file) / MEBIBYTE:.0f} MiB",
        notes=(f"highest {max(peaks) / MEBIBYTE:.0f} MiB over gRPC and REST",),
    )
