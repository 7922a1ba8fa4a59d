"""Jobs through their RPCs: a real server, a real PostgreSQL, the real dataset service; the worker is the test."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import grpc
import pytest
from daegu.dataset.v1 import dataset_pb2
from daegu.prediction.v1 import prediction_pb2 as pb
from google.rpc import error_details_pb2

from services.prediction.domain.batch import MOST_UNFINISHED, SLICE_ROWS
from services.prediction.watching import MOST_WATCHERS
from tests.accidents import ACCIDENT
from tests.batches import UNKNOWN, VIOLATION, new_batch
from tests.dataset_service import Service
from tests.datasets import upload
from tests.grpc_server import refused
from tests.prediction_service import PredictionService, prediction_service
from tests.stack import wait_until

ONE = pb.Accident(**ACCIDENT)
COLUMNS = "사고번호,사고일시,시군구,도로형태,노면상태,기상상태,사고유형,비고"
ROW = "2022-01-01 01,대구광역시 수성구 상동,교차로 - 교차로안,건조,맑음,차대사람"
TWO_SLICES = SLICE_ROWS + 3

BY_ID: list[tuple[str, Any]] = [
    ("GetBatch", pb.GetBatchRequest),
    ("ListBatchResults", pb.ListBatchResultsRequest),
    ("GetBatchSummary", pb.GetBatchSummaryRequest),
    ("CancelBatch", pb.CancelBatchRequest),
    ("SaveBatch", pb.SaveBatchRequest),
    ("WatchBatch", pb.WatchBatchRequest),
    ("DownloadBatch", pb.DownloadBatchRequest),
]
STREAMS = ("WatchBatch", "DownloadBatch")


def accidents_csv(rows: int = 3) -> bytes:
    lines = [f'{number},{ROW},"=비고 {number}, ""둘째"""' for number in range(rows)]
    return "\n".join([COLUMNS, *lines, ""]).encode("cp949")


def call(jobs: PredictionService, method: str, request: Any) -> Any:
    """The answer, or all answers of a stream."""
    answer = getattr(jobs.stub, method)(request, timeout=20)
    return list(answer) if method in STREAMS else answer


def get(jobs: PredictionService, batch_id: str) -> pb.Batch:
    found: pb.Batch = jobs.stub.GetBatch(pb.GetBatchRequest(batch_id=batch_id)).batch
    return found


def results(jobs: PredictionService, batch_id: str, **page: Any) -> pb.ListBatchResultsResponse:
    found: pb.ListBatchResultsResponse = jobs.stub.ListBatchResults(
        pb.ListBatchResultsRequest(batch_id=batch_id, **page)
    )
    return found


def table(jobs: PredictionService, batch_id: str) -> list[dict[str, str]]:
    bodies = call(jobs, "DownloadBatch", pb.DownloadBatchRequest(batch_id=batch_id))
    assert bodies[0].content_type == "text/csv; charset=utf-8"
    assert max(len(body.data) for body in bodies) <= 1 << 20
    text = b"".join(body.data for body in bodies).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


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


def test_a_dataset_is_scored_by_the_columns_that_are_named_so(jobs: PredictionService, service: Service) -> None:
    stored = upload(service.stub, accidents_csv(), name="사고")
    matched = jobs.stub.MatchBatchColumns(pb.MatchBatchColumnsRequest(dataset_id=stored.dataset_id))
    assert {match.field: match.column for match in matched.matches} == {
        "weather": "기상상태",
        "road_surface": "노면상태",
        "road_type": "도로형태",
        "accident_type": "사고유형",
        "district": "시군구",
        "accident_time": "사고일시",
    }
    assert list(matched.unused) == ["사고번호", "비고"]
    assert not matched.missing
    assert {field.name for field in matched.fields if field.required} == {match.field for match in matched.matches}
    created = jobs.create(dataset_id=stored.dataset_id.upper())
    assert (created.total, list(created.columns)) == (3, list(matched.matches))
    job = get(jobs, created.batch_id)
    assert (job.dataset_id, job.dataset_name) == (stored.dataset_id, "사고")
    assert list(job.columns) == list(matched.matches)


def test_a_dataset_without_the_columns_is_refused_with_all_that_are_missing(
    jobs: PredictionService, service: Service
) -> None:
    dataset_id = upload(service.stub).dataset_id
    with refused() as said:
        jobs.create(dataset_id=dataset_id)
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    missing = jobs.stub.MatchBatchColumns(pb.MatchBatchColumnsRequest(dataset_id=dataset_id)).missing
    assert set(said[0].violations) == {f"columns.{field.name}" for field in missing}
    assert len(missing) == 6
    service.stub.DeleteDataset(dataset_pb2.DeleteDatasetRequest(dataset_id=dataset_id))


