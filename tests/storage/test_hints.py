"""Hints through a real Valkey that is healthy, away, paused or full."""

import threading
import time
from collections.abc import Iterator

import pytest

from services.prediction.celery_app import QUEUE, celery_app
from services.prediction.hints import CeleryHints
from tests.batches import UNKNOWN
from tests.stack import free_ports, wait_until
from tests.valkey_server import ValkeyServer, valkey


@pytest.fixture
def server() -> Iterator[ValkeyServer]:
    with valkey() as running:
        yield running


def waiting(server: ValkeyServer) -> int:
    return int(server.client.llen(QUEUE))


def hears(server: ValkeyServer, hints: CeleryHints) -> bool:
    """Whether a hint of now, or one from before, has arrived."""
    hints.send(UNKNOWN)
    return waiting(server) > 0


def test_a_hint_is_one_message_for_each_worker_and_holds_nothing_but_the_job(server: ValkeyServer) -> None:
    hints = CeleryHints(celery_app(server.url))
    hints.send(UNKNOWN, 3)
    wait_until(lambda: waiting(server) == 3)
    hints.close()
    message = server.client.lrange(QUEUE, 0, 0)[0]
    assert b'"content-type": "application/json"' in message
    with celery_app(server.url).connection() as connection:
        arguments, options, _ = connection.default_channel.basic_get(QUEUE, no_ack=True).decode()
    assert (arguments, options) == ([UNKNOWN], {})


def test_a_broker_that_is_away_delays_nobody_and_is_told_of_later_jobs(server: ValkeyServer) -> None:
    hints = CeleryHints(celery_app(server.url))
    server.kill()
    began = time.monotonic()
    hints.send(UNKNOWN, 4)
    assert time.monotonic() - began < 0.1
    server.start()
    wait_until(lambda: hears(server, hints))
    hints.close()


def test_a_broker_that_hangs_delays_nobody_and_is_told_of_later_jobs(server: ValkeyServer) -> None:
    hints = CeleryHints(celery_app(server.url))
    server.pause()
    began = time.monotonic()
    hints.send(UNKNOWN)
    assert time.monotonic() - began < 0.1
    server.resume()
    wait_until(lambda: hears(server, hints))
    hints.close()


def test_a_broker_that_is_full_delays_nobody(server: ValkeyServer) -> None:
    hints = CeleryHints(celery_app(server.url))
    server.client.config_set("maxmemory", 1)
    hints.send(UNKNOWN)
    server.client.config_set("maxmemory", 0)
    wait_until(lambda: hears(server, hints))
    hints.close()


def test_hints_that_nobody_takes_do_not_pile_up() -> None:
    hints = CeleryHints(celery_app(f"redis://127.0.0.1:{free_ports(1)[0]}/0"), waiting=5)
    hints.send(UNKNOWN, 1_000_000)
    hints.close()


def test_what_no_client_should_meet_does_not_keep_the_next_hint(
    server: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, failed = celery_app(server.url), threading.Event()

    def fail(*_: object, **__: object) -> None:
        failed.set()
        raise ZeroDivisionError

    hints = CeleryHints(app)
    with monkeypatch.context() as patched:
        patched.setattr(app, "send_task", fail)
        hints.send(UNKNOWN)
        assert failed.wait(10)
    hints.send(UNKNOWN)
    wait_until(lambda: waiting(server) == 1)
    hints.close()
