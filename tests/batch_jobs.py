"""Jobs of the embedded stack, through REST, and what is stored of them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2

from deploy.local.ports import HOST
from deploy.local.valkey import valkey_url
from tests.accidents import ACCIDENT
from tests.places import ROOT
from tests.stack import EmbeddedStack, wait_until

SECONDS = 90
"""How long a job may take, whatever happens meanwhile."""

DISTRICTS = ("대구광역시 수성구 상동", "대구광역시 북구", "nowhere")


def accidents(count: int, **changes: Any) -> list[dict[str, Any]]:
    """Accidents that differ, every third one with an error."""
    return [
        ACCIDENT | {"accident_hour": i % 24, "district": DISTRICTS[i % 3], "accident_day": 1 + i % 28} | changes
        for i in range(count)
    ]


class BatchJobs:
    """The jobs of one stack."""

    def __init__(self, stack: EmbeddedStack) -> None:
        self._stack = stack

    def create(self, **body: Any) -> str:
        """Accepts a job: `dataset_id`, or `accidents`."""
        answer = self._stack.http.post("/api/predict/eclo/batch", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["batch_id"])

    def state(self, batch_id: str) -> dict[str, Any]:
        """The job as the database has it: the service may be away."""
        with self._stack.database() as cursor:
            cursor.execute(
                "SELECT status, total, done, failed, failure FROM batch_jobs WHERE batch_id = %s", (batch_id,)
            )
            return dict(zip(("status", "total", "done", "failed", "failure"), cursor.fetchone(), strict=True))

    def finished(self, batch_id: str) -> dict[str, Any]:
        """Waits for the end of the job."""
        wait_until(lambda: self._is_finished(batch_id), SECONDS)
        return self.state(batch_id)

    def _is_finished(self, batch_id: str) -> bool:
        with suppress(psycopg2.OperationalError):  # the database may be away
            return self.state(batch_id)["status"] not in ("QUEUED", "RUNNING")
        return False

    def rows(self, batch_id: str) -> list[tuple[Any, ...]]:
        """Everything that is stored of its rows, in their order."""
        with self._stack.database() as cursor:
            cursor.execute(
                "SELECT to_jsonb(r) - 'batch_id' FROM batch_rows r WHERE batch_id = %s ORDER BY row", (batch_id,)
            )
            return list(cursor.fetchall())

    def begun(self, batch_id: str) -> bool:
        """Whether a worker has a slice of it."""
        with self._stack.database() as cursor:
            cursor.execute("SELECT count(*) FROM batch_slices WHERE batch_id = %s AND lease_until > now()", (batch_id,))
            return bool(cursor.fetchone()[0])

    def done_as(self, batch_id: str, undisturbed: list[tuple[Any, ...]]) -> None:
        """Waits for the end, and finds every row once, with the answer of a run that nothing disturbed."""
        state = self.finished(batch_id)
        assert (state["status"], state["done"]) == ("SUCCEEDED", state["total"]), state
        assert len(undisturbed) == state["total"]
        assert self.rows(batch_id) == undisturbed

    @contextmanager
    def not_stored(self) -> Iterator[None]:
        """Workers score, and cannot store what they have scored."""
        with self._stack.database() as cursor:
            cursor.execute("BEGIN; LOCK TABLE batch_rows IN SHARE MODE")
            yield
            cursor.execute("COMMIT")


@contextmanager
def another_worker(stack: EmbeddedStack, program: str = "services.prediction.worker") -> Iterator[None]:
    """A second worker on the stack, with the parts of the first one."""
    role, dataset = stack.home.secret("prediction"), stack.part("dataset")["port"]
    environment = os.environ | {
        "DATABASE_URL": f"postgresql+psycopg2://prediction:{role}@{HOST}:{stack.part('postgres')['port']}/prediction",
        "CELERY_BROKER_URL": valkey_url("broker", stack.part("broker")["port"], stack.home),
        "DAEGU_DATASET_ADDRESS": f"{HOST}:{dataset}",
    }
    command = [sys.executable, "-W", "ignore", "-m", program]
    with stack.home.log("another-worker").open("ab") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()
