"""Jobs through their RPCs: a real server, a real PostgreSQL, the real dataset service; the worker is the test."""

import grpc
import pytest
from daegu.prediction.v1 import prediction_pb2 as pb
from google.rpc import error_details_pb2

from tests.batches import UNKNOWN, VIOLATION
from tests.grpc_server import refused
from tests.prediction_service import PredictionService
from tests.transport.batch_calls import ONE, get, results


def test_accidents_are_accepted_at_once_and_come_back_in_row_order(jobs: PredictionService) -> None:
    created = jobs.create(accidents=[ONE] * 10)
    assert (created.status, created.total) == ("QUEUED", 10)
    assert created.results_url == f"/api/predict/batch/{created.batch_id}/results"
    assert created.estimated_completion.seconds > 0
    assert jobs.hinted == [(created.batch_id, 1)]
    assert results(jobs, created.batch_id).results == []
    jobs.work(created.batch_id, bad=(2, 5))
    found = results(jobs, created.batch_id)
    assert (found.status, found.total, found.done, found.failed) == ("SUCCEEDED", 10, 10, 2)
    assert [result.row for result in found.results] == list(range(10))
    assert [result.row for result in found.results if result.HasField("error")] == [2, 5]
    page = results(jobs, created.batch_id, limit=2, offset=4).results
    assert [result.row for result in page] == [4, 5]
    assert [result.row for result in results(jobs, created.batch_id, failed_only=True).results] == [2, 5]
    good = found.results[3]
    assert good.eclo == pytest.approx(3 / 7)
    assert len(good.band_probabilities) == 4
    assert good.occurred_at == "2016-01-01T05:00"
    wrong = error_details_pb2.BadRequest()
    assert any(detail.Unpack(wrong) for detail in found.results[2].error.details)
    assert wrong.field_violations[0].localized_message.message == VIOLATION.message_ko


def test_a_job_can_be_listed_and_summed_up(jobs: PredictionService) -> None:
    first, second = (jobs.create(accidents=[ONE] * 10).batch_id for _ in range(2))
    jobs.work(first, bad=(0, 1, 2))
    listed = jobs.stub.ListBatches(pb.ListBatchesRequest(limit=1))
    assert (listed.total, [batch.batch_id for batch in listed.batches]) == (2, [second])
    job = get(jobs, first)
    assert (job.status, job.done, job.failed, job.model_version) == ("SUCCEEDED", 10, 3, "2017.1")
    assert job.started_at.seconds <= job.finished_at.seconds
    summary = jobs.stub.GetBatchSummary(pb.GetBatchSummaryRequest(batch_id=first))
    assert sum(label.count for label in summary.labels) == sum(group.count for group in summary.districts) == 7
    assert [(p.field, p.reason, p.count) for p in summary.problems] == [("weather", "UNKNOWN_VALUE", 3)]
    assert summary.mean_eclo == pytest.approx(sum(range(3, 10)) / 7 / 7)


def test_ten_thousand_accidents_are_taken(jobs: PredictionService) -> None:
    assert jobs.create(accidents=[ONE] * 10_000).total == 10_000
    assert jobs.hinted[0][1] == 2


def test_a_repeated_request_gets_the_first_answer_and_another_payload_is_refused(jobs: PredictionService) -> None:
    first = jobs.create(accidents=[ONE], request_id=UNKNOWN)
    again = jobs.create(accidents=[ONE], request_id=UNKNOWN.upper())
    assert again.batch_id == first.batch_id
    assert len(jobs.hinted) == 1
    with refused() as said:
        jobs.create(accidents=[ONE, ONE], request_id=UNKNOWN)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED")


def test_accidents_can_be_saved_whatever_was_sent(jobs: PredictionService) -> None:
    odd = pb.Accident(weather="맑\0음", district="=1+1", road_type="가" * 200_000, taas_time="2022\r\n01")
    batch_id = jobs.create(accidents=[ONE, odd]).batch_id
    jobs.work(batch_id, bad=(1,))
    saved = jobs.stub.SaveBatch(pb.SaveBatchRequest(batch_id=batch_id), timeout=20)
    assert (saved.name, saved.rows) == ("사고 2건 ECLO 예측", 2)
