"""The life of one part: start, watch, restart."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Mapping

import grpc

from deploy.local import logs, processes
from deploy.local.errors import PartFailed
from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.probes import NotReady, Probe
from deploy.local.record import PartRecord, Process, State
from deploy.local.settings import KEYS, ROOT

_STARTING_INTERVAL = 0.1
_SERVING_INTERVAL = 1.0
_PROBE_SECONDS = 3.0
_STEADY_SECONDS = 10.0


def backoff(ends: int) -> float:
    """Seconds before the next start after `ends` ends in a row: 0.2, 0.4, 0.8 ... at most 10."""
    return float(min(0.2 * 2 ** (ends - 1), 10.0))


async def failure(probe: Probe) -> str:
    """Why the probe fails; empty if it succeeds."""
    try:
        async with asyncio.timeout(_PROBE_SECONDS):
            await probe.check()
    except TimeoutError:
        return f"no answer within {_PROBE_SECONDS:.0f} s"
    except (NotReady, OSError, grpc.RpcError) as error:
        return str(error) or type(error).__name__
    return ""


class Supervisor:
    """Keeps one part running until cancelled; it leaves the last process to whoever cancels it.

    `changed` is called after each change of `record`, `say` with a line for the person at the terminal.
    """

    def __init__(
        self,
        *,
        part: Part,
        record: PartRecord,
        home: Home,
        environment: Mapping[str, str],
        changed: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self.part = part
        self.record = record
        self.ready = asyncio.Event()
        self._home = home
        inherited = {k: v for k, v in environment.items() if part.sees_keys or k not in KEYS}
        self._environment = {**inherited, **part.environment, processes.OWNER: str(home.root)}
        self._changed = changed
        self._say = say
        self._serving_since: float | None = None

    async def run(self) -> None:
        """Raises PartFailed if the part cannot be started at all; afterwards it is restarted for ever."""
        ends = 0
        while True:
            how = await self._live()
            if self.record.state == State.DONE:
                return
            if self._serving_since and time.monotonic() - self._serving_since > _STEADY_SECONDS:
                ends = 0
            ends += 1
            if not self.ready.is_set() and ends >= self.part.start_attempts:
                raise self._failed(how if ends == 1 else f"{how} ({ends} attempts)")
            pause = backoff(ends)
            self.record.restarts += 1
            self._set(State.RESTARTING, how)
            self._say(f"{self.part.name} {how}; restarting in {pause:.1f} s")
            await asyncio.sleep(pause)

    async def _live(self) -> str:
        """One process from start to end. Returns how it ended."""
        log = self._home.log(self.part.name)
        logs.rotate(log)
        self._log_start = log.stat().st_size if log.exists() else 0
        self._began = time.monotonic()
        self._serving_since = None
        process = await processes.start(self.part.command, self._environment, ROOT, log, self._started)
        watch = asyncio.create_task(self._watch())
        end = asyncio.create_task(process.wait())
        try:
            await asyncio.wait((watch, end), return_when=asyncio.FIRST_COMPLETED)
            if not end.done():
                watch.result()  # raises: it only ends when the start takes too long
            code = await end
        finally:
            for task in (watch, end):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, PartFailed):
                    await task
        processes.kill_group(process.pid)
        self.record.pid = None
        if code == 0 and self.part.probe is None:
            self._became(State.DONE)
        return f"ended with status {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"

    async def _watch(self) -> None:
        """Probes for ever. Raises PartFailed if the first success does not come in time."""
        while True:
            reason = await failure(self.part.probe) if self.part.probe else "it has not ended"
            if not reason:
                if self.record.state != State.HEALTHY:
                    self._became(State.HEALTHY)
            elif self.record.state == State.HEALTHY:
                self._set(State.UNHEALTHY, reason)
                self._say(f"{self.part.name} does not serve: {reason}")
            elif not self.ready.is_set() and time.monotonic() - self._began > self.part.start_seconds:
                raise self._failed(f"not ready after {self.part.start_seconds:.0f} s: {reason}")
            elif self.record.reason != reason:
                self._set(self.record.state, reason)
            await asyncio.sleep(_STARTING_INTERVAL if self.record.state != State.HEALTHY else _SERVING_INTERVAL)

    def _started(self, process: Process) -> None:
        self.record.pid, self.record.started = process.pid, process.started
        self._set(State.STARTING, "")

    def _became(self, state: State) -> None:
        again = self.ready.is_set()
        if self._serving_since is None:
            self._serving_since = time.monotonic()
            self.record.seconds_to_ready = round(self._serving_since - self._began, 2)
        self._set(state, "")
        self.ready.set()
        if again:
            self._say(f"{self.part.name} serves again")

    def _set(self, state: State, reason: str) -> None:
        self.record.state, self.record.reason = state, reason
        self._changed()

    def _failed(self, reason: str) -> PartFailed:
        return PartFailed(self.part.name, reason, logs.tail(self._home.log(self.part.name), 30, self._log_start))
