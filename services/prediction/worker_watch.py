"""Whether a worker does what it is there for, as its main process can tell.

A worker can be alive, be connected, and receive nothing any more. What it does about that is to end: whoever started it
starts it again, and messages are lost by nobody.
"""

import time
from collections.abc import Callable

DEAF_SECONDS = 15.0
"""How long messages may wait for an idle worker. After a long outage Celery takes up to 30 s to connect again."""

STALE_SECONDS = 5.0
"""How old a sign of life may be: the event loop and the look at the queue have one each second."""


class Watch:
    """What is known about one worker. `tick` is called by its event loop, everything else by a thread beside it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, deaf_seconds: float = DEAF_SECONDS) -> None:
        self._clock = clock
        self._deaf_seconds = deaf_seconds
        self._ticked_at = self._looked_at = float("-inf")
        self._received = 0
        self._waiting_since: float | None = None
        self._is_stopping = False

    def tick(self) -> None:
        """The event loop runs, with a connection to the broker."""
        self._ticked_at = self._clock()

    def looked(self, waiting: int, received: int, *, is_idle: bool) -> None:
        """The broker holds `waiting` messages for us. So many were `received` since the worker started."""
        now = self._clock()
        was_paused = now - self._looked_at > STALE_SECONDS  # all of it, and so it could receive nothing
        if not waiting or not is_idle or received != self._received or was_paused:
            self._waiting_since = None
        elif self._waiting_since is None:
            self._waiting_since = now
        self._received, self._looked_at = received, now

    def broker_is_away(self) -> None:
        """The broker could not be asked; that a worker receives nothing then says nothing about the worker."""
        self._waiting_since = None

    def stop(self) -> None:
        """The worker was asked to stop: it takes nothing any more, and shall not."""
        self._is_stopping = True

    @property
    def problem(self) -> str:
        """Why the worker does not consume; empty if it does."""
        now = self._clock()
        if self._is_stopping:
            return "stopping"
        if now - self._looked_at > STALE_SECONDS:
            return "the broker does not answer"
        if now - self._ticked_at > STALE_SECONDS:
            return "not connected to the broker"
        return ""

    @property
    def is_deaf(self) -> bool:
        """Whether messages have waited too long although there was nothing else to do."""
        if self._is_stopping or self._waiting_since is None:
            return False
        return self._looked_at - self._waiting_since > self._deaf_seconds