@pytest.mark.parametrize("columns", [{"weather": "없는 열"}, {"color": "비고"}])
def test_a_choice_of_what_is_not_there_is_refused(
    jobs: PredictionService, service: Service, columns: dict[str, str]
) -> None:
    dataset_id = upload(service.stub, accidents_csv()).dataset_id
    with refused() as said:
        jobs.create(dataset_id=dataset_id, columns=columns)
    assert list(said[0].violations) == [f"columns.{next(iter(columns))}"]
    with refused() as said:
        jobs.stub.MatchBatchColumns(pb.MatchBatchColumnsRequest(dataset_id=dataset_id, columns=columns))
    assert list(said[0].violations) == [f"columns.{next(iter(columns))}"]


def test_an_unknown_dataset_is_not_found(jobs: PredictionService) -> None:
    for ask in (
        lambda: jobs.create(dataset_id=UNKNOWN),
        lambda: jobs.stub.MatchBatchColumns(pb.MatchBatchColumnsRequest(dataset_id=UNKNOWN)),
    ):
        with refused() as said:
            ask()
        assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND")
        assert said[0].korean == "해당 데이터셋을 찾을 수 없습니다."


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


def test_a_watcher_reads_progress_and_at_last_the_finished_job(jobs: PredictionService) -> None:
    batch_id = jobs.create(accidents=[ONE] * TWO_SLICES).batch_id
    events: Iterator[pb.WatchBatchResponse] = jobs.stub.WatchBatch(pb.WatchBatchRequest(batch_id=batch_id), timeout=20)
    assert next(events).progress.batch.status == "QUEUED"
    jobs.work(batch_id)
    running = next(events).progress
    assert (running.batch.status, running.batch.done) == ("RUNNING", SLICE_ROWS)
    assert running.HasField("remaining")
    jobs.work(batch_id)
    (last,) = events
    assert (last.WhichOneof("event"), last.done.status, last.done.done) == ("done", "SUCCEEDED", TWO_SLICES)


def test_a_finished_job_is_watched_in_one_event(jobs: PredictionService) -> None:
    batch_id = jobs.create(accidents=[ONE]).batch_id
    jobs.stub.CancelBatch(pb.CancelBatchRequest(batch_id=batch_id))
    (event,) = call(jobs, "WatchBatch", pb.WatchBatchRequest(batch_id=batch_id))
    assert event.done.status == "CANCELLED"


def test_watchers_do_not_take_the_places_of_predictions(jobs: PredictionService) -> None:
    batch_id = jobs.create(accidents=[ONE]).batch_id
    request = pb.WatchBatchRequest(batch_id=batch_id)
    with ExitStack() as watching:
        for _ in range(MOST_WATCHERS):
            events = jobs.stub.WatchBatch(request, timeout=20)
            watching.callback(events.cancel)
            next(events)
        with refused() as said:
            call(jobs, "WatchBatch", request)
        assert (said[0].code, said[0].reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_WATCHERS")
        assert said[0].detail(error_details_pb2.RetryInfo).retry_delay.seconds > 0
        assert jobs.stub.PredictEclo(pb.PredictEcloRequest(**ACCIDENT), timeout=5).eclo > 0

    def has_room() -> bool:
        events = jobs.stub.WatchBatch(request, timeout=20)
        try:
            return bool(next(events))
        except grpc.RpcError:
            return False
        finally:
            events.cancel()

    wait_until(has_room, 5)


def test_a_service_that_stops_tells_its_watchers(prediction_database: str) -> None:
    with prediction_service(prediction_database) as other:
        batch_id = other.create(accidents=[ONE]).batch_id
        events = other.stub.WatchBatch(pb.WatchBatchRequest(batch_id=batch_id), timeout=20)
        next(events)
        other.server.run(other.server.server.stop())
        (last,) = events
    info = error_details_pb2.ErrorInfo()
    assert last.error.code == grpc.StatusCode.UNAVAILABLE.value[0]
    assert any(detail.Unpack(info) for detail in last.error.details)
    assert info.reason == "SERVICE_STOPPING"


def test_a_download_has_the_columns_of_the_dataset_and_the_predictions(
    jobs: PredictionService, service: Service
) -> None:
    dataset_id = upload(service.stub, accidents_csv(TWO_SLICES), name="사고 & 비").dataset_id
    batch_id = jobs.create(dataset_id=dataset_id).batch_id
    jobs.work(batch_id, bad=(1,))
    with refused() as said:
        table(jobs, batch_id)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.FAILED_PRECONDITION, "BATCH_UNFINISHED")
    jobs.work(batch_id)
    stream = jobs.stub.DownloadBatch(pb.DownloadBatchRequest(batch_id=batch_id), timeout=20)
    assert dict(stream.initial_metadata())["content-disposition"] == (
        "attachment; filename*=UTF-8''%EC%82%AC%EA%B3%A0%20%26%20%EB%B9%84%20ECLO%20%EC%98%88%EC%B8%A1.csv"
    )
    rows = table(jobs, batch_id)
    assert len(rows) == TWO_SLICES
    assert list(rows[0])[: len(COLUMNS.split(","))] == COLUMNS.split(",")
    assert [row["사고번호"] for row in rows] == [str(number) for number in range(TWO_SLICES)]
    assert rows[7]["비고"] == '\'=비고 7, "둘째"'
    for row, result in zip(rows[:10], results(jobs, batch_id, limit=10).results, strict=True):
        assert row["예측 ECLO"] == (f"{result.eclo:.8g}" if result.HasField("eclo") else "")
        assert row["예측 등급"] == result.interpretation
    assert rows[1]["오류"] == VIOLATION.message_ko
    assert rows[-1]["예측 ECLO"] == f"{2 / 7:.8g}"


