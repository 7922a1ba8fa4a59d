"""Starting and stopping the processes of parts, so that none is ever lost from sight."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from deploy.local.home import Home
from deploy.local.record import PartRecord, Process, Record, State

OnRecord = Callable[[Process], None]

# In the environment of every part: whose it is. Finds children that outlived a part's own process.
OWNER = "DAEGU_STACK"

# A part becomes its program only after its pid is on record; if the launcher dies before, the pipe ends and so does it.
_GATE = 'read -r go && exec "$@" </dev/null'


async def start(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    log: Path,
    on_record: OnRecord,
) -> asyncio.subprocess.Process:
    """Starts a command as leader of its own session, calling `on_record` before its program runs.

    Standard output and error are appended to `log`.
    """
    gate, opener = os.pipe()
    try:
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *("/bin/sh", "-c", _GATE, "sh", *command),
                stdin=gate,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=folder,
                start_new_session=True,
            )
        # A process that ended already is on record as one that cannot be found.
        with contextlib.suppress(psutil.NoSuchProcess):
            on_record(Process(pid=process.pid, started=psutil.Process(process.pid).create_time()))
        with contextlib.suppress(BrokenPipeError):
            os.write(opener, b"go\n")
        return process
    finally:
        os.close(gate)
        os.close(opener)


def kill_group(pid: int) -> None:
    """Kills whatever is left in the process group that `pid` leads."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def stop_together(parts: Sequence[PartRecord], hurried: Callable[[], bool] = lambda: False) -> None:
    """Asks the parts to stop, waits for each until its limit, then kills their groups.

    `hurried` is asked all the while: once it is true no part gets more than one further second.
    """
    waiting = {process: part for part in parts if (process := part.find())}
    for process, part in waiting.items():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(part.stop_signal)
    began = time.monotonic()
    hurried_at: float | None = None
    while waiting:
        now = time.monotonic()
        if hurried_at is None and hurried():
            hurried_at = now
        for process, part in list(waiting.items()):
            overdue = now - began > part.stop_seconds or (hurried_at is not None and now - hurried_at > 1.0)
            if part.find() and not overdue:
                continue
            kill_group(process.pid)
            del waiting[process]
        time.sleep(0.02)


def stop_recorded(home: Home, record: Record) -> bool:
    """Stops, in order, what a dead launcher left behind. Returns whether there was anything.

    Only processes that are the recorded ones by pid and start time, or that carry this folder's mark while the
    recorded leader of their group is gone, are touched.
    """
    found = False
    for wave in record.stop_order:
        parts = [record.parts[name] for name in wave]
        found |= any(part.find() for part in parts)
        stop_together(parts)
    for orphan in _marked(home, {part.pid for part in record.parts.values() if part.pid}):
        found = True
        with contextlib.suppress(psutil.NoSuchProcess):
            orphan.kill()
    for part in record.parts.values():
        part.state, part.pid = State.STOPPED, None
    record.healthy = False
    record.save(home)
    return found


def _marked(home: Home, groups: set[int]) -> list[psutil.Process]:
    """Living members of the given process groups that carry the mark of this folder."""
    members = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) in groups and process.environ().get(OWNER) == str(home.root):
                members.append(process)
    return members
