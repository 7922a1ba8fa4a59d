"""The dataset service under measurement: uploads to it, what it keeps, and the memory it takes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import httpx
import pandas as pd
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc

from frontend.datasets.dataset_client import Datasets, open_frame
from tests.bench.accident_file import MEBIBYTE, accident_file, lines_of
from tests.bench.arrow_frame import stored_arrow
from tests.bench.generators.request import LoadFailed
from tests.bench.server import HOST, Server
from tests.datasets import upload

SAMPLING_SECONDS = 0.005
UPLOAD_REST = "/api/datasets/upload"
UPLOAD_SECONDS = 120.0


@dataclass(slots=True)
class Peak:
    """The most resident memory that was seen, bytes."""

    memory: int = 0


class DatasetService:
    """A client of `server`, which keeps its files at `blob_url`, directly and through Envoy at `gateway`."""

    def __init__(self, server: Server, blob_url: str, gateway: Server, channel: grpc.Channel) -> None:
        self.server = server
        self.blob_url = blob_url
        self._rest = f"http://{HOST}:{gateway.port}{UPLOAD_REST}"
        self._stub: Any = dataset_pb2_grpc.DatasetServiceStub(channel)
        self._app = Datasets(channel)
        self.delete(self.upload(accident_file(MEBIBYTE)))
        self.idle_memory = server.memory()
        """Resident memory once everything is loaded that any upload needs, bytes."""

    def upload(self, content: bytes) -> pb.Dataset:
        """Over gRPC, 1 MiB a message. Raises grpc.RpcError, or LoadFailed if not all rows were kept."""
        stored = upload(self._stub, content)
        _check(content, stored.rows, stored.size_bytes)
        return stored

    def upload_rest(self, content: bytes) -> pb.Dataset:
        """As the body of a POST through Envoy. Raises httpx.HTTPStatusError or LoadFailed."""
        headers = {"content-type": "text/csv"}
        answer = httpx.post(self._rest, content=content, headers=headers, timeout=UPLOAD_SECONDS).raise_for_status()
        fields = answer.json()
        _check(content, fields["rows"], fields["size_bytes"])
        return pb.Dataset(dataset_id=fields["dataset_id"], sha256=fields["sha256"])

    def sample(self) -> str:
        """Id of the synthetic sample."""
        return str(self._stub.CreateSampleDataset(pb.CreateSampleDatasetRequest()).dataset_id)

    def delete(self, stored: pb.Dataset) -> None:
        self._stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=stored.dataset_id))

    def frame(self, stored: pb.Dataset) -> pd.DataFrame:
        """All rows over gRPC, as the app fetches them. Raises BackendError."""
        return self._app.frame(stored.dataset_id)

    def local_frame(self, stored: pb.Dataset) -> pd.DataFrame:
        """All rows from the stored file."""
        return open_frame(stored_arrow(self.blob_url, stored.sha256))

    @contextmanager
    def watched(self) -> Iterator[Peak]:
        """The peak of the server's memory while the block runs."""
        peak, over = Peak(), threading.Event()

        def sample() -> None:
            while not over.is_set():
                peak.memory = max(peak.memory, self.server.memory())
                over.wait(SAMPLING_SECONDS)

        sampling = threading.Thread(target=sample)
        sampling.start()
        try:
            yield peak
        finally:
            over.set()
            sampling.join()


def _check(content: bytes, rows: int, size: int) -> None:
    if (rows, size) != (lines_of(content), len(content)):
        raise LoadFailed(f"{len(content)} bytes, {lines_of(content)} rows: stored are {size} bytes, {rows} rows")