def test_a_download_outlives_its_dataset(jobs: PredictionService, service: Service) -> None:
    dataset_id = upload(service.stub, accidents_csv()).dataset_id
    batch_id = jobs.create(dataset_id=dataset_id).batch_id
    jobs.work(batch_id)
    jobs.stub.CancelBatch(pb.CancelBatchRequest(batch_id=batch_id))  # lets the dataset go, as the reconciler would
    service.stub.DeleteDataset(dataset_pb2.DeleteDatasetRequest(dataset_id=dataset_id))
    rows = table(jobs, batch_id)
    assert [(row["행"], row["예측 ECLO"]) for row in rows] == [("1", "0"), ("2", f"{1 / 7:.8g}"), ("3", f"{2 / 7:.8g}")]


def test_results_are_saved_as_a_dataset_once(jobs: PredictionService, service: Service) -> None:
    source = upload(service.stub, accidents_csv(), name="사고")
    batch_id = jobs.create(dataset_id=source.dataset_id).batch_id
    jobs.work(batch_id, bad=(1,))
    first = jobs.stub.SaveBatch(pb.SaveBatchRequest(batch_id=batch_id), timeout=20)
    assert (first.name, first.rows) == ("사고 ECLO 예측", 3)
    assert jobs.stub.SaveBatch(pb.SaveBatchRequest(batch_id=batch_id), timeout=20) == first
    assert service.total() == 2
    saved = service.stub.GetDataset(dataset_pb2.GetDatasetRequest(dataset_id=first.dataset_id))
    columns = {column.name: column for column in saved.columns_info}
    assert list(columns) == [*COLUMNS.split(","), *list(table(jobs, batch_id)[0])[-8:]]
    assert columns["예측 ECLO"].type == dataset_pb2.COLUMN_TYPE_FLOAT
    assert columns["예측 ECLO"].missing == columns["오류"].missing - 1 == 1
    assert batch_id in saved.description


def test_accidents_can_be_saved_whatever_was_sent(jobs: PredictionService) -> None:
    odd = pb.Accident(weather="맑\0음", district="=1+1", road_type="가" * 200_000, taas_time="2022\r\n01")
    batch_id = jobs.create(accidents=[ONE, odd]).batch_id
    jobs.work(batch_id, bad=(1,))
    saved = jobs.stub.SaveBatch(pb.SaveBatchRequest(batch_id=batch_id), timeout=20)
    assert (saved.name, saved.rows) == ("사고 2건 ECLO 예측", 2)


def test_a_dataset_cannot_be_deleted_under_a_job_until_that_is_cancelled(
    jobs: PredictionService, service: Service
) -> None:
    dataset_id = upload(service.stub, accidents_csv(TWO_SLICES)).dataset_id
    batch_id = jobs.create(dataset_id=dataset_id).batch_id
    delete: Callable[[], Any] = lambda: service.stub.DeleteDataset(  # noqa: E731  # called twice
        dataset_pb2.DeleteDatasetRequest(dataset_id=dataset_id)
    )
    with refused() as said:
        delete()
    assert said[0].reason == "DATASET_IN_USE"
    assert said[0].detail(error_details_pb2.ErrorInfo).metadata["holders"] == f"batch/{batch_id}"
    jobs.work(batch_id)
    cancelled = jobs.stub.CancelBatch(pb.CancelBatchRequest(batch_id=batch_id)).batch
    assert (cancelled.status, cancelled.done) == ("CANCELLED", SLICE_ROWS)
    delete()
    rows = table(jobs, batch_id)
    assert [row["오류"] for row in rows[SLICE_ROWS - 1 :]] == [""] + ["작업이 취소되어 예측하지 않았습니다."] * 3


def test_datasets_that_are_away_are_said_to_be(prediction_database: str) -> None:
    with prediction_service(prediction_database) as lonely:
        with refused() as said:
            lonely.create(dataset_id=UNKNOWN)
        assert said[0].code is grpc.StatusCode.UNAVAILABLE
        assert said[0].korean.startswith("데이터셋 서비스에 연결할 수 없습니다.")
        assert lonely.create(accidents=[ONE]).status == "QUEUED"
