"""What a request about jobs may not ask for, and what its refusal says."""

from typing import Any

import grpc
import pytest
from daegu.dataset.v1 import dataset_pb2
from daegu.prediction.v1 import prediction_pb2 as pb
from google.rpc import error_details_pb2

from services.prediction.domain.batch import MOST_UNFINISHED
from tests.batches import UNKNOWN, new_batch
from tests.dataset_service import Service
from tests.datasets import upload
from tests.grpc_server import refused
from tests.prediction_service import PredictionService
from tests.transport.batch_calls import ONE, accidents_csv, call

BY_ID: list[tuple[str, Any]] = [
    ("GetBatch", pb.GetBatchRequest),
    ("ListBatchResults", pb.ListBatchResultsRequest),
    ("GetBatchSummary", pb.GetBatchSummaryRequest),
    ("CancelBatch", pb.CancelBatchRequest),
    ("SaveBatch", pb.SaveBatchRequest),
    ("WatchBatch", pb.WatchBatchRequest),
    ("DownloadBatch", pb.DownloadBatchRequest),
]


@pytest.mark.parametrize(
    ("fields", "violations"),
    [
        ({}, {"accidents": "REQUIRED"}),
        ({"accidents": [ONE], "dataset_id": UNKNOWN}, {"dataset_id": "NOT_BOTH"}),
        ({"dataset_id": "없음"}, {"dataset_id": "INVALID_VALUE"}),
        ({"accidents": [ONE], "request_id": "없음"}, {"request_id": "INVALID_VALUE"}),
        ({"request_id": "없음"}, {"accidents": "REQUIRED", "request_id": "INVALID_VALUE"}),
        ({"accidents": [ONE] * 10_001}, {"accidents": "INVALID_VALUE"}),
        ({"columns": {"weather": "날씨"}}, {"accidents": "REQUIRED", "columns": "WITHOUT_DATASET"}),
    ],
    ids=lambda value: ",".join(value) or "nothing",
)
def test_whatever_is_wrong_with_a_request_is_named_at_once(
    jobs: PredictionService, fields: dict[str, Any], violations: dict[str, str]
) -> None:
    with refused() as said:
        jobs.create(**fields)
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert {field: found.reason for field, found in said[0].violations.items()} == violations
    assert jobs.hinted == []


def test_the_hundred_and_first_unfinished_job_is_told_to_come_back(jobs: PredictionService, service: Service) -> None:
    for _ in range(MOST_UNFINISHED):
        jobs.batches.create(new_batch(1))
    dataset_id = upload(service.stub, accidents_csv()).dataset_id
    with refused() as said:
        jobs.create(dataset_id=dataset_id)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_BATCHES")
    assert said[0].detail(error_details_pb2.RetryInfo).retry_delay.seconds > 0
    service.stub.DeleteDataset(dataset_pb2.DeleteDatasetRequest(dataset_id=dataset_id))


@pytest.mark.parametrize(("method", "request_of"), BY_ID)
def test_an_unknown_job_is_not_found(jobs: PredictionService, method: str, request_of: Any) -> None:
    with refused() as said:
        call(jobs, method, request_of(batch_id=UNKNOWN))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "BATCH_NOT_FOUND")
    assert said[0].korean


@pytest.mark.parametrize(("method", "request_of"), [*BY_ID, ("MatchBatchColumns", pb.MatchBatchColumnsRequest)])
def test_an_id_that_is_no_uuid_is_refused(jobs: PredictionService, method: str, request_of: Any) -> None:
    field = "dataset_id" if method == "MatchBatchColumns" else "batch_id"
    for text in ("", "1", "' OR 1=1"):
        with refused() as said:
            call(jobs, method, request_of(**{field: text}))
        assert list(said[0].violations) == [field]


@pytest.mark.parametrize(
    ("method", "request_message", "field"),
    [
        ("ListBatches", pb.ListBatchesRequest(limit=501), "limit"),
        ("ListBatches", pb.ListBatchesRequest(offset=-1), "offset"),
        ("ListBatchResults", pb.ListBatchResultsRequest(batch_id=UNKNOWN, limit=1001), "limit"),
        ("ListBatchResults", pb.ListBatchResultsRequest(batch_id=UNKNOWN, offset=-1), "offset"),
    ],
)
def test_bad_pages_are_refused(jobs: PredictionService, method: str, request_message: Any, field: str) -> None:
    with refused() as said:
        call(jobs, method, request_message)
    assert list(said[0].violations) == [field]
