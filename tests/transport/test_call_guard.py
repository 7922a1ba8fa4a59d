"""What every RPC of ours gets from the chassis, seen through a real server and a real stub."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import grpc
import pytest
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2
from prometheus_client import REGISTRY

from services.chassis import errors
from services.chassis.server import Served
from tests.grpc_server import RunningServer, refused, running

SERVICE = "daegu.prediction.v1.PredictionService"
ID = "0192a1b2-0000-7000-8000-000000000000"
SLOW = "0192a1b2-0000-7000-8000-000000000001"
CALL_SECONDS = 0.5


class Servicer(prediction_pb2_grpc.PredictionServiceServicer):
    """Answers some methods in the ways that a servicer can go wrong."""

    def __init__(self) -> None:
        self.cancelled = threading.Event()
        self.seen: list[str] = []

    async def GetModel(self, request: Any, context: Any) -> pb.GetModelResponse:
        return pb.GetModelResponse(model_version="test")

    async def PredictEclo(self, request: Any, context: Any) -> pb.PredictEcloResponse:
        raise ValueError("a secret of the inside")

    async def GetPrediction(self, request: Any, context: Any) -> pb.GetPredictionResponse:
        raise errors.NotFound("no such prediction", "예측을 찾을 수 없습니다.", prediction_id=request.prediction_id)

    async def ListPredictions(self, request: Any, context: Any) -> pb.ListPredictionsResponse:
        raise errors.Unavailable("the database is away", "잠시 후 다시 시도해주세요.", retry_after=1.5)

    async def ParseAccident(self, request: Any, context: Any) -> pb.ParseAccidentResponse:
        try:
            await asyncio.sleep(20)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return pb.ParseAccidentResponse()

    async def WatchBatch(self, request: Any, context: Any) -> AsyncIterator[pb.WatchBatchResponse]:
        if request.batch_id == SLOW:
            await asyncio.sleep(2 * CALL_SECONDS)
        yield pb.WatchBatchResponse(done=pb.Batch(batch_id=request.batch_id))
        raise ValueError("after the first message")

    async def SaveBatch(self, request: Any, context: Any) -> pb.SaveBatchResponse:
        await asyncio.sleep(2 * CALL_SECONDS)
        return pb.SaveBatchResponse(rows=1)


@pytest.fixture(scope="module")
def servicer() -> Servicer:
    return Servicer()  # type: ignore[abstract]  # the other methods answer UNIMPLEMENTED


@pytest.fixture(scope="module")
def server(servicer: Servicer) -> Iterator[RunningServer]:
    def served() -> Served:
        def add(server: grpc.aio.Server) -> None:
            prediction_pb2_grpc.add_PredictionServiceServicer_to_server(servicer, server)

        return Served(SERVICE, add, longer_calls={"SaveBatch": 10, "WatchBatch": 10})

    with running(served, concurrent_rpcs=2, call_seconds=CALL_SECONDS) as started:
        yield started


@pytest.fixture
def stub(server: RunningServer) -> prediction_pb2_grpc.PredictionServiceStub:
    return prediction_pb2_grpc.PredictionServiceStub(server.channel)


def test_an_unknown_exception_becomes_internal_with_an_id_and_without_its_text(stub: Any) -> None:
    request = pb.PredictEcloRequest(
        weather="맑음",
        road_surface="건조",
        road_type="x",
        accident_type="x",
        district="x",
        accident_year=2020,
        accident_month=1,
        accident_day=1,
        accident_hour=0,
    )
    with refused() as said:
        stub.PredictEclo(request, metadata=(("x-request-id", "my-id.1"),))
    assert said[0].code is grpc.StatusCode.INTERNAL
    assert "secret" not in said[0].message + said[0].korean
    assert said[0].request_id == "my-id.1"
    assert "my-id.1" in said[0].korean


def test_a_request_id_that_is_none_is_replaced(stub: Any) -> None:
    with refused() as said:
        stub.GetPrediction(pb.GetPredictionRequest(prediction_id=ID), metadata=(("x-request-id", "a b; c" * 30),))
    assert said[0].request_id
    assert " " not in said[0].request_id


def test_a_domain_error_becomes_its_status_with_reason_metadata_and_korean(stub: Any) -> None:
    with refused() as said:
        stub.GetPrediction(pb.GetPredictionRequest(prediction_id=ID))
    assert said[0].code is grpc.StatusCode.NOT_FOUND
    assert said[0].korean == "예측을 찾을 수 없습니다."
    info = said[0].detail(error_details_pb2.ErrorInfo)
    assert (info.reason, info.domain, info.metadata["prediction_id"]) == ("NOT_FOUND", SERVICE, ID)
    assert info.metadata["timestamp"]


def test_a_retryable_error_says_when_to_come_back(stub: Any) -> None:
    with refused() as said:
        stub.ListPredictions(pb.ListPredictionsRequest())
    assert said[0].code is grpc.StatusCode.UNAVAILABLE
    delay = said[0].detail(error_details_pb2.RetryInfo).retry_delay
    assert (delay.seconds, delay.nanos) == (1, 500_000_000)


def test_all_violations_of_the_contract_come_in_one_answer_in_korean_and_english(stub: Any) -> None:
    with refused() as said:
        stub.PredictEclo(pb.PredictEcloRequest(accident_month=13, accident_hour=24))
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert len(said[0].violations) == 9
    month = said[0].violations["accident_month"]
    assert month.reason == "OUT_OF_RANGE"
    assert "12" in month.description
    assert "1~12" in month.localized_message.message
    assert said[0].violations["weather"].reason == "REQUIRED"
    assert said[0].size <= 5000


def test_bytes_that_are_not_protobuf_are_the_callers_mistake(server: RunningServer) -> None:
    call: Any = server.channel.unary_unary(f"/{SERVICE}/PredictEclo")
    with refused() as said:
        call(b"\xff\xff\xff")
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert said[0].violations[""].reason == "MALFORMED_MESSAGE"


@pytest.mark.parametrize("method", [f"/{SERVICE}/CreateBatch", f"/{SERVICE}/NoSuchMethod", "/no.Such/Service"])
def test_a_method_that_is_not_there_is_unimplemented_with_details(server: RunningServer, method: str) -> None:
    call: Any = server.channel.unary_unary(method)
    with refused() as said:
        call(b"")
    assert said[0].code is grpc.StatusCode.UNIMPLEMENTED
    assert said[0].korean == "아직 제공하지 않는 기능입니다."


def test_a_streaming_method_that_is_not_there_is_unimplemented(server: RunningServer) -> None:
    call: Any = server.channel.unary_stream(f"/{SERVICE}/DownloadBatch")
    with refused() as said:
        list(call(pb.DownloadBatchRequest(batch_id=ID).SerializeToString()))
    assert said[0].code is grpc.StatusCode.UNIMPLEMENTED


def test_an_exception_in_mid_stream_ends_it_with_a_status(stub: Any) -> None:
    answers = stub.WatchBatch(pb.WatchBatchRequest(batch_id=ID))
    assert next(answers).done.batch_id == ID
    with refused() as said:
        next(answers)
    assert said[0].code is grpc.StatusCode.INTERNAL


def test_a_call_that_takes_too_long_is_ended_whatever_deadline_the_client_set(stub: Any) -> None:
    with refused() as said:
        stub.ParseAccident(pb.ParseAccidentRequest(text="x"), timeout=15)
    assert said[0].code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert said[0].korean


def test_methods_that_are_known_to_take_longer_have_a_limit_of_their_own(stub: Any) -> None:
    assert stub.SaveBatch(pb.SaveBatchRequest(batch_id=ID), timeout=15).rows == 1
    assert next(stub.WatchBatch(pb.WatchBatchRequest(batch_id=SLOW), timeout=15)).done.batch_id == SLOW


def test_the_clients_own_deadline_stops_the_work(stub: Any, servicer: Servicer) -> None:
    servicer.cancelled.clear()
    with pytest.raises(grpc.RpcError) as caught:
        stub.ParseAccident(pb.ParseAccidentRequest(text="x"), timeout=0.1)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert servicer.cancelled.wait(5)


def test_overload_is_refused_with_retry_info_while_health_still_answers(server: RunningServer, stub: Any) -> None:
    busy = [stub.ParseAccident.future(pb.ParseAccidentRequest(text="x")) for _ in range(2)]
    health = health_pb2_grpc.HealthStub(server.channel)
    refusals = []
    for _ in range(50):
        try:
            stub.GetModel(pb.GetModelRequest(), timeout=1)
        except grpc.RpcError as error:
            refusals.append(error.code())
            answer = health.Check(health_pb2.HealthCheckRequest(service=SERVICE), timeout=1)
            assert answer.status == health_pb2.HealthCheckResponse.SERVING
            break
    assert refusals == [grpc.StatusCode.RESOURCE_EXHAUSTED]
    for call in busy:
        assert call.exception(5) is not None
    assert stub.GetModel(pb.GetModelRequest(), timeout=1).model_version == "test"


def test_calls_are_counted_by_method_and_code(stub: Any) -> None:
    labels = {"method": f"/{SERVICE}/GetModel", "code": "OK"}
    before = REGISTRY.get_sample_value("grpc_server_handled_total", labels) or 0
    stub.GetModel(pb.GetModelRequest())
    assert REGISTRY.get_sample_value("grpc_server_handled_total", labels) == before + 1


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
def test_reflection_lists_and_describes_the_service(server: RunningServer, version: str) -> None:
    call = server.channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
    )
    questions = [
        reflection_pb2.ServerReflectionRequest(list_services=""),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICE),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol=f"{SERVICE}.PredictEclo"),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol=f"{SERVICE}.NoSuchMethod"),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol="no.such.Symbol"),
    ]
    listed, described, method, no_method, no_symbol = call(iter(questions))
    assert SERVICE in [service.name for service in listed.list_services_response.service]
    assert described.file_descriptor_response.file_descriptor_proto
    assert method.file_descriptor_response == described.file_descriptor_response
    not_found = grpc.StatusCode.NOT_FOUND.value[0]
    assert [answer.error_response.error_code for answer in (no_method, no_symbol)] == [not_found, not_found]


def test_health_lists_the_process_its_service_and_nothing_unknown(server: RunningServer) -> None:
    health = health_pb2_grpc.HealthStub(server.channel)
    assert set(health.List(health_pb2.HealthListRequest()).statuses) == {"", SERVICE}
    with pytest.raises(grpc.RpcError) as caught:
        health.Check(health_pb2.HealthCheckRequest(service="nobody"))
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
