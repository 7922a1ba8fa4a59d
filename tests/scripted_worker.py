"""A worker whose rows say what happens when they are scored: `python -m tests.scripted_worker`.

Everything about it is real but the scoring: the bytes that a job holds as its accidents are a script in JSON, one step
for each slice; a slice without one is scored at once. `{"wait_for": path}` says so in
the file `path`.begun and scores when `path` is there, `{"kill": true}` kills the process, `{"raise": true}` raises. The
environment variable DEAF_SECONDS says how long messages may wait while it is idle.
"""

import json
import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from services.chassis.database import create_engine
from services.prediction.celery_app import celery_app
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.slices import Slice
from services.prediction.hints import CeleryHints
from services.prediction.settings import WorkerSettings
from services.prediction.slice_work import SliceWork
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.slices import SliceRepository
from services.prediction.worker import run
from services.prediction.worker_watch import Watch
from tests.batches import scored_rows


class Scripted:
    """Implements slice_work.Scoring."""

    model_version = "scripted"

    def __init__(self, batches: BatchRepository) -> None:
        self._batches = batches

    def score(self, claimed: Slice) -> ScoredRows:
        steps = json.loads(self._batches.accidents(claimed.batch_id) or b"{}")
        match steps.get(str(claimed.number)):
            case {"wait_for": path}:
                Path(f"{path}.begun").touch()
                while not Path(path).exists():
                    time.sleep(0.02)
            case {"kill": True}:
                os.kill(os.getpid(), signal.SIGKILL)
            case {"raise": True}:
                raise ZeroDivisionError
        return scored_rows(claimed.rows)


def scripted_work(settings: WorkerSettings) -> SliceWork:
    engine = create_engine(settings.database_url, "worker", limits_waits=False)
    hints = CeleryHints(celery_app(settings.broker_url))
    scoring = Scripted(BatchRepository(engine))
    return SliceWork(SliceRepository(engine), scoring, hints, lease=timedelta(seconds=settings.lease_seconds))


if __name__ == "__main__":
    sys.exit(run(WorkerSettings.load(), scripted_work, Watch(deaf_seconds=float(os.environ["DEAF_SECONDS"]))))
