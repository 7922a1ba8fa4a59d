"""A stack of parts: started in dependency order and in parallel, supervised, stopped in reverse order."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping

from deploy.local import processes
from deploy.local.errors import PartFailed
from deploy.local.home import Home
from deploy.local.part import Part, Plan, stop_order
from deploy.local.record import PartRecord, Record, State, this_process
from deploy.local.supervisor import Supervisor, failure

_FRONT_DOOR_INTERVAL = 0.2
_FRONT_DOOR_SLOW_INTERVAL = 5.0  # while nothing new is expected: each look is a line in the access log
_FRONT_DOOR_SECONDS = 60.0  # after the last part has become ready


class Stack:
    """Runs a plan. `show` gets the record after each change, `say` lines for the person at the terminal."""

    def __init__(
        self,
        plan: Plan,
        home: Home,
        environment: Mapping[str, str],
        show: Callable[[Record], None],
        say: Callable[[str], None],
    ) -> None:
        self._plan = plan
        self._home = home
        self._show = show
        self._say = say
        self.record = Record(
            launcher=this_process(),
            urls=dict(plan.urls),
            parts={
                p.name: PartRecord(
                    port=p.port, metrics_port=p.metrics_port, stop_signal=p.stop_signal, stop_seconds=p.stop_seconds
                )
                for p in plan.parts
            },
            stop_order=stop_order(plan.parts),
        )
        self._supervisors = {
            p.name: Supervisor(
                part=p,
                record=self.record.parts[p.name],
                home=home,
                environment=environment,
                changed=self._part_changed,
                say=say,
            )
            for p in plan.parts
        }
        self._front_door_open = plan.front_door is None
        self._look = asyncio.Event()

    async def run(self, stop: asyncio.Event, hurried: Callable[[], bool]) -> None:
        """Runs until `stop` is set, then stops everything; also when it raises.

        Raises PartFailed if a part cannot be started.
        """
        self._changed()
        tasks = [asyncio.create_task(self._run_part(part)) for part in self._plan.parts]
        tasks.append(asyncio.create_task(self._watch_front_door()))
        stopping = asyncio.create_task(stop.wait())
        try:
            pending = {stopping, *tasks}
            while not stopping.done():
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            stop.set()
            for task in (stopping, *tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._stop(hurried)

    async def _run_part(self, part: Part) -> None:
        for needed in part.needs:
            await self._supervisors[needed].ready.wait()
        await self._supervisors[part.name].run()

    async def _watch_front_door(self) -> None:
        """Keeps `record.healthy` true to what a user would find. Raises PartFailed if it never opens."""
        for supervisor in self._supervisors.values():
            await supervisor.ready.wait()
        deadline = time.monotonic() + _FRONT_DOOR_SECONDS
        opened = False
        while self._plan.front_door:
            self._look.clear()
            reason = await failure(self._plan.front_door)
            if (self._front_door_open, self.record.reason) != (not reason, reason):
                self._front_door_open, self.record.reason = not reason, reason
                self._changed()
            opened |= not reason
            if not opened and time.monotonic() > deadline:
                raise PartFailed("The front door", f"not open after {_FRONT_DOOR_SECONDS:.0f} s: {reason}", "")
            with contextlib.suppress(TimeoutError):
                soon = reason and self._serving()
                async with asyncio.timeout(_FRONT_DOOR_INTERVAL if soon else _FRONT_DOOR_SLOW_INTERVAL):
                    await self._look.wait()

    async def _stop(self, hurried: Callable[[], bool]) -> None:
        for wave in self.record.stop_order:
            parts = [self.record.parts[name] for name in wave]
            await asyncio.to_thread(processes.stop_together, parts, hurried)
            for part in parts:
                part.state, part.pid, part.reason = State.STOPPED, None, ""
            self._changed()

    def _serving(self) -> bool:
        return all(part.state in (State.HEALTHY, State.DONE) for part in self.record.parts.values())

    def _part_changed(self) -> None:
        if self._plan.front_door and not self._serving():
            self._front_door_open = False  # to be seen open again as soon as all parts are back
        self._look.set()
        self._changed()

    def _changed(self) -> None:
        self.record.healthy = self._serving() and self._front_door_open
        try:
            self.record.save(self._home)
        except OSError as error:  # a full disk, say; the parts know better what to do about it
            self._say(f"state.json could not be written: {error}")
        self._show(self.record)
