"""Looks after jobs while the service runs: tells workers again of those that nobody works on, gives up those that kill
their workers, and keeps the datasets of unfinished ones from being deleted.

Messages to workers may be lost and workers may die; because of this no job is. Every replica of the service does it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Protocol, TypeVar

from prometheus_client import Gauge

from services.chassis.background import in_background
from services.chassis.errors import DomainError
from services.chassis.telemetry import Log, logger
from services.prediction.accepting import FAN_OUT
from services.prediction.domain.datasets import HOLD_LEASE, DatasetMissing, holder
from services.prediction.domain.slices import Backlog, Hints, Upkeep

Result = TypeVar("Result")

JOBS = Gauge("batch_jobs", "Unfinished jobs; the same in every replica.", ["status"])
SLICES = Gauge("batch_slices", "Slices of unfinished jobs: those that nobody has, and those in work.", ["status"])
OLDEST = Gauge("batch_oldest_wait_seconds", "How long the first job without a worker has waited.")

RENEWED_WITHIN = HOLD_LEASE / 2
"""Holds are renewed this long before they would end: time enough for the dataset service to be away for a while."""


class Holds(Protocol):
    """The part of domain.datasets.Datasets that holds are for."""

    async def hold(self, dataset_id: str, holder: str, lease: timedelta) -> None: ...
    async def release(self, dataset_id: str, holder: str) -> None: ...


class Reconciler:
    """One look after another. The database is asked in a thread of its own: if it hangs, nothing else does."""

    def __init__(self, upkeep: Upkeep, hints: Hints, holds: Holds, log: Log | None = None) -> None:
        self._upkeep = upkeep
        self._hints = hints
        self._holds = holds
        self._log = log or logger()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reconciler")

    async def look(self) -> None:
        """Looks once. Raises DomainError if the database is away; a dataset service that is away delays holds alone."""
        for batch_id in await self._ask(self._upkeep.give_up):
            self._log.warning("a job is given up", batch_id=batch_id)
        for batch_id in await self._ask(self._upkeep.forgotten):
            self._log.info("workers are told of a job again", batch_id=batch_id)
            self._hints.send(batch_id, FAN_OUT)
        _show(await self._ask(self._upkeep.backlog))
        try:
            await self._renew(await self._ask(self._upkeep.holds_to_renew, RENEWED_WITHIN))
            await self._release(await self._ask(self._upkeep.holds_to_release))
        except DomainError as error:
            self._log.warning("holds on datasets were not looked after", why=error.message)

    def close(self) -> None:
        """Ends the thread, after what it does right now."""
        self._thread.shutdown(wait=False)

    async def _renew(self, holds: Sequence[tuple[str, str]]) -> None:
        for batch_id, dataset_id in holds:
            try:
                await self._holds.hold(dataset_id, holder(batch_id), HOLD_LEASE)
            except DatasetMissing:  # the worker that wants its rows fails the job
                await self._ask(self._upkeep.released, batch_id)
            else:
                await self._ask(self._upkeep.held, batch_id, HOLD_LEASE)

    async def _release(self, holds: Sequence[tuple[str, str]]) -> None:
        for batch_id, dataset_id in holds:
            with contextlib.suppress(DatasetMissing):
                await self._holds.release(dataset_id, holder(batch_id))
            await self._ask(self._upkeep.released, batch_id)

    async def _ask(self, question: Callable[..., Result], *arguments: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, *arguments)


def _show(backlog: Backlog) -> None:
    JOBS.labels("queued").set(backlog.queued_jobs)
    JOBS.labels("running").set(backlog.running_jobs)
    SLICES.labels("open").set(backlog.open_slices)
    SLICES.labels("held").set(backlog.held_slices)
    OLDEST.set(backlog.oldest_wait)


@asynccontextmanager
async def reconciling(reconciler: Reconciler, seconds: float) -> AsyncIterator[None]:
    """Looks, now and every `seconds`, while the block runs."""
    try:
        async with in_background(_look_for_ever(reconciler, seconds)):
            yield
    finally:
        reconciler.close()


async def _look_for_ever(reconciler: Reconciler, seconds: float) -> None:
    while True:
        try:
            await reconciler.look()
        except DomainError as error:
            logger().warning("jobs were not looked after", why=error.message)
        except Exception as error:  # noqa: BLE001  # jobs depend on it: it looks again whatever has happened
            logger().error("looking after jobs failed", exc_info=error)
        await asyncio.sleep(seconds)
