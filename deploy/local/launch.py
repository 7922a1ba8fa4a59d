"""From an idle data folder to a running stack and back: lock, leftovers, guardian, signals."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping

from deploy.local.errors import AlreadyRunning
from deploy.local.guardian import Guardian
from deploy.local.home import Home
from deploy.local.part import Plan
from deploy.local.processes import stop_recorded
from deploy.local.record import Record
from deploy.local.stack import Stack

# How long the guardian of a killed launcher may take: more than the limits of all waves of parts together.
_GUARDIAN_SECONDS = 90.0
_ECHO_SECONDS = 0.3


def launch(
    home: Home,
    plan: Callable[[], Plan],
    environment: Mapping[str, str],
    show: Callable[[Record], None],
    say: Callable[[str], None],
) -> None:
    """Runs a stack in `home` until SIGINT, SIGTERM or SIGHUP; a second signal shortens the stop.

    `plan` is called once the folder is ours; `show` gets every change, `say` lines for people. Raises StackError.
    """
    home.create()
    lock = _lock(home, say)
    try:
        if (left := Record.load(home)) and stop_recorded(home, left):
            say("Stopped what an earlier launcher had left behind.")
        asyncio.run(_run(Stack(plan(), home, environment, show, say), home, lock, say))
    finally:
        os.close(lock)


async def _run(stack: Stack, home: Home, lock: int, say: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    stop, hurried = asyncio.Event(), threading.Event()
    asked_at = loop.time()

    def on_signal() -> None:
        nonlocal asked_at
        if not stop.is_set():
            say("Stopping; once more to hurry.")
            stop.set()
            asked_at = loop.time()
        # make passes on what the whole group of processes has received already: that is the same wish.
        elif not hurried.is_set() and loop.time() - asked_at > _ECHO_SECONDS:
            say("Hurrying.")
            hurried.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, on_signal)
    stack.record.save(home)
    guardian = Guardian(home, lock)
    keeping = asyncio.create_task(guardian.keep())
    try:
        await stack.run(stop, hurried.is_set)
    finally:
        keeping.cancel()
        await asyncio.to_thread(guardian.dismiss)


def _lock(home: Home, say: Callable[[str], None]) -> int:
    """The lock of the folder. Waits for the guardian of a dead launcher; raises AlreadyRunning for a living one."""
    deadline = time.monotonic() + _GUARDIAN_SECONDS
    told = False
    while (lock := home.lock()) is None:
        record = Record.load(home)
        launcher = record.launcher if record else None
        if launcher is None or launcher.find() or time.monotonic() > deadline:
            raise AlreadyRunning(str(home.root), launcher.pid if launcher else None)
        if not told:
            say("An earlier launcher was killed; waiting until its parts have stopped.")
            told = True
        time.sleep(0.1)
    return lock
