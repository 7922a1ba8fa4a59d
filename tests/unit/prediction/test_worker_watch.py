"""When a worker consumes, and when it is deaf."""

import pytest

from services.prediction.worker_watch import DEAF_SECONDS, STALE_SECONDS, Watch


class Worker:
    """A worker whose clock is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.watch = Watch(lambda: self.now)
        self.received = 0

    def lives(self, seconds: float, waiting: int = 0, *, is_idle: bool = True, ticks: bool = True) -> None:
        """Both signs of life each second."""
        for _ in range(int(seconds)):
            self.now += 1
            if ticks:
                self.watch.tick()
            self.watch.looked(waiting, self.received, is_idle=is_idle)


def test_a_worker_consumes_from_its_first_tick_on() -> None:
    worker = Worker()
    assert worker.watch.problem
    worker.lives(1, ticks=False)
    assert worker.watch.problem == "not connected to the broker"
    worker.lives(1)
    assert worker.watch.problem == ""


def test_a_worker_whose_connection_has_ended_does_not_consume() -> None:
    worker = Worker()
    worker.lives(1)
    worker.lives(STALE_SECONDS + 1, ticks=False)
    assert worker.watch.problem == "not connected to the broker"


def test_a_broker_that_does_not_answer_is_named() -> None:
    worker = Worker()
    worker.lives(1)
    worker.now += STALE_SECONDS + 1
    worker.watch.broker_is_away()
    assert worker.watch.problem == "the broker does not answer"


def test_a_worker_is_deaf_if_messages_wait_while_it_is_idle() -> None:
    worker = Worker()
    worker.lives(1)
    worker.lives(DEAF_SECONDS + 1, waiting=1)
    assert not worker.watch.is_deaf
    worker.lives(1, waiting=1)
    assert worker.watch.is_deaf


@pytest.mark.parametrize("reason", ["busy", "receives", "nothing waits", "broker away", "paused"])
def test_a_worker_is_not_deaf_while_there_is_a_reason(reason: str) -> None:
    worker = Worker()
    for _ in range(3):
        worker.lives(DEAF_SECONDS, waiting=1)
        match reason:
            case "busy":
                worker.lives(1, waiting=1, is_idle=False)
            case "receives":
                worker.received += 1
                worker.lives(1, waiting=1)
            case "nothing waits":
                worker.lives(1)
            case "broker away":
                worker.watch.broker_is_away()
            case _:
                worker.now += 100
        assert not worker.watch.is_deaf
