"""What passes the gateway on its way to the services and back."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.json_format import ParseDict
from grpc_reflection.v1alpha import reflection_pb2

from tests.accidents import ACCIDENT
from tests.e2e.gateway_stack import GatewayStack
from tests.e2e.test_gateway_refusals import details, predict

SERVICES = ["chat.v1.ChatService", "dataset.v1.DatasetService", "ops.v1.OpsService", "prediction.v1.PredictionService"]


@contextmanager
def away(gateway: GatewayStack, name: str) -> Iterator[None]:
    gateway.stop(name)
    try:
        yield
    finally:
        gateway.start(name)
        gateway.wait_until_healthy()


def grpcurl(gateway: GatewayStack, *arguments: str, data: str = "{}") -> str:
    program = Path(sys.executable).with_name("grpcurl")
    command = [str(program), "-plaintext", "-d", data, gateway.target, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout


def test_rest_and_grpc_give_the_same_answer_on_one_port(gateway: GatewayStack) -> None:
    rest = predict(gateway)
    with grpc.insecure_channel(gateway.target) as channel:
        stub = prediction_pb2_grpc.PredictionServiceStub(channel)
        answer = stub.PredictEclo(ParseDict(ACCIDENT, prediction_pb2.PredictEcloRequest()), timeout=5)
    assert rest.json()["eclo"] == answer.eclo == 4.5
    assert rest.json()["interpretation"] == answer.interpretation == "맑음"
    assert rest.json()["percentile"] == 0, "primitive fields are printed even when they are zero"


def test_envoy_is_told_nothing_that_its_next_version_may_not_know(gateway: GatewayStack) -> None:
    assert "deprecated" not in (gateway.folder / "envoy.log").read_text(encoding="utf-8").lower()


def test_violations_of_a_service_arrive_as_json(gateway: GatewayStack) -> None:
    answer = predict(gateway, json=ACCIDENT | {"accident_month": 13, "accident_hour": 24})
    assert answer.status_code == 400
    violations = details(answer)["BadRequest"]["field_violations"]
    assert [violation["field"] for violation in violations] == ["accident_month", "accident_hour"]


def test_an_unknown_field_of_a_body_is_dropped(gateway: GatewayStack) -> None:
    assert predict(gateway, json=ACCIDENT | {"surprise": 1}).status_code == 200


def test_a_request_id_of_the_caller_reaches_the_service_and_comes_back(gateway: GatewayStack) -> None:
    answer = predict(gateway, headers={"x-request-id": "my-request.1"})
    assert answer.headers.get_list("x-request-id") == ["my-request.1"]
    assert answer.json()["prediction_id"] == "my-request.1"


def test_a_request_without_an_id_gets_one(gateway: GatewayStack) -> None:
    answer = predict(gateway)
    assert str(uuid.UUID(answer.headers["x-request-id"])) == answer.json()["prediction_id"]


def test_a_service_knows_how_long_the_caller_waits(gateway: GatewayStack) -> None:
    assert 10 < float(predict(gateway).json()["detail"]) < 16
    with grpc.insecure_channel(gateway.target) as channel:
        stub = prediction_pb2_grpc.PredictionServiceStub(channel)
        answer = stub.PredictEclo(ParseDict(ACCIDENT, prediction_pb2.PredictEcloRequest()), timeout=3600)
        assert 10 < float(answer.detail) < 16
        answer = stub.PredictEclo(ParseDict(ACCIDENT, prediction_pb2.PredictEcloRequest()), timeout=3)
        assert float(answer.detail) < 5


def test_answers_about_people_are_not_stored_by_browsers(gateway: GatewayStack) -> None:
    for path in ("/api/predictions", "/api/datasets/shared/abc", "/api/chat/conversations"):
        answer = gateway.http.get(path)
        assert answer.headers["cache-control"] == "no-store", path
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_service_that_is_away_is_answered_with_503_at_once(gateway: GatewayStack) -> None:
    with away(gateway, "prediction"):
        for _ in range(5):
            started = time.perf_counter()
            answer = predict(gateway)
            assert time.perf_counter() - started < 1
            assert answer.status_code == 503
            assert answer.json()["code"] == 14
            assert details(answer)["RetryInfo"]["retry_delay"] == "1s"
            assert details(answer)["LocalizedMessage"]["message"].startswith("서버에 연결할 수 없습니다.")
            assert "127.0.0.1" not in answer.text


def test_a_grpc_caller_gets_unavailable_with_plain_text(gateway: GatewayStack) -> None:
    with away(gateway, "prediction"), grpc.insecure_channel(gateway.target) as channel:
        with pytest.raises(grpc.RpcError) as caught:
            prediction_pb2_grpc.PredictionServiceStub(channel).GetModel(prediction_pb2.GetModelRequest(), timeout=5)
        assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
        assert "@type" not in str(caught.value.details())


def test_traffic_resumes_within_a_second_of_a_restart(gateway: GatewayStack) -> None:
    gateway.stop("prediction")
    for _ in range(30):
        assert predict(gateway).status_code == 503
    time.sleep(2.5)  # the health check has noticed
    gateway.start("prediction")
    started = time.perf_counter()
    while predict(gateway).status_code != 200:
        assert time.perf_counter() - started < 1
    gateway.wait_until_healthy()


def test_health_names_every_part(gateway: GatewayStack) -> None:
    body = gateway.http.get("/health").json()
    assert body["status"] == "healthy"
    assert body["timestamp"].endswith("Z")
    assert set(body["parts"]) == {"chat", "dataset", "prediction", "prediction.database"}


def test_health_names_the_service_that_is_down(gateway: GatewayStack) -> None:
    with away(gateway, "chat"):
        answer = gateway.http.get("/health")
        assert answer.status_code == 503
        assert details(answer)["ErrorInfo"]["metadata"]["down"] == "chat"
        assert "chat" in details(answer)["LocalizedMessage"]["message"]
        assert "RetryInfo" in details(answer)


def test_health_names_the_database_that_is_down(gateway: GatewayStack) -> None:
    gateway.database_is_away = True
    try:
        end = time.monotonic() + 5
        while (answer := gateway.http.get("/health")).status_code == 200 and time.monotonic() < end:
            time.sleep(0.1)
        assert answer.status_code == 503
        assert details(answer)["ErrorInfo"]["metadata"]["down"] == "prediction.database"
    finally:
        gateway.database_is_away = False
        gateway.wait_until_healthy()


def test_grpcurl_lists_and_describes_every_service(gateway: GatewayStack) -> None:
    listed = grpcurl(gateway, "list").split()
    assert {f"daegu.{service}" for service in SERVICES} <= set(listed)
    for service in SERVICES:
        assert "rpc " in grpcurl(gateway, "describe", f"daegu.{service}")
    assert "repeated .daegu" in grpcurl(gateway, "describe", "daegu.dataset.v1.Dataset")


def test_grpcurl_calls_through_reflection(gateway: GatewayStack) -> None:
    method = "daegu.prediction.v1.PredictionService/PredictEclo"
    assert json.loads(grpcurl(gateway, method, data=json.dumps(ACCIDENT)))["eclo"] == 4.5


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
def test_reflection_answers_in_both_versions(gateway: GatewayStack, version: str) -> None:
    with grpc.insecure_channel(gateway.target) as channel:
        ask = channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        wanted = reflection_pb2.ServerReflectionRequest(file_containing_symbol="daegu.chat.v1.ChatService")
        (answer,) = ask(iter([wanted]), timeout=5)
    files = [FileDescriptorProto.FromString(file) for file in answer.file_descriptor_response.file_descriptor_proto]
    assert "daegu/chat/v1/chat.proto" in {file.name for file in files}


def test_a_large_upload_streams_through(gateway: GatewayStack) -> None:
    body = b"1,2\n" * (2 << 20)
    url = "/api/datasets/upload?name=a.csv"
    answer = gateway.http.post(url, content=body, headers={"content-type": "text/csv"}, timeout=20)
    assert answer.status_code == 200, answer.text
    assert answer.json()["size_bytes"] == len(body)
    assert (answer.json()["name"], answer.json()["kind"]) == ("a.csv", "text/csv")


def test_a_form_arrives_with_its_boundary(gateway: GatewayStack) -> None:
    url = "/api/datasets/upload"
    answer = gateway.http.post(url, files={"file": ("a.csv", b"a\n1\n")}, data={"name": "a"})
    assert answer.json()["kind"].startswith("multipart/form-data; boundary=")


def test_a_file_streams_back(gateway: GatewayStack) -> None:
    answer = gateway.http.get("/api/datasets/7b0cbbd5-4a9c-4d3e-9b70-0ff8c6f6d0f5/content")
    assert answer.headers["content-type"] == "text/csv"
    assert len(answer.content) == 3 << 20


def test_the_chat_streams_server_sent_events(gateway: GatewayStack) -> None:
    answer = gateway.http.post("/api/chat/stream", json={"message": "안녕"})
    assert answer.headers["content-type"] == "text/event-stream"
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line]
    assert events[0] == {"token": "안녕"}
    assert events[1]["done"]["response"] == "안녕"


def test_other_streams_are_one_message_a_line_as_they_come(gateway: GatewayStack) -> None:
    url = "/api/predict/batch/7b0cbbd5-4a9c-4d3e-9b70-0ff8c6f6d0f5/watch"
    with gateway.http.stream("GET", url) as answer:
        lines = answer.iter_lines()
        assert json.loads(next(lines))["progress"]["batch"]["done"] == 0
        assert predict(gateway).status_code == 200
        assert [json.loads(line)["progress"]["batch"]["done"] for line in lines] == [1]


def test_the_documentation_loads_nothing_from_elsewhere(gateway: GatewayStack) -> None:
    page = gateway.http.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<title>대구 공공데이터 API</title>" in page.text
    assert "://" not in page.text
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"):
        assert gateway.http.get(f"/docs/{name}").status_code == 200
    assert gateway.http.get("/docs/swagger-ui.js").status_code == 404


def test_openapi_has_the_valid_values_of_the_model(gateway: GatewayStack) -> None:
    document = gateway.http.get("/openapi.json").json()
    accident = document["components"]["schemas"]["PredictEcloRequest"]["properties"]
    assert accident["weather"]["enum"] == ["맑음", "비"]
