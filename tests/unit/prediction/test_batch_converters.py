"""Jobs as messages."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb
from google.protobuf.json_format import MessageToJson, ParseDict
from google.rpc import error_details_pb2

from services.chassis.errors import Unavailable
from services.prediction import batch_converters as converters
from services.prediction.accident_converters import row_input
from services.prediction.domain.accident import AccidentInput, InvalidAccident, Notice
from services.prediction.domain.batch import Batch, BatchStatus, ColumnMatch, Group, RowResult, Source, Summary
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.severity import Interval
from tests.accidents import ACCIDENT
from tests.unit.prediction.memory_batches import NOW

JOB = "0197a1b2-0000-7000-8000-000000000001"
DATASET = "0197A1B2-0000-7000-8000-00000000000A"
AVERAGES = (0.1, 0.4, 0.3, 0.2)
TAAS = {
    "사고일시": "2022-01-01 01",
    "요일": "토요일",
    "기상상태": "맑음",
    "시군구": "대구광역시 수성구 상동",
    "도로형태": "교차로 - 교차로안",
    "노면상태": "건조",
    "사고유형": "차대사람",
}
GRPC_DEFAULT_BYTES = 4 << 20
"""What a client takes that nobody has told otherwise."""
GATEWAY_BYTES = 8 << 20
"""What the gateway turns into JSON."""


def test_a_row_of_taas_is_read_under_its_own_names(model: EcloModel) -> None:
    read = row_input(ParseDict(TAAS, pb.Accident()))
    texts: dict[str, Any] = {name: value for name, value in ACCIDENT.items() if isinstance(value, str)}
    assert read == AccidentInput(**texts, accident_time="2022-01-01 01", day_of_week="토요일")
    assert model.predict(read).severity == model.predict(AccidentInput(**ACCIDENT)).severity


def test_a_field_of_ours_counts_more_than_that_of_taas() -> None:
    read = row_input(pb.Accident(weather="비", taas_weather="맑음", taas_district="상동", accident_hour=0))
    assert (read.weather, read.district, read.accident_hour) == ("비", "상동", 0)
    assert row_input(pb.Accident(weather="", taas_weather="맑음")).weather == ""


def test_ids_are_the_same_however_they_are_written() -> None:
    asked = converters.batch_request(pb.CreateBatchRequest(dataset_id=DATASET, request_id=DATASET))
    assert asked.dataset_id == asked.request_id == DATASET.lower()


def test_a_job_says_where_its_results_are_and_what_it_scores() -> None:
    source = Source(DATASET, "사고", "ab", (ColumnMatch("weather", "날씨"), ColumnMatch("accident_time", "일시")))
    later = NOW + timedelta(seconds=5)
    message = converters.batch(
        Batch(JOB, BatchStatus.RUNNING, 10, 4, 1, NOW, started_at=NOW, estimated_completion=later, source=source)
    )
    assert (message.status, message.total, message.done, message.failed) == ("RUNNING", 10, 4, 1)
    assert message.results_url == f"/api/predict/batch/{JOB}/results"
    assert (message.dataset_id, message.dataset_name) == (DATASET, "사고")
    assert [(c.field, c.label, c.column) for c in message.columns] == [
        ("weather", "기상상태", "날씨"),
        ("accident_time", "사고일시", "일시"),
    ]
    assert message.estimated_completion.ToDatetime(UTC) == later
    assert not message.HasField("finished_at")


def test_a_row_is_a_prediction_or_an_error_that_names_field_value_and_valid_values(model: EcloModel) -> None:
    with pytest.raises(InvalidAccident) as wrong:
        model.predict(AccidentInput(**ACCIDENT | {"weather": "눈보라", "accident_hour": None}))
    good = RowResult(
        row=0,
        notices=(Notice("district", "UNKNOWN_DONG", "구 전체를 기준으로 예측했습니다."),),
        eclo=4.5,
        interpretation="일반",
        percentile=50.0,
        serious_probability=0.2,
        interval=Interval(1.0, 8.0),
        band_probabilities=(0.2, 0.3, 0.4, 0.1),
        district="대구광역시 수성구 상동",
        occurred_at=datetime(2022, 1, 1, 1),
    )
    batch = Batch(JOB, BatchStatus.SUCCEEDED, 2, 2, 1, NOW)
    rows = [good, RowResult(1, violations=wrong.value.violations)]
    first, second = converters.results_response(batch, rows, AVERAGES).results
    assert (first.row, first.eclo, first.occurred_at) == (0, 4.5, "2022-01-01T01:00")
    assert [(b.label, b.probability, b.city_average) for b in first.band_probabilities] == [
        ("1-2", 0.2, 0.1),
        ("3-4", 0.3, 0.4),
        ("5-9", 0.4, 0.3),
        ("10+", 0.1, 0.2),
    ]
    assert [warning.reason for warning in first.warnings] == ["UNKNOWN_DONG"]
    assert not first.HasField("error")
    assert second.row == 1
    assert not second.HasField("eclo") and not second.HasField("interval")
    found = error_details_pb2.BadRequest()
    assert any(detail.Unpack(found) for detail in second.error.details)
    weather, hour = found.field_violations
    assert (weather.field, weather.reason, hour.field, hour.reason) == (
        "weather",
        "UNKNOWN_VALUE",
        "accident_hour",
        "REQUIRED",
    )
    assert "눈보라" in weather.description and "맑음" in weather.description
    assert "눈보라" in weather.localized_message.message and "맑음" in weather.localized_message.message


def test_the_summary_has_every_label_and_the_largest_groups_first() -> None:
    summary = Summary(
        labels={"경미": 1, "심각": 2},
        districts={"ㄱ": Group(1, 4.0, 0.1), "ㄴ": Group(2, 10.0, 0.5)},
        problems={("weather", "REQUIRED"): 1, ("accident_time", "INVALID_TIME"): 3},
    )
    answer = converters.summary_response(Batch(JOB, BatchStatus.SUCCEEDED, 7, 7, 4, NOW), summary)
    assert [(each.label, each.count) for each in answer.labels] == [
        ("경미", 1),
        ("일반", 0),
        ("심각", 2),
        ("매우 심각", 0),
    ]
    assert [(each.district, each.count, each.mean_eclo) for each in answer.districts] == [
        ("ㄴ", 2, 5.0),
        ("ㄱ", 1, 4.0),
    ]
    assert answer.districts[0].mean_serious_probability == 0.25
    assert answer.mean_eclo == pytest.approx(14 / 3)
    assert answer.mean_serious_probability == pytest.approx(0.2)
    assert [(each.label, each.count) for each in answer.problems] == [("사고일시", 3), ("기상상태", 1)]


def test_a_summary_of_nothing_has_no_means() -> None:
    answer = converters.summary_response(Batch(JOB, BatchStatus.QUEUED, 7, 0, 0, NOW), Summary({}, {}, {}))
    assert not answer.HasField("mean_eclo") and not answer.HasField("mean_serious_probability")
    assert len(answer.labels) == 4


def test_a_watcher_reads_how_much_time_is_left_and_then_the_finished_job() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=100)
    jobs = [
        Batch(JOB, BatchStatus.RUNNING, 9, 1, 0, NOW, estimated_completion=soon),
        Batch(JOB, BatchStatus.RUNNING, 9, 5, 0, NOW, estimated_completion=NOW),
        Batch(JOB, BatchStatus.SUCCEEDED, 9, 9, 0, NOW),
    ]

    async def events() -> AsyncGenerator[Batch, None]:
        for job in jobs:
            yield job

    async def read() -> list[pb.WatchBatchResponse]:
        return [event async for event in converters.watch_responses(events())]

    first, late, last = asyncio.run(read())
    assert 60 < first.progress.remaining.seconds <= 100
    assert late.progress.remaining.seconds == 0
    assert last.WhichOneof("event") == "done"


def test_a_file_that_is_cut_off_says_so_in_its_last_line() -> None:
    async def blocks() -> AsyncGenerator[bytes, None]:
        yield b"a\r\n"
        raise Unavailable("away", "연결할 수 없습니다.")

    async def read() -> list[Any]:
        bodies = []
        with pytest.raises(Unavailable):
            async for body in converters.file_bodies(blocks()):
                bodies.append(body)
        return bodies

    first, last = asyncio.run(read())
    assert first.content_type == "text/csv; charset=utf-8"
    assert "오류: 파일이 중간에 끊겼습니다." in last.data.decode()


def test_the_file_is_saved_under_a_korean_name() -> None:
    ((name, value),) = converters.file_headers("사고 ECLO 예측")
    assert name == "content-disposition"
    assert value == "attachment; filename*=UTF-8''%EC%82%AC%EA%B3%A0%20ECLO%20%EC%98%88%EC%B8%A1.csv"


def test_a_page_of_rows_that_are_wrong_in_every_field_can_be_received(model: EcloModel) -> None:
    long: dict[str, Any] = {name: "🚗" * 100 if isinstance(value, str) else 99999 for name, value in ACCIDENT.items()}
    with pytest.raises(InvalidAccident) as wrong:
        model.predict(AccidentInput(**long))
    rows = [RowResult(row, violations=wrong.value.violations) for row in range(1000)]
    answer = converters.results_response(Batch(JOB, BatchStatus.SUCCEEDED, 1000, 1000, 1000, NOW), rows, AVERAGES)
    assert answer.ByteSize() <= GRPC_DEFAULT_BYTES
    assert len(MessageToJson(answer, ensure_ascii=False).encode()) <= GATEWAY_BYTES
