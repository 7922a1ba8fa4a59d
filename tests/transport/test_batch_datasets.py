"""Jobs that predict a dataset: its columns, its download, the dataset that is made of it, and its deletion."""

from collections.abc import Callable
from typing import Any

import grpc
import pytest
from daegu.dataset.v1 import dataset_pb2
from daegu.prediction.v1 import prediction_pb2 as pb
from google.rpc import error_details_pb2

from services.prediction.domain.batch import SLICE_ROWS
from tests.batches import UNKNOWN, VIOLATION
from tests.dataset_service import Service
from tests.datasets import upload
from tests.grpc_server import refused
from tests.prediction_service import PredictionService, prediction_service
from tests.transport.batch_calls import COLUMNS, ONE, TWO_SLICES, accidents_csv, get, results, table


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
