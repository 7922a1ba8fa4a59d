"""One process of the stack ends: what goes on, what is said, and how it comes back."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import grpc
import httpx
import pytest
from daegu.prediction.v1 import prediction_pb2_grpc

from tests.e2e.errors import refused
from tests.load import REQUEST, Load
from tests.stack import EmbeddedStack, paused, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("whole")]


def test_the_prediction_service_can_be_killed_again_and_again(stack: EmbeddedStack) -> None:
    with Load(stack.grpc) as load:
        for _ in range(3):
            time.sleep(0.5)
            killed_at = time.monotonic()
            stack.kill("prediction")
            load.answered_after(killed_at, 20)
    assert {code.name for code in load.codes} == {"OK", "UNAVAILABLE"}
    assert stack.stored(load.acknowledged) == len(set(load.acknowledged)) == len(load.acknowledged)


def test_calls_in_flight_finish_when_the_service_is_asked_to_stop(stack: EmbeddedStack) -> None:
    before = stack.part("prediction")
    with (
        grpc.insecure_channel(stack.grpc) as channel,
        stack.database("postgres") as cursor,
    ):
        stub = prediction_pb2_grpc.PredictionServiceStub(channel)
        stub.PredictEclo(REQUEST, timeout=5)
        # While the table is locked nothing is committed: the calls are in flight for as long as the test wants.
        cursor.execute("BEGIN; LOCK TABLE predictions IN ACCESS EXCLUSIVE MODE")
        calls = [stub.PredictEclo.future(REQUEST, timeout=10) for _ in range(20)]
        time.sleep(0.1)
        stack.kill("prediction", signal.SIGTERM)
        time.sleep(0.5)  # longer than the drain: new calls are refused by now
        assert not any(call.done() for call in calls)
        cursor.execute("COMMIT")
        ids = [call.result().prediction_id for call in calls]
    assert stack.stored(ids) == 20
    stack.wait_until_restarted("prediction", before["restarts"])
    log = (stack.home.log("prediction")).read_text()
    assert log.rindex('"stopped"') < log.rindex('"serving"')


def test_a_service_that_is_away_is_named_and_prediction_goes_on(stack: EmbeddedStack) -> None:
    restarts = stack.part("dataset")["restarts"]
    stack.kill("dataset")
    named = set()
    end = time.monotonic() + 30
    while stack.part("dataset")["restarts"] == restarts or not stack.healthy():
        named.add(stack.down_parts())
        assert stack.predict().status_code == 200
        assert time.monotonic() < end
    assert "dataset" in named
    assert named <= {"dataset", ""}


def test_a_service_that_hangs_is_named_and_prediction_goes_on(stack: EmbeddedStack) -> None:
    with paused(stack.family("chat")):
        wait_until(lambda: stack.down_parts() == "chat", 10)
        assert stack.predict().status_code == 200
    wait_until(stack.healthy, 10)


def test_without_ops_health_is_not_200_and_prediction_goes_on(stack: EmbeddedStack) -> None:
    restarts = stack.part("ops")["restarts"]
    stack.kill("ops")
    wait_until(lambda: stack.http.get("/health").status_code != 200, 5)
    answer = stack.http.get("/health")
    if answer.status_code != 200:
        refused(answer, 503)
    assert stack.predict().status_code == 200
    stack.wait_until_restarted("ops", restarts)


@pytest.mark.parametrize("name", ["cache", "broker"])
def test_prediction_goes_on_without_valkey(stack: EmbeddedStack, name: str) -> None:
    restarts = stack.part(name)["restarts"]
    with Load(stack.grpc, 4) as load:
        wait_until(lambda: len(load.acknowledged) > 50)
        stack.kill(name)
        stack.wait_until_restarted(name, restarts)
    assert {code.name for code in load.codes} == {"OK"}


def test_the_gateway_comes_back_on_its_port(stack: EmbeddedStack) -> None:
    restarts = stack.part("envoy")["restarts"]
    stack.kill("envoy")
    stack.wait_until_restarted("envoy", restarts)
    wait_until(lambda: _answered(stack), 10)


def _answered(stack: EmbeddedStack) -> bool:
    try:
        return stack.predict().status_code == 200
    except httpx.TransportError:
        return False


def test_everything_at_once_comes_back(stack: EmbeddedStack) -> None:
    names = ("prediction", "dataset", "chat", "ops", "envoy", "cache", "broker", "postgres", "worker", "flower")
    pid = {name: stack.part(name)["pid"] for name in names}
    with ThreadPoolExecutor(len(names)) as killers:
        list(killers.map(stack.kill, names))
    wait_until(lambda: all(stack.part(name)["pid"] not in (None, pid[name]) for name in names), 60)
    stack.wait_until_whole()
