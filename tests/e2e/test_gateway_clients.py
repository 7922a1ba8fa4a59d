"""How many requests each client may send, and which pages of other sites may call."""

from collections.abc import Iterator
from ipaddress import ip_network

import grpc
import httpx
import pytest
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc

from tests.e2e.gateway_stack import GatewayStack
from tests.e2e.test_gateway_refusals import details

PAGE = "https://data.daegu.example"
AT_ONCE = 15  # a quarter of a minute's


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayStack]:
    """60 requests a minute for each address but this machine's usual one, and a site whose pages may call."""
    folder = tmp_path_factory.mktemp("limited")
    rules = {"requests_per_minute": 60, "unlimited": (ip_network("127.0.0.1/32"),), "extra_origins": (PAGE,)}
    with GatewayStack(folder, **rules) as stack:
        yield stack


def client(stack: GatewayStack, address: str) -> httpx.Client:
    return httpx.Client(base_url=stack.url, transport=httpx.HTTPTransport(local_address=address), timeout=5)


def statuses(stack: GatewayStack, address: str, count: int = 2 * AT_ONCE) -> list[int]:
    with client(stack, address) as http:
        return [http.get("/api/predict/model").status_code for _ in range(count)]


def test_who_asks_too_often_is_refused_with_the_time_to_come_back(limited: GatewayStack) -> None:
    with client(limited, "127.0.0.2") as http:
        answers = [http.get("/api/predict/model") for _ in range(2 * AT_ONCE)]
    assert AT_ONCE <= [answer.status_code for answer in answers].count(200) < 2 * AT_ONCE
    refused = next(answer for answer in answers if answer.status_code != 200)
    assert refused.status_code == 429
    assert refused.json()["code"] == 8
    assert details(refused)["RetryInfo"]["retry_delay"] == "1s"
    assert details(refused)["LocalizedMessage"]["message"] == "요청이 너무 많습니다. 잠시 후 다시 시도해주세요."


def test_one_client_takes_nothing_from_another(limited: GatewayStack) -> None:
    assert 429 in statuses(limited, "127.0.0.3")
    assert statuses(limited, "127.0.0.4", AT_ONCE) == [200] * AT_ONCE


def test_who_is_not_counted_may_always_ask(limited: GatewayStack) -> None:
    assert set(statuses(limited, "127.0.0.1", 5 * AT_ONCE)) == {200}


def test_nobody_gets_a_new_budget_by_naming_another_address(limited: GatewayStack) -> None:
    with client(limited, "127.0.0.5") as http:
        asked = [{"x-forwarded-for": f"203.0.113.{number}"} for number in range(2 * AT_ONCE)]
        assert 429 in [http.get("/api/predict/model", headers=headers).status_code for headers in asked]


def test_a_caller_of_grpc_is_told_in_its_own_way(limited: GatewayStack) -> None:
    statuses(limited, "127.0.0.6")
    # grpc cannot choose the address it calls from; as the proxy in front of it would, REST has used the budget up.
    headers = {"content-type": "application/grpc", "te": "trailers"}
    with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.6")) as http:
        answer = http.post(
            f"{limited.url}/daegu.prediction.v1.PredictionService/GetModel", headers=headers, content=bytes(5)
        )
    assert answer.headers["grpc-status"] == str(grpc.StatusCode.RESOURCE_EXHAUSTED.value[0])


def test_without_a_limit_nobody_is_counted(gateway: GatewayStack) -> None:
    assert set(statuses(gateway, "127.0.0.2", 100)) == {200}


def test_a_page_of_a_named_site_may_ask_and_call(limited: GatewayStack) -> None:
    wanted = {"origin": PAGE, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    allowed = limited.http.options("/api/predict/eclo", headers=wanted)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == PAGE
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in allowed.headers
    answer = limited.http.get("/api/predict/model", headers={"origin": PAGE})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, PAGE)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://data-daegu.example", f"{PAGE}.evil.example", "null"]
)
def test_pages_of_other_sites_may_not(limited: GatewayStack, origin: str) -> None:
    wanted = {"origin": origin, "access-control-request-method": "POST"}
    for answer in (
        limited.http.options("/api/predict/eclo", headers=wanted),
        limited.http.get("/api/predict/model", headers={"origin": origin}),
    ):
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_by_default_no_other_site_may(gateway: GatewayStack) -> None:
    wanted = {"origin": PAGE, "access-control-request-method": "GET"}
    answer = gateway.http.options("/api/predict/model", headers=wanted)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_grpc_of_who_is_not_counted_still_works(limited: GatewayStack) -> None:
    with grpc.insecure_channel(limited.target) as channel:
        service = prediction_pb2_grpc.PredictionServiceStub(channel)
        answers = [service.GetModel(prediction_pb2.GetModelRequest(), timeout=5) for _ in range(2 * AT_ONCE)]
    assert len(answers) == 2 * AT_ONCE
