"""PostgreSQL paused, killed, restarted, or rid of its connections while predictions are asked for."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.accidents import ACCIDENT
from tests.e2e.errors import refused
from tests.load import Load
from tests.stack import EmbeddedStack, paused, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("whole")]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "restarted"])
def test_a_database_that_ends_under_load_costs_seconds_and_nothing_acknowledged(
    stack: EmbeddedStack, number: int
) -> None:
    pid = stack.part("prediction")["pid"]
    with Load(stack.grpc) as load:
        wait_until(lambda: len(load.acknowledged) > 200)
        ended_at = time.monotonic()
        stack.kill("postgres", number)
        wait_until(lambda: stack.part("postgres")["state"] != "healthy", 5)
        asked = time.monotonic()
        answer = stack.predict()
        assert time.monotonic() - asked < 1
        if answer.status_code != 200:
            refused(answer, 503)
        wait_until(lambda: stack.part("postgres")["state"] == "healthy")
        load.answered_after(ended_at + 1, 20)
    assert {code.name for code in load.codes} == {"OK", "UNAVAILABLE"}
    assert load.slowest < 3
    assert stack.stored(load.acknowledged) == len(load.acknowledged)
    assert stack.part("prediction")["pid"] == pid, "the service was not restarted"


def test_a_database_that_hangs_under_load_is_said_in_time(stack: EmbeddedStack) -> None:
    with Load(stack.grpc) as load:
        wait_until(lambda: len(load.acknowledged) > 200)
        with paused(stack.family("postgres")):
            time.sleep(3)
        load.answered_after(time.monotonic(), 10)
    assert {code.name for code in load.codes} == {"OK", "UNAVAILABLE"}
    assert load.slowest < 2
    assert stack.stored(load.acknowledged) == len(load.acknowledged)


def test_readers_of_a_hanging_database_hold_up_no_prediction(stack: EmbeddedStack) -> None:
    for _ in range(2):
        stack.http.get("/api/predictions")
    with ThreadPoolExecutor(20) as readers, paused(stack.family("postgres")):
        reading = [readers.submit(stack.http.get, "/api/predictions") for _ in range(20)]
        time.sleep(0.5)
        for _ in range(3):
            asked = time.monotonic()
            refused(stack.predict(), 503)
            assert time.monotonic() - asked < 1
        week = stack.http.post("/api/predict/risk/week", json={"accident": ACCIDENT})
        assert week.status_code == 200
        for answer in reading:
            assert answer.result(20).status_code in (503, 504)


def test_the_next_call_after_all_connections_were_cut_works(stack: EmbeddedStack) -> None:
    assert stack.http.get("/api/predictions").status_code == 200
    with stack.database("postgres") as cursor:
        cursor.execute("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'prediction'")
        assert cursor.fetchone()[0] >= 2
    assert stack.predict().status_code == 200
    assert stack.http.get("/api/predictions").status_code == 200
