"""Dealing with a launcher from outside, through state.json and signals."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence

import psutil

from deploy.local import logs
from deploy.local.home import Home
from deploy.local.processes import stop_recorded
from deploy.local.record import Record
from deploy.local.settings import ROOT

_POLITE_SECONDS = 60.0
_HURRIED_SECONDS = 20.0


def running(home: Home) -> Record | None:
    """The record of a living launcher; None if none is running."""
    record = Record.load(home)
    return record if record and record.launcher.find() else None


def detach(command: Sequence[str], home: Home, show: Callable[[Record], None]) -> tuple[int, str]:
    """Runs a launcher in a session of its own until it is healthy, showing its progress.

    Returns 0, or the exit code of a launcher that ended, and what it wrote.
    """
    home.create()
    log = home.log("launcher")
    logs.rotate(log)
    with log.open("ab") as output:
        written = output.tell()
        launcher = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            start_new_session=True,
        )
    try:
        while launcher.poll() is None:
            record = Record.load(home)
            if record and record.launcher.pid == launcher.pid:
                show(record)
                if record.healthy:
                    return 0, ""
            time.sleep(0.05)
    except KeyboardInterrupt:
        launcher.send_signal(signal.SIGINT)
        launcher.wait()
    return launcher.returncode or 1, logs.tail(log, 60, written)


def stop(home: Home) -> bool:
    """Stops the launcher and its parts, with more force each time a limit passes. Returns whether any ran."""
    if not (home.root / "lock").exists():
        return False
    record = running(home)
    if record and (launcher := record.launcher.find()):
        for number, seconds in (
            (signal.SIGTERM, _POLITE_SECONDS),
            (signal.SIGTERM, _HURRIED_SECONDS),
            (signal.SIGKILL, 1.0),  # the guardian stops the parts
        ):
            with contextlib.suppress(psutil.NoSuchProcess):
                launcher.send_signal(number)
            if _gone(record, seconds):
                break
    while (lock := home.lock()) is None:  # the guardian holds it until the last part has stopped
        time.sleep(0.05)
    try:
        left = Record.load(home)
        return bool(left and stop_recorded(home, left)) or record is not None
    finally:
        os.close(lock)


def _gone(record: Record, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while record.launcher.find():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def summary(home: Home) -> dict[str, object]:
    """What `status --json` prints: healthy, urls, and each part's state, pid, restarts, port and reason."""
    record = running(home)
    if record is None:
        return {"running": False, "healthy": False, "urls": {}, "parts": {}}
    parts = {
        name: part.model_dump(exclude={"stop_signal", "stop_seconds", "started"}) | {"log": str(home.log(name))}
        for name, part in record.parts.items()
    }
    return {
        "running": True,
        "healthy": record.healthy,
        "reason": record.reason,
        "launcher": record.launcher.pid,
        "urls": record.urls,
        "parts": parts,
    }


def exit_code(summary: dict[str, object]) -> int:
    """0 healthy, 1 running but not healthy, 3 not running."""
    if not summary["running"]:
        return 3
    return 0 if summary["healthy"] else 1
