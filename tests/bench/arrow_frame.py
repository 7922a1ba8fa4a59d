"""Opens a stored dataset as a DataFrame, as the app does, and says what that takes in memory.

`python -m tests.bench.arrow_frame BLOB_URL SHA256` prints the bytes of the Arrow table, of the DataFrame, and by how
much it made a process of its own grow.
"""

import gc
import json
import subprocess
import sys
from dataclasses import asdict, dataclass

import psutil
import pyarrow as pa

from frontend.datasets.dataset_client import open_frame
from services.dataset.domain.files import ARROW
from services.dataset.storage.blobs import open_blobs
from tests.bench.generators.request import LoadFailed
from tests.bench.server import python


@dataclass(frozen=True, slots=True)
class Footprint:
    """Bytes. `table`: the buffers of the Arrow table. `frame`: what pandas counts. `resident`: growth of a process that
    keeps the DataFrame and nothing else."""

    table: int
    frame: int
    resident: int


def stored_arrow(blob_url: str, sha256: str) -> bytes:
    """The Arrow IPC stream of a stored dataset, from its file."""
    with open_blobs(blob_url).open(sha256, ARROW) as file:
        return file.read()


def footprint(blob_url: str, sha256: str) -> Footprint:
    """Measured in a new process. Raises LoadFailed if that ends with an error."""
    done = subprocess.run(python(__spec__.name, blob_url, sha256), capture_output=True, text=True, check=False)
    if done.returncode:
        raise LoadFailed(f"{__spec__.name}: {done.stderr}")
    return Footprint(**json.loads(done.stdout))


def _measure(blob_url: str, sha256: str) -> Footprint:
    process = psutil.Process()
    open_frame(_tiny_arrow())  # so that what is loaded once, whatever the size, does not count
    open_blobs(blob_url)
    before = process.memory_info().rss
    frame = open_frame(stored_arrow(blob_url, sha256))
    gc.collect()
    resident = process.memory_info().rss - before
    with pa.ipc.open_stream(stored_arrow(blob_url, sha256)) as reader:
        table = reader.read_all().nbytes
    return Footprint(table, int(frame.memory_usage(deep=True).sum()), resident)


def _tiny_arrow() -> bytes:
    table = pa.table({"수": [1, None], "글": ["가", None], "때": pa.array([0, None], pa.timestamp("s"))})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


if __name__ == "__main__":
    json.dump(asdict(_measure(*sys.argv[1:])), sys.stdout)
