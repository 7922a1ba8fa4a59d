"""Deletes predictions and ended jobs once they are old, where somebody wants that: nobody else ever deletes them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

from services.chassis.background import in_background
from services.chassis.errors import DomainError
from services.chassis.telemetry import logger

_PAUSE = 0.2  # seconds between two steps: predictions that are being stored come first


class Retention(Protocol):
    """The part of the database that forgets. Both raise DomainError if it is away."""

    def forget_predictions(self, before: datetime) -> int: ...
    def forget_job(self, before: datetime) -> str | None: ...


@asynccontextmanager
async def forgetting(retention: Retention, days: int, seconds: float = 3600) -> AsyncIterator[None]:
    """While the block runs, now and every `seconds` forgets what is older than `days`; nothing if `days` is 0."""
    if not days:
        yield
        return
    async with in_background(_forget_for_ever(retention, timedelta(days=days), seconds)):
        yield


async def _forget_for_ever(retention: Retention, age: timedelta, seconds: float) -> None:
    while True:
        try:
            await _forget(retention, datetime.now(UTC) - age)
        except DomainError as error:
            logger().warning("nothing old was forgotten", why=error.message)
        await asyncio.sleep(seconds)


async def _forget(retention: Retention, before: datetime) -> None:
    forgotten = 0
    while some := await asyncio.to_thread(retention.forget_predictions, before):
        forgotten += some
        await asyncio.sleep(_PAUSE)
    if forgotten:
        logger().info("old predictions are forgotten", predictions=forgotten, before=before.isoformat())
    while batch_id := await asyncio.to_thread(retention.forget_job, before):
        logger().info("an old job is forgotten", batch_id=batch_id)
        await asyncio.sleep(_PAUSE)
