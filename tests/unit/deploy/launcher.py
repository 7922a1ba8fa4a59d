"""Runs tiny stacks in processes of their own and looks at them from outside."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from deploy.local.home import Home
from deploy.local.processes import OWNER
from deploy.local.record import PartRecord, Record
from deploy.local.settings import ROOT


def wait_until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def alive(process: psutil.Process) -> bool:
    """Not even a zombie waiting to be reaped counts."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Launcher:
    """One launcher on `root`, and what can be known of it without asking it."""

    def __init__(self, root: Path, mode: str = "", port: int | None = None) -> None:
        self.home = Home(root)
        self._output = root.with_name(f"{root.name}.{time.monotonic_ns()}.out")
        arguments = [str(root), mode] + ([str(port)] if port else [])
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.unit.deploy.tiny_stack", *arguments],
                cwd=ROOT,
                stdout=output,
                stderr=output,
            )

    @property
    def said(self) -> str:
        return self._output.read_text()

    @property
    def record(self) -> Record:
        record = Record.load(self.home)
        assert record
        return record

    def part(self, name: str) -> PartRecord:
        return self.record.parts[name]

    def events(self) -> list[str]:
        return (self.home.root / "events").read_text().splitlines()

    def healthy(self) -> bool:
        assert self.process.poll() is None, self.said
        record = Record.load(self.home)
        return record is not None and record.launcher.pid == self.process.pid and record.healthy

    def processes(self) -> list[psutil.Process]:
        """Everything that carries the mark of this data folder, however it came to be."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if alive(process) and process.environ().get(OWNER) == str(self.home.root):
                    found.append(process)
        return found

    def stop(self, signal_number: int) -> int:
        self.process.send_signal(signal_number)
        return self.process.wait(timeout=30)

    def kill_everything(self) -> None:
        """For the end of a test, however it ended."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for process in [*self.processes(), *self.guardians()]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def guardians(self) -> list[psutil.Process]:
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.cmdline()[-2:] == ["deploy.local.guardian", str(self.home.root)]:
                    found.append(process)
        return found


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
