"""Work that streams its results, done once for all who want them at the same time."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")


class SharedRun(Generic[Item]):
    """Runs a stream once. Every member gets all its items, those from before it came first.

    The first member who asks for items starts it, in a task of its own; when the last one leaves it is cancelled.
    `ended` is called when the run will give nothing more. Everything happens on one event loop.
    """

    def __init__(self, ended: Callable[[], None]) -> None:
        self._ended = ended
        self._items: list[Item] = []
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._members = 0
        self._was_left = False

    @property
    def is_ending(self) -> bool:
        """Whether it is too late to join."""
        return self._was_left or (self._task is not None and self._task.done())

    @contextmanager
    def joined(self) -> Iterator[Self]:
        """A member until the block ends."""
        self._members += 1
        try:
            yield self
        finally:
            self._members -= 1
            if not self._members:
                self._end()

    async def items(self, source: Callable[[], AsyncGenerator[Item, None]]) -> AsyncGenerator[Item, None]:
        """For a member: all items, then the exception of the run if it has one. Starts `source` if nobody has."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(source))
            self._task.add_done_callback(self._finished)
        position = 0
        while True:
            while position < len(self._items):
                yield self._items[position]
                position += 1
            if self._task.done():
                self._task.result()
                return
            await self._news.wait()

    async def wait(self) -> None:
        """Returns when the run has ended, however it did."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _run(self, source: Callable[[], AsyncGenerator[Item, None]]) -> None:
        async with aclosing(source()) as items:
            async for item in items:
                self._items.append(item)
                self._tell()

    def _finished(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            task.exception()  # has been seen, even if every member has left
        self._ended()
        self._tell()

    def _end(self) -> None:
        self._was_left = True
        if self._task is None:
            self._ended()
        else:
            self._task.cancel()

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
