"""A real worker with a real Valkey and a real PostgreSQL: every job is done, once, whatever its rows do."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.prediction.celery_app import celery_app
from services.prediction.domain.batch import SLICE_ROWS, Batch, BatchStatus
from services.prediction.hints import CeleryHints
from tests.batches import UNKNOWN
from tests.stack import wait_until
from tests.valkey_server import ValkeyServer
from tests.worker_process import Accept, WorkerProcess, worker

Rows = Callable[[str], int]


@pytest.fixture(scope="module")
def running(prediction_database: str, broker: ValkeyServer) -> Iterator[WorkerProcess]:
    with worker(prediction_database, broker.url) as process:
        yield process


def test_a_job_is_scored_slice_by_slice_to_its_end(
    running: WorkerProcess, accept: Accept, finished: Callable[[str], Batch], rows: Rows
) -> None:
    before = running.figures("worker_messages_total").get("done", 0)
    batch = finished(accept(rows=2 * SLICE_ROWS + 10))
    assert (batch.status, batch.done, batch.model_version) == (BatchStatus.SUCCEEDED, 2 * SLICE_ROWS + 10, "scripted")
    assert rows(batch.batch_id) == batch.total
    wait_until(lambda: running.figures("worker_messages_total")["done"] == before + 3)
    assert running.figures("worker_slice_seconds_count")[""] >= 3


def test_messages_about_what_is_done_or_unknown_change_nothing(
    running: WorkerProcess, accept: Accept, finished: Callable[[str], Batch], broker: ValkeyServer, rows: Rows
) -> None:
    batch = finished(accept(workers=4))
    hints = CeleryHints(celery_app(broker.url))
    for batch_id in (batch.batch_id, UNKNOWN, "not even an id"):
        hints.send(batch_id)
    hints.close()
    assert finished(accept()).status is BatchStatus.SUCCEEDED
    assert rows(batch.batch_id) == batch.total


def test_a_slice_whose_worker_is_killed_is_scored_by_the_next(
    running: WorkerProcess,
    accept: Accept,
    finished: Callable[[str], Batch],
    rows: Rows,
    tmp_path: Path,
) -> None:
    go = tmp_path / "go"
    batch_id = accept({1: {"wait_for": str(go)}})
    wait_until(go.with_suffix(".begun").exists)
    (child,) = running.children
    child.kill()
    go.touch()
    assert finished(batch_id).status is BatchStatus.SUCCEEDED
    assert rows(batch_id) == SLICE_ROWS + 10
    assert running.figures("worker_messages_total")["killed"] >= 1


def test_a_row_that_kills_its_worker_fails_its_job_and_no_other(
    running: WorkerProcess, accept: Accept, finished: Callable[[str], Batch]
) -> None:
    poison, other = accept({1: {"kill": True}}), accept()
    failed = finished(poison)
    assert (failed.status, failed.done) == (BatchStatus.FAILED, SLICE_ROWS)
    assert "5,001행부터 5,010행까지를 3번" in failed.failure
    assert finished(other).status is BatchStatus.SUCCEEDED
