"""More than the stack can serve: refused early, nothing hangs, and a few seconds later all is well."""

import asyncio
import json
import socket
import time
from collections import Counter

import grpc
import pytest
from daegu.prediction.v1 import prediction_pb2_grpc
from google.rpc import error_details_pb2

from deploy.local.ports import HOST
from tests.accidents import ACCIDENT
from tests.grpc_server import Refusal
from tests.load import OPTIONS, REQUEST
from tests.stack import EmbeddedStack, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("whole")]

CONNECTION_CAP = 1000


async def burst(target: str, calls: int, connections: int, seconds: float) -> list[grpc.aio.AioRpcError | str]:
    """Sends `calls` at once over `connections`; each answer is a prediction id or the error."""
    channels = [grpc.aio.insecure_channel(target, options=OPTIONS) for _ in range(connections)]
    stubs = [prediction_pb2_grpc.PredictionServiceStub(channel) for channel in channels]
    await asyncio.gather(*(channel.channel_ready() for channel in channels))

    async def call(number: int) -> grpc.aio.AioRpcError | str:
        try:
            return str((await stubs[number % connections].PredictEclo(REQUEST, timeout=seconds)).prediction_id)
        except grpc.aio.AioRpcError as error:
            return error

    answers = await asyncio.gather(*(call(number) for number in range(calls)))
    for channel in channels:
        await channel.close()
    return answers


def test_a_thousand_requests_at_once_are_answered_or_refused(stack: EmbeddedStack) -> None:
    async def scenario() -> list[grpc.aio.AioRpcError | str]:
        with stack.database("postgres") as cursor:
            # Nothing is committed for a moment: on a fast machine a thousand would not be at once otherwise.
            cursor.execute("BEGIN; LOCK TABLE predictions IN EXCLUSIVE MODE")
            answers = asyncio.create_task(burst(stack.grpc, 1000, 20, 20))
            await asyncio.sleep(0.7)
            cursor.execute("COMMIT")
            return await answers

    answers = asyncio.run(scenario())
    stored = [answer for answer in answers if isinstance(answer, str)]
    errors = [answer for answer in answers if not isinstance(answer, str)]
    assert {error.code().name for error in errors} <= {"RESOURCE_EXHAUSTED", "UNAVAILABLE"}, Counter(
        error.code().name for error in errors
    )
    assert stored
    assert stack.stored(stored) == len(stored)
    over = time.monotonic()
    wait_until(lambda: stack.predict().status_code == 200, 5)
    wait_until(stack.healthy, 5)
    assert time.monotonic() - over < 5
    refusals = [Refusal(error) for error in errors if error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED]
    assert refusals, "not enough at once to need the limit of the service"
    for refusal in refusals:
        assert refusal.korean
        assert refusal.detail(error_details_pb2.RetryInfo).retry_delay.ToSeconds() <= 1


def test_a_burst_after_a_restart_is_refused_by_the_service_alone(stack: EmbeddedStack) -> None:
    """The gateway's connection is new, so it has not been told yet how many calls the service takes on it."""
    restarts = stack.part("prediction")["restarts"]
    stack.kill("prediction")
    wait_until(lambda: stack.part("prediction")["restarts"] > restarts)
    stack.wait_until_whole()
    answers = asyncio.run(burst(stack.grpc, 300, 10, 20))
    codes = Counter(answer.code().name for answer in answers if not isinstance(answer, str))
    assert set(codes) <= {"RESOURCE_EXHAUSTED"}


def test_nine_hundred_connections_at_once_are_answered_or_refused(stack: EmbeddedStack) -> None:
    body = json.dumps(ACCIDENT)
    head = "POST /api/predict/eclo HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n"
    request = f"{head}content-length: {len(body)}\r\n\r\n{body}".encode()

    async def call() -> int:
        reader, writer = await asyncio.open_connection(HOST, int(stack.grpc.rpartition(":")[2]))
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return int(answer.split()[1])

    async def scenario() -> Counter[int]:
        return Counter(await asyncio.wait_for(asyncio.gather(*(call() for _ in range(900))), 30))

    statuses = asyncio.run(scenario())
    assert set(statuses) <= {200, 429, 503}
    assert statuses[200]
    wait_until(lambda: stack.predict().status_code == 200, 5)


def test_health_answers_while_the_service_refuses(stack: EmbeddedStack) -> None:
    async def scenario() -> Counter[int]:
        statuses: Counter[int] = Counter()
        load = asyncio.create_task(burst(stack.grpc, 1000, 20, 20))
        while not load.done():
            answer = await asyncio.to_thread(stack.http.get, "/health")
            statuses[answer.status_code] += 1
        return statuses

    assert set(asyncio.run(scenario())) == {200}


def test_callers_that_give_up_after_a_millisecond_do_no_harm(stack: EmbeddedStack) -> None:
    answers = asyncio.run(burst(stack.grpc, 300, 10, 0.001))
    codes = {answer.code().name for answer in answers if not isinstance(answer, str)}
    assert "DEADLINE_EXCEEDED" in codes
    assert codes <= {"DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "UNAVAILABLE"}
    assert stack.predict().status_code == 200


def test_cancelled_calls_free_their_places(stack: EmbeddedStack) -> None:
    with grpc.insecure_channel(stack.grpc) as channel, stack.database("postgres") as cursor:
        stub = prediction_pb2_grpc.PredictionServiceStub(channel)
        cursor.execute("BEGIN; LOCK TABLE predictions IN ACCESS EXCLUSIVE MODE")
        calls = [stub.PredictEclo.future(REQUEST, timeout=10) for _ in range(64)]
        time.sleep(0.2)
        for call in calls:
            call.cancel()
        cursor.execute("COMMIT")
        answers = [stub.PredictEclo.future(REQUEST, timeout=10) for _ in range(40)]
        assert all(answer.result().prediction_id for answer in answers)


def test_idle_connections_beyond_the_cap_are_closed(stack: EmbeddedStack) -> None:
    idle = []
    try:
        for _ in range(CONNECTION_CAP + 50):
            idle.append(socket.create_connection((HOST, int(stack.grpc.rpartition(":")[2])), timeout=5))
        last = idle[-1]
        last.settimeout(5)
        assert last.recv(1) == b"", "closed by the gateway"
    finally:
        for connection in idle:
            connection.close()
    wait_until(stack.healthy, 10)
