"""Takes jobs in: the dataset is held, the job stored, and only then workers are told. A refused job leaves nothing."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, TypeVar

from services.chassis.errors import DomainError, InvalidInput
from services.chassis.telemetry import logger
from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain import accident_codec
from services.prediction.domain.batch import SLICE_ROWS, Batch, Batches, NewBatch, Source
from services.prediction.domain.batch_request import BatchRequest
from services.prediction.domain.column_matching import Matching, match_columns, require_columns
from services.prediction.domain.datasets import HOLD_LEASE, Datasets, holder
from services.prediction.domain.slices import Hints

Result = TypeVar("Result")

FAN_OUT = 4
"""Workers that are asked to look at one job at once; more jobs than one shall have workers."""


class Accepting:
    """`new_id` makes ids in the order of time."""

    def __init__(
        self,
        batches: Batches,
        calls: DatabaseCalls,
        datasets: Datasets,
        hints: Hints,
        *,
        new_id: Callable[[], str],
    ) -> None:
        self._batches = batches
        self._calls = calls
        self._datasets = datasets
        self._hints = hints
        self._new_id = new_id
        self._running: set[asyncio.Task[Any]] = set()

    async def match(self, dataset_id: str, chosen: Mapping[str, str]) -> Matching:
        """Which columns of the dataset a job would take. Raises DatasetMissing, InvalidInput, Unavailable."""
        dataset = await self._datasets.describe(dataset_id)
        return match_columns(dataset.columns, chosen)

    async def create(self, request: BatchRequest) -> Batch:
        """The job; a request that was sent before gets the first one.

        Raises InvalidInput, DatasetMissing, BatchRequestReused, TooManyBatches, Unavailable.
        """
        if violations := request.violations():
            raise InvalidInput(violations)
        digest = await asyncio.to_thread(lambda: request.digest)
        if request.request_id:
            known = await self._calls(self._batches.requested, request.request_id, digest)
            if known is not None:
                return known
        new = await self._new(request, digest)
        return await self._to_end(self._accept(new))

    async def cancel(self, batch_id: str) -> Batch:
        """The job after the cancellation, whose dataset can be deleted then. Raises BatchNotFound."""
        batch = await self._calls(self._batches.cancel, batch_id)
        if batch.source is not None:
            await self._release(batch.source.dataset_id, batch_id)
        return batch

    async def _new(self, request: BatchRequest, digest: str) -> NewBatch:
        """The job that is asked for. Raises DatasetMissing, InvalidInput, Unavailable."""
        new = partial(NewBatch, self._new_id(), request_id=request.request_id, digest=digest)
        if request.accidents:
            stored = await asyncio.to_thread(accident_codec.encode, request.accidents)
            return new(len(request.accidents), accidents=stored)
        dataset = await self._datasets.describe(request.dataset_id)
        columns = require_columns(dataset.columns, request.columns)
        return new(dataset.rows, source=Source(dataset.dataset_id, dataset.name, dataset.sha256, columns))

    async def _accept(self, new: NewBatch) -> Batch:
        accepted = False
        try:
            if new.source is not None:
                await self._datasets.hold(new.source.dataset_id, holder(new.batch_id), HOLD_LEASE)
            batch = await self._calls(self._batches.create, new)
            accepted = batch.batch_id == new.batch_id  # otherwise the same request came twice, and the other one won
        finally:
            if not accepted and new.source is not None:
                await self._release(new.source.dataset_id, new.batch_id)
        if accepted:
            self._hints.send(batch.batch_id, min(FAN_OUT, -(-batch.total // SLICE_ROWS)))
        return batch

    async def _release(self, dataset_id: str, batch_id: str) -> None:
        try:
            await self._datasets.release(dataset_id, holder(batch_id))
        except DomainError as error:
            logger().warning("a dataset stays held for a while", dataset_id=dataset_id, why=error.message)

    async def _to_end(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The result of `work`, which goes on if the caller goes away: half of it must not be left."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # the caller who would have seen it may be gone
