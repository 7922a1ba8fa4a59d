"""Calls that last: only so many at once, so that they do not take the places of predictions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.chassis.errors import Exhausted


class Places:
    """`most` at once; one more is refused with what `full` makes. All methods are called on one event loop."""

    def __init__(self, most: int, full: Callable[[], Exhausted]) -> None:
        self._most = most
        self._full = full
        self.taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place for as long as the block lasts."""
        if self.taken >= self._most:
            raise self._full()
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1
