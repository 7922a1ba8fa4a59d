"""A worker that is stopped, killed, cut off or deaf; there is no other one."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from services.prediction.celery_app import QUEUE, celery_app
from services.prediction.domain.batch import SLICE_ROWS, Batch, BatchStatus
from services.prediction.hints import CeleryHints
from services.prediction.storage.batches import BatchRepository
from services.prediction.worker import DEAF
from tests.batches import UNKNOWN
from tests.places import ROOT
from tests.stack import wait_until
from tests.tcp_proxy import TcpProxy
from tests.valkey_server import ValkeyServer
from tests.worker_process import Accept, WorkerProcess, worker


@pytest.fixture
def own_worker(prediction_database: str, broker: ValkeyServer) -> Iterator[WorkerProcess]:
    broker.client.flushall()
    with worker(prediction_database, broker.url) as process:
        yield process


def test_a_worker_that_is_asked_to_stop_finishes_its_slice(
    own_worker: WorkerProcess, accept: Accept, batches: BatchRepository, broker: ValkeyServer, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    batch_id = accept({0: {"wait_for": str(go)}})
    wait_until(go.with_suffix(".begun").exists)
    own_worker.process.send_signal(signal.SIGTERM)
    wait_until(lambda: own_worker.problem() == "stopping")
    go.touch()
    assert own_worker.process.wait(30) == 0
    assert batches.get(batch_id).done == SLICE_ROWS
    assert broker.client.hlen("unacked") == 0


def test_a_worker_that_is_killed_leaves_no_child(own_worker: WorkerProcess, accept: Accept, tmp_path: Path) -> None:
    go = tmp_path / "go"
    accept({0: {"wait_for": str(go)}})
    wait_until(go.with_suffix(".begun").exists)
    children = own_worker.children
    own_worker.process.kill()
    own_worker.process.wait(10)
    wait_until(lambda: not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children))


def test_a_worker_with_a_model_that_is_refused_ends_and_says_why(broker: ValkeyServer, tmp_path: Path) -> None:
    environment = os.environ | {
        "DATABASE_URL": "postgresql+psycopg2://nobody@127.0.0.1:1/none",
        "CELERY_BROKER_URL": broker.url,
        "DAEGU_DATASET_ADDRESS": "127.0.0.1:1",
        "DAEGU_MODEL_FOLDER": str(tmp_path),
    }
    command = [sys.executable, "-m", "services.prediction.worker"]
    ended = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60)
    assert ended.returncode == 1
    assert "cannot read manifest.json" in ended.stdout


@pytest.mark.faults
def test_a_worker_says_when_the_broker_is_away_and_goes_on_when_it_is_back(
    own_worker: WorkerProcess, accept: Accept, finished: Callable[[str], Batch], broker: ValkeyServer
) -> None:
    broker.kill()
    wait_until(lambda: own_worker.problem() == "the broker does not answer")
    broker.start()
    wait_until(lambda: own_worker.problem() == "")
    assert finished(accept()).status is BatchStatus.SUCCEEDED


@pytest.mark.faults
def test_a_connection_that_dies_without_a_word_is_noticed(
    prediction_database: str, accept: Accept, batches: BatchRepository, broker: ValkeyServer
) -> None:
    proxy = TcpProxy(broker.port)
    hints = CeleryHints(celery_app(broker.url))

    def told_until_finished(batch_id: str) -> bool:
        hints.send(batch_id)  # the broker may give the first ones to the connection that died
        return batches.get(batch_id).status.is_finished

    with worker(prediction_database, broker.url.replace(str(broker.port), str(proxy.port))) as cut_off:
        proxy.forget()
        batch_id = accept()
        wait_until(lambda: told_until_finished(batch_id))
        assert cut_off.process.poll() is None
    hints.close()
    proxy.close()


def test_a_worker_that_receives_nothing_any_more_ends(prediction_database: str, broker: ValkeyServer) -> None:
    app = celery_app(broker.url)
    with worker(prediction_database, broker.url, DEAF_SECONDS="2") as deaf:
        app.control.cancel_consumer(QUEUE)
        CeleryHints(app).send(UNKNOWN)
        assert deaf.process.wait(30) == DEAF
        assert deaf.process.stdout is not None
        assert "messages wait and none arrives" in deaf.process.stdout.read()
