"""The chat context's view of the other services, through their real servers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import grpc
import pytest
import structlog

from services.chassis.errors import InvalidInput, Unavailable
from services.chat.domain.datasets import ColumnType, DatasetMissing
from services.chat.peers import DatasetPeer, PredictionPeer, open_channel
from tests.accidents import ACCIDENT
from tests.dataset_service import Service
from tests.datasets import UNKNOWN, arrow_bytes, upload
from tests.grpc_server import RunningServer
from tests.stack import free_ports

Result = TypeVar("Result")


def ask(address: str, question: Callable[[grpc.aio.Channel], Awaitable[Result]]) -> Result:
    """What a peer at `address` answers."""

    async def asked() -> Result:
        async with open_channel(address) as channel:
            return await question(channel)

    return asyncio.run(asked())


@pytest.fixture
def nobody() -> str:
    """An address where nobody listens."""
    return f"127.0.0.1:{free_ports(1)[0]}"


@pytest.fixture
def prediction(prediction_server: RunningServer) -> str:
    return f"127.0.0.1:{prediction_server.port}"


@pytest.fixture
def request_id() -> Iterator[str]:
    with structlog.contextvars.bound_contextvars(request_id="the-id-of-the-question"):
        yield "the-id-of-the-question"


def test_a_dataset_is_described_with_its_columns(service: Service) -> None:
    stored = upload(service.stub, name="보안등")
    (brief,) = ask(service.address, lambda channel: DatasetPeer(channel).describe([stored.dataset_id]))
    assert (brief.dataset_id, brief.name, brief.rows) == (stored.dataset_id, "보안등", 3)
    assert (brief.sha256, brief.kind) == (stored.sha256, stored.kind)
    columns = {column.name: column for column in brief.columns}
    assert columns["설치일자"].type is ColumnType.DATETIME
    assert (columns["설치일자"].minimum, columns["설치일자"].maximum) == ("2020-03-23", "2022-12-31")
    assert (columns["대수"].minimum, columns["대수"].maximum, columns["대수"].mean) == (
        "1",
        "12",
        pytest.approx(16 / 3),
    )
    assert columns["위도"].type is ColumnType.LATITUDE
    assert (columns["비고"].missing, columns["비고"].distinct) == (1, 2)
    assert ("대구", 1) in columns["비고"].top_values


def test_datasets_are_described_in_the_order_they_are_asked_for(service: Service) -> None:
    ids = [upload(service.stub, name=name).dataset_id for name in ("하나", "둘", "셋")]
    briefs = ask(service.address, lambda channel: DatasetPeer(channel).describe(ids[::-1]))
    assert [brief.name for brief in briefs] == ["셋", "둘", "하나"]


def test_the_rows_of_a_dataset_come_with_the_types_of_its_columns(service: Service) -> None:
    stored = upload(service.stub)

    async def rows(channel: grpc.aio.Channel) -> Any:
        peer = DatasetPeer(channel)
        (brief,) = await peer.describe([stored.dataset_id])
        return await peer.rows(brief)

    table = ask(service.address, rows)
    assert table.num_rows == 3
    assert table.schema.field("위도").metadata[b"daegu.type"] == b"latitude"
    assert table.nbytes > 0
    assert len(arrow_bytes(service.stub, stored.dataset_id)) > 0


def test_an_unknown_dataset_is_missing(service: Service) -> None:
    with pytest.raises(DatasetMissing) as missing:
        ask(service.address, lambda channel: DatasetPeer(channel).describe([UNKNOWN]))
    assert missing.value.metadata == {"dataset_id": UNKNOWN}


def test_a_service_that_is_away_is_said_to_be_unavailable(nobody: str) -> None:
    with pytest.raises(Unavailable, match="dataset"):
        ask(nobody, lambda channel: DatasetPeer(channel).describe([UNKNOWN]))
    with pytest.raises(Unavailable, match="prediction"):
        ask(nobody, lambda channel: PredictionPeer(channel).predict(ACCIDENT))
    with pytest.raises(Unavailable, match="prediction"):
        ask(nobody, lambda channel: PredictionPeer(channel).facts())


def test_an_accident_is_predicted(prediction: str) -> None:
    answer = ask(prediction, lambda channel: PredictionPeer(channel).predict(ACCIDENT))
    assert 3 <= answer.eclo <= 8
    assert answer.interval[0] <= answer.eclo <= answer.interval[1]
    assert len(answer.bands) == 4
    assert sum(probability for _, probability, _ in answer.bands) == pytest.approx(1)
    assert answer.prediction_id
    assert str(round(answer.percentile)) in answer.detail or "%" in answer.detail


def test_wrong_fields_of_an_accident_are_named_in_korean_all_at_once(prediction: str) -> None:
    wrong = ACCIDENT | {"weather": "유성우", "accident_month": 13}
    with pytest.raises(InvalidInput) as refused:
        ask(prediction, lambda channel: PredictionPeer(channel).predict(wrong))
    said = {violation.field: violation.message_ko for violation in refused.value.violations}
    assert set(said) == {"weather", "accident_month"}
    assert "맑음" in said["weather"]


def test_an_accident_with_a_field_that_does_not_exist_is_refused(prediction: str) -> None:
    with pytest.raises(InvalidInput, match="moon"):
        ask(prediction, lambda channel: PredictionPeer(channel).predict(ACCIDENT | {"moon": "full"}))


def test_a_line_of_text_becomes_the_fields_of_an_accident(prediction: str) -> None:
    parsed = ask(prediction, lambda channel: PredictionPeer(channel).parse("비 오는 밤 11시 수성구 상동 교차로"))
    assert parsed.fields["weather"] == "비"
    assert parsed.fields["accident_hour"] == 23
    assert parsed.fields["district"] == "대구광역시 수성구 상동"
    assert parsed.assumed


def test_the_facts_of_the_model_are_those_that_it_checks_by(prediction: str) -> None:
    facts = ask(prediction, lambda channel: PredictionPeer(channel).facts())
    fields = {field.name: field for field in facts.fields}
    assert "맑음" in fields["weather"].values
    assert (fields["accident_hour"].minimum, fields["accident_hour"].maximum) == (0, 23)
    assert facts.version
    assert facts.first_year < facts.last_year


def test_the_request_id_of_the_question_goes_on_to_the_peer(request_id: str) -> None:
    seen: list[Any] = []

    class Listening(grpc.aio.ServerInterceptor):
        async def intercept_service(self, continuation: Any, handler_call_details: grpc.HandlerCallDetails) -> Any:
            seen.append(dict(handler_call_details.invocation_metadata)["x-request-id"])
            return await continuation(handler_call_details)

    async def asked() -> None:
        server = grpc.aio.server(interceptors=[Listening()])
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        async with open_channel(f"127.0.0.1:{port}") as channel:
            with pytest.raises(Unavailable):  # nothing is registered there
                await PredictionPeer(channel).facts()
        await server.stop(None)

    asyncio.run(asked())
    assert seen == [request_id]
