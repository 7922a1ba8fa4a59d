"""Synchronous calls to the database, beside the event loop: predictions must not wait behind them if it hangs."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

THREADS = 6
"""Fewer than the pool has connections: the writer of predictions and the health check need one each."""


class DatabaseCalls:
    """Runs functions in threads of their own, so many at once."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="database")

    async def __call__(self, work: Callable[..., Result], *arguments: object) -> Result:
        """The result of `work`. A cancelled caller waits for it all the same: what it stores is stored when it ends."""
        future = asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            await asyncio.wait([future])
            raise
