"""Callers from outside who need an API key."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import grpc
import httpx
import pytest
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from gateway import key_file
from gateway.budgets import OWNERS, Budgets
from tests.accidents import ACCIDENT
from tests.e2e.clients import CHEAP, from_address, refusal_of, statuses
from tests.e2e.errors import refused
from tests.e2e.gateway_stack import GatewayStack
from tests.e2e.test_gateway_services import away

PAGE = "https://data.daegu.example"
MOST = 20


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayStack]:
    """A gateway whose callers need a key, and have a budget each."""
    folder = tmp_path_factory.mktemp("guarded")
    keys = folder / "keys"
    keys.touch()
    with GatewayStack(folder, keys, extra_origins=(PAGE,), budgets=Budgets(calls=MOST)) as stack:
        yield stack


@pytest.fixture
def owner() -> str:
    """A name, and so a budget, that no other test has."""
    return uuid4().hex


@pytest.fixture
def key(guarded: GatewayStack, owner: str) -> str:
    """The key of `owner`."""
    return key_file.add(file_of(guarded), owner)


def file_of(stack: GatewayStack) -> Path:
    assert stack.keys is not None
    return stack.keys


def predict(stack: GatewayStack, **headers: str) -> httpx.Response:
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return stack.http.post("/api/predict/eclo", json=ACCIDENT, headers=headers)


def test_who_has_no_key_is_told_that_one_is_needed(guarded: GatewayStack) -> None:
    answer = predict(guarded)
    refusal = refused(answer, 401)
    assert (refusal.code, refusal.reason) == (16, "API_KEY_REQUIRED")
    assert refusal.korean == "유효한 API 키가 필요합니다. 관리자에게 받은 키를 확인해주세요."
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "headers",
    [
        {"x_api_key": "daegu_wrong"},
        {"authorization": "Bearer daegu_wrong"},
        {"x_api_key": "0" * 64},
        {"x_api_key": "a" * 8000},
    ],
)
def test_a_wrong_key_is_refused(guarded: GatewayStack, key: str, headers: dict[str, str]) -> None:
    assert refused(predict(guarded, **headers), 401).reason == "API_KEY_INVALID"


@pytest.mark.parametrize("credentials", ["Basic {}", "{}", "Bearer"])
def test_other_ways_to_show_a_key_are_no_key(guarded: GatewayStack, key: str, credentials: str) -> None:
    assert refused(predict(guarded, authorization=credentials.format(key)), 401).reason == "API_KEY_REQUIRED"


def test_a_key_opens_the_gateway_in_either_header(guarded: GatewayStack, key: str) -> None:
    assert predict(guarded, x_api_key=key).status_code == 200
    assert predict(guarded, authorization=f"Bearer {key}").status_code == 200
    assert predict(guarded, authorization=f"bearer {key}").status_code == 200


def test_the_access_log_says_whose_key_it_was_and_never_the_key(guarded: GatewayStack, owner: str, key: str) -> None:
    asked, refused_one = str(uuid4()), str(uuid4())
    assert predict(guarded, x_api_key=key, x_request_id=asked).status_code == 200
    assert predict(guarded, x_request_id=refused_one).status_code == 401
    guarded.log_with(asked)
    log = guarded.log_with(refused_one)
    lines = {
        line["request_id"]: line for line in map(json.loads, filter(lambda each: each[:1] == "{", log.split("\n")))
    }
    assert (lines[asked]["caller"], lines[refused_one]["caller"]) == (owner, None)
    assert key not in log


def test_the_hash_of_a_key_opens_nothing(guarded: GatewayStack, key: str) -> None:
    known = key_file.read(file_of(guarded))[-1]
    assert refused(predict(guarded, x_api_key=known.sha256), 401).reason == "API_KEY_INVALID"


def test_grpc_needs_a_key_too(guarded: GatewayStack, key: str) -> None:
    with grpc.insecure_channel(guarded.target) as channel:
        prediction = prediction_pb2_grpc.PredictionServiceStub(channel)
        with pytest.raises(grpc.RpcError) as caught:
            prediction.GetModel(prediction_pb2.GetModelRequest(), timeout=5)
        assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
        assert caught.value.details() == "API_KEY_REQUIRED"
        metadata = (("authorization", f"Bearer {key}"),)
        assert prediction.GetModel(prediction_pb2.GetModelRequest(), timeout=5, metadata=metadata).model_version


def test_a_revoked_key_stops_without_a_restart(guarded: GatewayStack, owner: str, key: str) -> None:
    assert predict(guarded, x_api_key=key).status_code == 200
    key_file.revoke(file_of(guarded), owner)
    assert refused(predict(guarded, x_api_key=key), 401).reason == "API_KEY_INVALID"
    again = key_file.add(file_of(guarded), owner)
    assert predict(guarded, x_api_key=again).status_code == 200
    assert predict(guarded, x_api_key=key).status_code == 401


@pytest.mark.parametrize("path", ["/health", "/docs", "/docs/start.js", "/openapi.json"])
def test_health_and_documentation_are_open_to_all(guarded: GatewayStack, path: str) -> None:
    assert guarded.http.get(path).status_code == 200


def test_the_health_of_grpc_is_open_to_all(guarded: GatewayStack) -> None:
    with grpc.insecure_channel(guarded.target) as channel:
        answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=5)
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


@pytest.mark.parametrize(
    "path", ["/docs/../api/predictions", "/health/../api/predictions", "/docs/..%2fapi/predictions"]
)
def test_no_detour_leads_past_the_key(guarded: GatewayStack, path: str) -> None:
    target = httpx.URL(guarded.url).copy_with(raw_path=path.encode())
    assert guarded.http.get(target).status_code in (400, 401)


def test_a_browser_may_ask_for_permission_without_a_key(guarded: GatewayStack) -> None:
    wanted = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}
    assert guarded.http.options(CHEAP, headers={"origin": PAGE, **wanted}).status_code == 200
    answer = guarded.http.get(CHEAP, headers={"origin": PAGE})
    assert refused(answer, 401)
    assert answer.headers["access-control-allow-origin"] == PAGE


def test_the_app_needs_no_key(guarded: GatewayStack) -> None:
    assert httpx.get(guarded.app_url + "/api/predict/model").status_code == 200


def test_services_never_see_a_key_but_that_of_the_chat(guarded: GatewayStack, key: str) -> None:
    for url in (guarded.url, guarded.app_url):
        headers = {"authorization": f"Bearer {key}", "x-api-key": key, "x-anthropic-api-key": "a"}
        seen = httpx.post(f"{url}/api/predict/eclo", json=ACCIDENT, headers=headers).json()["model_version"].split()
        assert "x-anthropic-api-key" in seen
        assert not {"authorization", "x-api-key"} & set(seen)


def test_each_owner_of_a_key_has_a_budget_wherever_the_calls_come_from(guarded: GatewayStack) -> None:
    first, second = (key_file.add(file_of(guarded), uuid4().hex) for _ in range(2))
    with (
        from_address(guarded, "127.0.0.2", **{"x-api-key": first}) as here,
        from_address(guarded, "127.0.0.3", **{"x-api-key": first}) as there,
        from_address(guarded, "127.0.0.2", **{"x-api-key": second}) as other,
    ):
        assert statuses(here, MOST) == [501] * MOST
        refusal_of(here)
        assert 429 in statuses(there, MOST)
        assert other.get(CHEAP).status_code == 501


def test_what_is_open_to_all_is_counted_by_address(guarded: GatewayStack) -> None:
    with from_address(guarded, "127.0.0.4") as client, from_address(guarded, "127.0.0.5") as other:
        refusal_of(client, "/docs")
        assert other.get("/docs").status_code == 200


def test_who_tries_keys_is_stopped_after_a_while_and_alone(guarded: GatewayStack, key: str) -> None:
    most = OWNERS * MOST
    with from_address(guarded, "127.0.0.6", **{"x-api-key": "daegu_wrong"}) as guessing:
        assert statuses(guessing, most) == [401] * most
        refused(refusal_of(guessing), 429)
        assert guessing.get("/health").status_code == 200
    with from_address(guarded, "127.0.0.7", **{"x-api-key": key}) as other:
        assert other.get(CHEAP).status_code == 501


def test_while_keys_cannot_be_read_nobody_is_let_in(guarded: GatewayStack, key: str) -> None:
    whole = file_of(guarded).read_text()
    file_of(guarded).write_text(f"{whole}not a key\n")
    refused(predict(guarded, x_api_key=key), 503)
    file_of(guarded).unlink()
    refused(predict(guarded, x_api_key=key), 503)
    file_of(guarded).write_text(whole)
    assert predict(guarded, x_api_key=key).status_code == 200


def test_while_nobody_knows_the_keys_nobody_is_let_in(guarded: GatewayStack, key: str) -> None:
    with away(guarded, "ops"):
        refused(predict(guarded, x_api_key=key), 503)
    assert predict(guarded, x_api_key=key).status_code == 200


def test_the_documentation_says_how_to_show_a_key(guarded: GatewayStack, gateway: GatewayStack) -> None:
    document = guarded.http.get("/openapi.json").json()
    assert set(document["components"]["securitySchemes"]) == {"ApiKey", "Bearer"}
    assert document["security"] == [{"Bearer": []}, {"ApiKey": []}]
    assert document["paths"]["/health"]["get"]["security"] == []
    assert "security" not in document["paths"]["/api/predict/eclo"]["post"]
    assert "security" not in gateway.http.get("/openapi.json").json()


def test_without_a_file_of_keys_nobody_needs_one(gateway: GatewayStack) -> None:
    assert predict(gateway).status_code == 200
    assert predict(gateway, x_api_key="anything").status_code == 200


def test_no_key_is_in_the_log_of_the_gateway(guarded: GatewayStack, key: str) -> None:
    for shown in (key, "daegu_unknown-canary"):
        predict(guarded, x_api_key=shown)
        predict(guarded, authorization=f"Bearer {shown}")
    guarded.http.get("/api/marker")
    log = guarded.log_with("/api/marker")
    assert key not in log
    assert "canary" not in log
