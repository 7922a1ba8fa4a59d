"""Removes what broken uploads and deletions have left, again and again while the service runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.chassis.background import in_background
from services.chassis.errors import DomainError
from services.chassis.telemetry import logger
from services.dataset.domain.library import Library


async def _sweep_for_ever(library: Library, seconds: float) -> None:
    """Removes what broken uploads and deletions have left, now and every `seconds`."""
    while True:
        try:
            uploads, files = await asyncio.to_thread(library.sweep)
        except DomainError as error:
            logger().warning("could not sweep", why=error.message)
        else:
            if uploads or files:
                logger().info("swept", uploads=uploads, files=files)
        await asyncio.sleep(seconds)


@asynccontextmanager
async def sweeping(library: Library, seconds: float) -> AsyncIterator[None]:
    """Sweeps while the block runs."""
    async with in_background(_sweep_for_ever(library, seconds)):
        yield
