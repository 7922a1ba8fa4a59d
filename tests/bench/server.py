"""A server under measurement: a real process on a free port of loopback, and the CPU time it takes."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import psutil

from tests.places import ROOT

HOST = "127.0.0.1"
START_SECONDS = 30.0


class Server:
    """Started when entered, ended when left. Its output goes to a file, as the launcher's parts do."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], port: int, log: Path) -> None:
        self.port = port
        self.log = log
        self._command = command
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=os.environ | self._environment, stdout=log, stderr=log
            )
        self._wait_for_port()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def is_running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._process.kill()
        self._process.wait(10)

    def cpu_seconds(self) -> float:
        """User and system time of the process and its children so far; on Linux from /proc/PID/stat."""
        process = psutil.Process(self._process.pid)
        family = [process, *process.children(recursive=True)]
        return sum(times.user + times.system for times in (member.cpu_times() for member in family))

    def memory(self) -> int:
        """Resident memory of the process, without children, bytes."""
        return int(psutil.Process(self._process.pid).memory_info().rss)

    def _wait_for_port(self) -> None:
        end = time.monotonic() + START_SECONDS
        while True:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return
            if not self.is_running() or time.monotonic() > end:
                raise RuntimeError(f"{self._command} does not listen:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.05)


def python(module: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module of this tree."""
    return (sys.executable, "-m", module, *arguments)
