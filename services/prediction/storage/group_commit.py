"""Group commit: many waiting writers share one statement and one fsync.

While one group is being written the next one gathers, so the group grows with the load and a lone writer waits for
nobody. There is no timer. Source of the idea: DeWitt et al., "Implementation techniques for main memory database
systems", SIGMOD 1984.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeAlias, TypeVar

from prometheus_client import Gauge, Histogram

from services.chassis.errors import Exhausted, Unavailable

Item = TypeVar("Item")
Group: TypeAlias = list[tuple[Item, "asyncio.Future[None]"]]

GROUP = 500
"""Most items of one group."""

WAITING = 2000
"""Most items that wait; more are refused."""

PATIENCE = 0.8
"""Seconds an item waits to be durable before its caller is told that the database is away; all within a second."""

SIZES = Histogram(
    "prediction_commit_items", "Predictions stored by one commit.", buckets=(1, 2, 5, 10, 25, 50, 100, 250, 500)
)
SECONDS = Histogram(
    "prediction_commit_seconds",
    "Time of one commit, failed ones included.",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)
WAIT = Gauge("prediction_commit_waiting", "Predictions that wait for a commit.")


class GroupCommit(Generic[Item]):
    """Writes items with `write`, which is called in one thread of its own and returns when its argument is durable.

    All methods are called on one event loop.
    """

    def __init__(self, write: Callable[[Sequence[Item]], None]) -> None:
        self._write = write
        self._waiting: deque[tuple[Item, asyncio.Future[None]]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="group-commit")
        self._idle = asyncio.Event()
        self._idle.set()
        WAIT.set_function(lambda: len(self._waiting))

    async def commit(self, item: Item) -> None:
        """Returns when `item` is durable.

        Raises Exhausted if too many items wait, Unavailable if it is not durable in time, and what `write` raised.
        """
        if len(self._waiting) >= WAITING:
            raise Exhausted(
                "too many predictions wait to be stored", "요청이 몰려 처리하지 못했습니다. 잠시 후 다시 시도해주세요."
            )
        loop = asyncio.get_running_loop()
        durable: asyncio.Future[None] = loop.create_future()
        self._waiting.append((item, durable))
        if self._idle.is_set():
            self._idle.clear()
            loop.call_soon(self._gather, loop, 0)
        patience = loop.call_later(PATIENCE, _give_up, durable)  # asyncio.timeout takes three times as long
        try:
            await durable
        finally:
            patience.cancel()

    def _gather(self, loop: asyncio.AbstractEventLoop, seen: int) -> None:
        """Writes when a turn of the loop has brought nothing new: at once for a lone writer, whole waves under load."""
        waiting = len(self._waiting)
        if seen < waiting < GROUP:
            loop.call_soon(self._gather, loop, waiting)
        else:
            self._write_group(loop)

    def _write_group(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hands a group to the thread. A task that awaits the thread would cost a lone writer two more turns."""
        group = self._next_group()
        if not group:
            self._idle.set()
            return
        began = time.perf_counter()
        written = self._thread.submit(self._write, [item for item, _ in group])
        written.add_done_callback(lambda done: loop.call_soon_threadsafe(self._release, group, done, loop, began))

    def _release(
        self, group: Group[Item], written: Future[None], loop: asyncio.AbstractEventLoop, began: float
    ) -> None:
        """Tells the waiters of `group` how it ended, and goes on with those who came meanwhile."""
        error = written.exception()
        for _, durable in group:
            if durable.done():  # its caller went away meanwhile
                continue
            if error is None:
                durable.set_result(None)
            else:
                durable.set_exception(error)
        # Only now: nobody waits for the figures.
        SIZES.observe(len(group))
        SECONDS.observe(time.perf_counter() - began)
        self._gather(loop, 0)

    def _next_group(self) -> Group[Item]:
        """The oldest items that somebody still waits for."""
        group: Group[Item] = []
        while self._waiting and len(group) < GROUP:
            item, durable = self._waiting.popleft()
            if not durable.done():
                group.append((item, durable))
        return group

    async def close(self) -> None:
        """Finishes what waits and ends the thread."""
        await self._idle.wait()
        self._thread.shutdown()


def _give_up(durable: "asyncio.Future[None]") -> None:
    if not durable.done():
        durable.set_exception(
            Unavailable(
                "the database did not commit in time", "데이터베이스가 응답하지 않습니다. 잠시 후 다시 시도해주세요."
            )
        )
