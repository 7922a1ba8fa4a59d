"""How many calls a client may make."""

import math
from collections.abc import Iterator

import grpc
import pytest
from daegu.chat.v1 import chat_pb2, chat_pb2_grpc
from daegu.ops.v1 import ops_pb2, ops_pb2_grpc
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc

from gateway.budgets import Budgets
from tests.e2e.clients import CHEAP, from_address, refusal_of, statuses
from tests.e2e.errors import refused
from tests.e2e.gateway_stack import GatewayStack
from tests.stack import wait_until

BUDGETS = Budgets(calls=20, chat=4, uploads=3, batches=2)
CSV = {"content-type": "text/csv"}


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayStack]:
    """A gateway with small budgets. Each test calls from addresses of its own, so that it finds full buckets."""
    with GatewayStack(tmp_path_factory.mktemp("limited"), budgets=BUDGETS) as stack:
        yield stack


def test_who_calls_too_often_is_told_when_to_come_back(limited: GatewayStack) -> None:
    with from_address(limited, "127.0.0.2") as client:
        assert statuses(client, BUDGETS.calls) == [501] * BUDGETS.calls
        answer = refusal_of(client)
    refusal = refused(answer, 429)
    assert refusal.reason == "TOO_MANY_REQUESTS"
    assert refusal.korean == "요청이 너무 많습니다. 잠시 후 다시 시도해주세요."
    seconds = math.ceil(60 / BUDGETS.calls)
    assert answer.headers["retry-after"] == str(seconds)
    assert refusal.details["RetryInfo"]["retry_delay"] == f"{seconds}s"


def test_who_waits_is_served_again(limited: GatewayStack) -> None:
    with from_address(limited, "127.0.0.3") as client:
        refusal_of(client)
        wait_until(lambda: client.get(CHEAP).status_code == 501)


def test_one_client_takes_nothing_from_another(limited: GatewayStack) -> None:
    with from_address(limited, "127.0.0.4") as greedy, from_address(limited, "127.0.0.5") as other:
        refusal_of(greedy)
        assert statuses(other, BUDGETS.calls) == [501] * BUDGETS.calls


@pytest.mark.parametrize(
    ("address", "path", "most", "options"),
    [
        ("127.0.1.1", "/api/chat/stream", BUDGETS.chat, {"json": {"message": "안녕"}}),
        ("127.0.1.2", "/api/chat/message?x=1", BUDGETS.chat, {"json": {"message": "안녕"}}),
        ("127.0.1.3", "/api/datasets/upload?name=a", BUDGETS.uploads, {"content": b"a\n1\n", "headers": CSV}),
        ("127.0.1.4", "/api/predict/eclo/batch", BUDGETS.batches, {"json": {"dataset_id": "a"}}),
    ],
)
def test_chat_uploads_and_batches_have_budgets_of_their_own(
    limited: GatewayStack, address: str, path: str, most: int, options: dict[str, object]
) -> None:
    with from_address(limited, address) as client:
        refusal_of(client)
        answers = [client.post(path, **options).status_code for _ in range(3 * most)]  # type: ignore[arg-type]
    assert 429 not in answers[:most]
    assert 429 in answers


def test_rest_and_grpc_share_one_budget_and_grpc_says_resource_exhausted(limited: GatewayStack) -> None:
    for _ in range(BUDGETS.chat):
        assert limited.http.post("/api/chat/stream", json={"message": "안녕"}).status_code == 200
    with grpc.insecure_channel(limited.target) as channel:
        chat = chat_pb2_grpc.ChatServiceStub(channel)
        with pytest.raises(grpc.RpcError) as caught:
            list(chat.StreamMessage(chat_pb2.StreamMessageRequest(message="안녕"), timeout=5))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert caught.value.details() == "too many requests of one client: there is room again in 15 s"


def test_health_is_never_counted(limited: GatewayStack) -> None:
    with from_address(limited, "127.0.0.6") as client:
        refusal_of(client)
        assert set(statuses(client, 2 * BUDGETS.calls, "/health")) == {200}
    with grpc.insecure_channel(limited.target) as channel:
        ops = ops_pb2_grpc.OpsServiceStub(channel)
        for _ in range(2 * BUDGETS.calls):
            assert ops.GetHealth(ops_pb2.GetHealthRequest(), timeout=5).status == "healthy"


def test_the_app_which_asks_for_many_people_is_not_counted(limited: GatewayStack) -> None:
    with grpc.insecure_channel(limited.app_url.removeprefix("http://")) as channel:
        prediction = prediction_pb2_grpc.PredictionServiceStub(channel)
        for _ in range(3 * BUDGETS.calls):
            assert prediction.GetModel(prediction_pb2.GetModelRequest(), timeout=5).model_version


def test_nobody_gets_a_new_budget_by_naming_another_address(limited: GatewayStack) -> None:
    with from_address(limited, "127.0.0.7") as client:
        names = [{"x-forwarded-for": f"203.0.113.{number}"} for number in range(3 * BUDGETS.calls)]
        answers = [client.get(CHEAP, headers=headers).status_code for headers in names]
    assert 429 in answers


def test_a_refused_call_of_a_wrong_kind_costs_nothing(limited: GatewayStack) -> None:
    with from_address(limited, "127.0.0.8", origin="https://evil.example") as foreign:
        assert set(statuses(foreign, BUDGETS.calls)) == {403}
    with from_address(limited, "127.0.0.8") as client:
        assert client.get(CHEAP).status_code == 501


def test_without_budgets_nobody_is_counted(gateway: GatewayStack) -> None:
    assert set(statuses(gateway.http, 200)) == {501}
