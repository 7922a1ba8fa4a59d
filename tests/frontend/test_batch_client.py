"""The calls about batches: their deadlines, what is repeated, what is never taken for whole."""

import uuid
from collections.abc import Iterator

import grpc
import pytest
from daegu.prediction.v1 import prediction_pb2_grpc

from frontend.backend_error import BackendError
from frontend.batch.batch_client import FILE_DEADLINE, READS, SUBMIT_DEADLINE, Batches
from frontend.calls import READ_DEADLINE
from frontend.clients import Backend
from tests.frontend import fake_batches, refusals
from tests.frontend.fake_backend import FakeBackend


@pytest.fixture
def batches(backend: FakeBackend) -> Iterator[Batches]:
    client = Backend(backend.address)
    yield client.batches
    client.close()


def test_every_call_has_its_deadline(batches: Batches, backend: FakeBackend) -> None:
    dataset_id = backend.datasets.add(fake_batches.csv(5), "사고").dataset_id
    batches.match(dataset_id, {})
    batch_id = batches.create(dataset_id, {}, str(uuid.uuid4()))
    backend.newest.advance(5)
    batches.get(batch_id)
    batches.page(1)
    batches.results(batch_id, 10, 0, failed_only=False)
    batches.summary(batch_id)
    batches.cancel(batch_id)
    batches.download(batch_id)
    batches.save(batch_id)
    for method, deadline in (
        ("MatchBatchColumns", READ_DEADLINE),
        ("CreateBatch", SUBMIT_DEADLINE),
        ("GetBatch", READ_DEADLINE),
        ("ListBatches", READ_DEADLINE),
        ("ListBatchResults", READ_DEADLINE),
        ("GetBatchSummary", READ_DEADLINE),
        ("CancelBatch", SUBMIT_DEADLINE),
        ("DownloadBatch", FILE_DEADLINE),
        ("SaveBatch", FILE_DEADLINE),
    ):
        assert deadline * 0.5 < backend.deadlines[method] < deadline * 1.1, method  # gRPC rounds up on the wire


def test_only_methods_of_the_contract_are_retried_and_none_that_writes() -> None:
    known = {name for name in dir(prediction_pb2_grpc.PredictionServiceServicer) if not name.startswith("_")}
    assert set(READS) <= known
    assert {"CreateBatch", "CancelBatch", "SaveBatch"}.isdisjoint(READS)


def test_a_read_that_fails_once_is_repeated(batches: Batches, backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(5))
    backend.fails_once = {"GetBatch"}
    assert batches.get(job.batch.batch_id).total == 5


def test_the_same_request_makes_one_job(batches: Batches, backend: FakeBackend) -> None:
    dataset_id = backend.datasets.add(fake_batches.csv(5), "사고").dataset_id
    request_id = str(uuid.uuid4())
    assert batches.create(dataset_id, {}, request_id) == batches.create(dataset_id, {}, request_id)
    assert len(backend.jobs) == 1


def test_a_file_arrives_whole(batches: Batches, backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(500))
    job.advance(500)
    lines = batches.download(job.batch.batch_id).decode("utf-8-sig").splitlines()
    assert len(lines) == 501


def test_the_file_of_an_unfinished_job_is_refused(batches: Batches, backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(5))
    with pytest.raises(BackendError) as failure:
        batches.download(job.batch.batch_id)
    assert failure.value.message_ko == fake_batches.UNFINISHED


def test_a_refusal_keeps_its_sentence_and_its_time(batches: Batches, backend: FakeBackend) -> None:
    backend.refusals["ListBatches"] = refusals.status(grpc.StatusCode.RESOURCE_EXHAUSTED, "지금은 요청이 많습니다.")
    with pytest.raises(BackendError) as failure:
        batches.page(1)
    assert (failure.value.code, failure.value.message_ko) == (
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "지금은 요청이 많습니다.",
    )
