"""Following a job: what a watcher hears, and when it ends."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from typing import Any

import pytest

from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain.batch import Batch, BatchNotFound, BatchStatus, NewBatch
from services.prediction.watching import MOST_WATCHERS, ServiceStopping, TooManyWatchers, Watching, WatchOver
from tests.unit.prediction.memory_batches import NOW, MemoryBatches

JOB = "0197a1b2-0000-7000-8000-000000000001"


class Watched:
    """One job and whoever watches it."""

    def __init__(self, **limits: float) -> None:
        self.batches = MemoryBatches()
        self.batches.create(NewBatch(JOB, 10))
        self.watching = Watching(self.batches, DatabaseCalls(), **limits)
        self.events = self.watching.events(JOB)

    async def asked_again(self) -> None:
        """Returns when the job was looked at once more."""
        before = self.batches.asked
        while self.batches.asked == before:  # noqa: ASYNC110  # it is counted in a thread
            await asyncio.sleep(0.01)


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, 20))


def test_a_watcher_hears_of_every_change_until_the_job_is_finished() -> None:
    async def scenario() -> None:
        job = Watched(silence=60)
        steps: list[dict[str, Any]] = [
            {},
            {"status": BatchStatus.RUNNING},
            {"done": 5},
            {"status": BatchStatus.SUCCEEDED, "done": 10},
        ]
        for step in steps:
            job.batches.change(JOB, **step)
            assert await anext(job.events) == job.batches.jobs[JOB]
        with pytest.raises(StopAsyncIteration):
            await anext(job.events)

    run(scenario())


def test_another_estimate_is_no_news() -> None:
    async def scenario() -> None:
        job = Watched(silence=60)
        await anext(job.events)
        heard = asyncio.ensure_future(anext(job.events))
        job.batches.change(JOB, estimated_completion=NOW)
        await job.asked_again()
        await job.asked_again()
        assert not heard.done()
        job.batches.change(JOB, done=1)
        assert (await heard).done == 1

    run(scenario())


def test_a_job_that_does_not_move_is_spoken_of_all_the_same() -> None:
    async def scenario() -> None:
        job = Watched(silence=0)
        assert await anext(job.events) == await anext(job.events) == await anext(job.events)

    run(scenario())


def test_a_job_that_is_unknown_is_not_found() -> None:
    async def scenario() -> None:
        with pytest.raises(BatchNotFound):
            await anext(Watched().watching.events("nobody"))

    run(scenario())


def test_a_watcher_that_watches_for_too_long_is_told_to_come_again() -> None:
    async def scenario() -> None:
        job = Watched(longest=0)
        await anext(job.events)
        with pytest.raises(WatchOver):
            await anext(job.events)

    run(scenario())


def test_a_service_that_stops_ends_its_watchers() -> None:
    async def scenario() -> None:
        job = Watched(silence=60)
        await anext(job.events)
        heard = asyncio.ensure_future(anext(job.events))
        await job.asked_again()
        job.watching.stop(25)
        with pytest.raises(ServiceStopping):
            await heard

    run(scenario())


def test_only_so_many_watch_at_once_and_whoever_leaves_makes_room() -> None:
    async def scenario() -> None:
        job = Watched()
        watchers: list[AsyncGenerator[Batch, None]] = [job.watching.events(JOB) for _ in range(MOST_WATCHERS)]
        for watcher in watchers:
            await anext(watcher)
        with pytest.raises(TooManyWatchers) as full:
            await anext(job.watching.events(JOB))
        assert full.value.retry_after > 0
        await watchers[0].aclose()
        await anext(job.watching.events(JOB))

    run(scenario())
