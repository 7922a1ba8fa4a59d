"""The rows of datasets as a worker gets them, through the real dataset service."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc
from google.rpc import status_pb2

from services.chassis.errors import Unavailable
from services.prediction.domain.batch import ColumnMatch, Source
from services.prediction.domain.datasets import DatasetMissing
from services.prediction.worker_peers import DatasetRows
from tests.dataset_service import Service
from tests.datasets import UNKNOWN, upload
from tests.stack import free_ports

MATCHES = (
    ColumnMatch("weather", "비고"),
    ColumnMatch("accident_time", "설치일자"),
    ColumnMatch("accident_year", "설치일자"),
)
SHA = "ab" * 32


def source(dataset_id: str, sha256: str = SHA) -> Source:
    return Source(dataset_id, "사고.csv", sha256, MATCHES)


def test_only_the_columns_that_are_scored_are_kept(service: Service) -> None:
    stored = upload(service.stub)
    rows = DatasetRows(service.address)(source(stored.dataset_id, stored.sha256))
    assert rows.column_names == ["설치일자", "비고"]
    assert rows.column("비고").to_pylist() == ["대구", None, '쉼표, "따옴표"']


def test_a_dataset_that_is_not_there_is_missing(service: Service) -> None:
    with pytest.raises(DatasetMissing):
        DatasetRows(service.address)(source(UNKNOWN))


def test_a_dataset_with_other_bytes_is_missing(service: Service) -> None:
    stored = upload(service.stub)
    with pytest.raises(DatasetMissing):
        DatasetRows(service.address)(source(stored.dataset_id, SHA))


def test_a_service_that_is_away_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        DatasetRows(f"127.0.0.1:{free_ports(1)[0]}")(source(UNKNOWN))


ENDINGS = {
    "early": [pb.StreamDatasetArrowResponse(chunk=b"x")],
    "error": [pb.StreamDatasetArrowResponse(error=status_pb2.Status(code=13))],
    "damaged": [
        pb.StreamDatasetArrowResponse(chunk=b"no arrow"),
        pb.StreamDatasetArrowResponse(done=pb.StreamDatasetArrowResponse.Done(sha256=SHA)),
    ],
    "nothing": [pb.StreamDatasetArrowResponse()],
}


class Broken(dataset_pb2_grpc.DatasetServiceServicer):
    def __init__(self, events: list[pb.StreamDatasetArrowResponse]) -> None:
        self._events = events

    def StreamDatasetArrow(
        self, request: pb.StreamDatasetArrowRequest, context: Any
    ) -> Iterator[pb.StreamDatasetArrowResponse]:
        yield from self._events


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_stream_without_a_good_end_is_unavailable(ending: str) -> None:
    server = grpc.server(ThreadPoolExecutor(1))
    broken = Broken(ENDINGS[ending])  # type: ignore[abstract]  # the other methods are not asked for
    dataset_pb2_grpc.add_DatasetServiceServicer_to_server(broken, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with pytest.raises(Unavailable):
            DatasetRows(f"127.0.0.1:{port}")(source(UNKNOWN))
    finally:
        server.stop(None).wait(10)
