"""The two losses that matter most: the service killed under load, and its database away."""

import time

import pytest

from tests.e2e.errors import refused
from tests.load import Load
from tests.stack import EmbeddedStack, paused, wait_until

pytestmark = pytest.mark.usefixtures("whole")


def test_what_was_acknowledged_before_a_kill_is_stored(stack: EmbeddedStack) -> None:
    restarts = stack.part("prediction")["restarts"]
    with Load(stack.grpc) as load:
        wait_until(lambda: len(load.acknowledged) > 200)
        with stack.database("postgres") as cursor:
            # Commits take long at this moment: whoever acknowledges without waiting for them is found out.
            cursor.execute("BEGIN; LOCK TABLE predictions IN EXCLUSIVE MODE")
            time.sleep(0.2)
            killed_at = time.monotonic()
            stack.kill("prediction")
        load.answered_after(killed_at, 20)
        time.sleep(0.5)
    assert {code.name for code in load.codes} <= {"OK", "UNAVAILABLE"}
    assert len(set(load.acknowledged)) == len(load.acknowledged)
    assert stack.stored(load.acknowledged) == len(load.acknowledged)
    assert stack.part("prediction")["restarts"] == restarts + 1


def test_without_its_database_the_service_says_so_at_once_and_recovers_by_itself(stack: EmbeddedStack) -> None:
    pid = stack.part("prediction")["pid"]
    stack.predict()
    with paused(stack.family("postgres")):
        for explain in (True, False, True):
            asked = time.monotonic()
            said = refused(stack.predict(explain=explain), 503)
            assert time.monotonic() - asked < 1
            assert said.code == 14
            assert "데이터베이스" in said.korean
            assert said.details["RetryInfo"]["retry_delay"]
        databases = {f"{context}.database" for context in ("prediction", "dataset", "chat")}
        wait_until(lambda: set(stack.down_parts().split(",")) == databases, 5)
        assert stack.http.get("/health").status_code == 503
        assert stack.http.get("/api/predict/model").status_code == 200
    wait_until(lambda: stack.predict().status_code == 200, 5)
    wait_until(stack.healthy, 5)
    assert stack.part("prediction")["pid"] == pid, "the service was not restarted"
