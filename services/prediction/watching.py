"""Follows jobs on behalf of callers: what a job looks like, again and again until it is finished."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from services.chassis.errors import DeadlineExceeded, Exhausted, Unavailable
from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain.batch import Batch, Batches
from services.prediction.places import Places

MOST_WATCHERS = 16
POLL_SECONDS = 0.25
SILENCE_SECONDS = 5.0
"""A watcher hears of its job at least so often, even if nothing has changed."""

WATCH_SECONDS = 570.0
"""Then a watcher is told to come again: the gateway ends a call at 600 s, without a last word."""


class TooManyWatchers(Exhausted):
    """More would leave too few places for predictions."""

    reason = "TOO_MANY_WATCHERS"

    def __init__(self) -> None:
        super().__init__(
            f"{MOST_WATCHERS} jobs are being watched",
            "진행 상황을 보는 연결이 너무 많습니다. 잠시 후 다시 시도해주세요.",
            retry_after=5.0,
        )


class WatchOver(DeadlineExceeded):
    """The job lasts longer than a call may."""

    reason = "WATCH_OVER"

    def __init__(self) -> None:
        super().__init__(
            f"a job is watched for at most {WATCH_SECONDS:.0f} s; watch it again",
            "진행 상황을 더 보려면 다시 연결해주세요. 작업은 계속 진행됩니다.",
        )


class ServiceStopping(Unavailable):
    """This process ends; another one can be asked."""

    reason = "SERVICE_STOPPING"

    def __init__(self) -> None:
        super().__init__("the service is stopping", "서비스를 다시 시작하고 있습니다. 잠시 후 다시 시도해주세요.")


class Watching:
    """Asks for each watched job a few times a second. `silence` and `longest` in seconds."""

    def __init__(
        self,
        batches: Batches,
        calls: DatabaseCalls,
        *,
        silence: float = SILENCE_SECONDS,
        longest: float = WATCH_SECONDS,
    ) -> None:
        self._batches = batches
        self._calls = calls
        self._silence = silence
        self._longest = longest
        self._stopping = asyncio.Event()
        self._places = Places(MOST_WATCHERS, TooManyWatchers)

    def stop(self, _: float) -> None:
        """Ends all watching now: whoever watched has most of the seconds left to read why."""
        self._stopping.set()

    async def events(self, batch_id: str) -> AsyncGenerator[Batch, None]:
        """The job now, whenever it has changed, and after a silence; the last one is finished.

        Raises BatchNotFound, TooManyWatchers, Unavailable, WatchOver, ServiceStopping.
        """
        now = asyncio.get_running_loop().time
        ends_at, speaks_at, known = now() + self._longest, 0.0, None
        with self._places.one():
            while True:
                batch = await self._calls(self._batches.get, batch_id)
                if now() >= speaks_at or _state(batch) != known:
                    known, speaks_at = _state(batch), now() + self._silence
                    yield batch
                if batch.status.is_finished:
                    return
                if now() >= ends_at:
                    raise WatchOver
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._stopping.wait()
                        raise ServiceStopping


def _state(batch: Batch) -> tuple[object, ...]:
    """What makes a job another one; when it is expected to be finished changes all the time."""
    return batch.status, batch.done
