"""state.json: what a launcher tells the other processes, and what survives it.

`status` and `down` read it; the guardian and the next launcher stop by it what a killed launcher left behind.
"""

import os
from enum import StrEnum

import psutil
from pydantic import BaseModel, ValidationError

from deploy.local.home import Home


class State(StrEnum):
    WAITING = "waiting"  # for the parts it needs
    STARTING = "starting"
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"  # the process lives but does not serve
    RESTARTING = "restarting"
    DONE = "done"  # a one-shot program that succeeded
    STOPPED = "stopped"


class Process(BaseModel):
    """A process that cannot be mistaken for a later one with the same pid. `started`: seconds since the epoch."""

    pid: int | None = None
    started: float = 0.0

    def find(self) -> psutil.Process | None:
        """The process if it is still the recorded one and not a zombie."""
        if self.pid is None:
            return None
        try:
            found = psutil.Process(self.pid)
            # The start is derived from the clock, which may be stepped by a little while the process runs.
            same = abs(found.create_time() - self.started) < 2.0
            return found if same and found.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


class PartRecord(Process):
    state: State = State.WAITING
    reason: str = ""  # why it is not healthy, in the words of its probe
    restarts: int = 0
    port: int | None = None
    metrics_port: int | None = None
    seconds_to_ready: float | None = None  # of the last start
    stop_signal: int
    stop_seconds: float


class Record(BaseModel):
    launcher: Process
    healthy: bool = False
    reason: str = ""  # why the front door does not answer
    urls: dict[str, str] = {}
    parts: dict[str, PartRecord] = {}
    stop_order: list[list[str]] = []

    def save(self, home: Home) -> None:
        home.write_private(home.state, self.model_dump_json(indent=1))

    @classmethod
    def load(cls, home: Home) -> "Record | None":
        """None if there is none, or one of another version of this program."""
        try:
            return cls.model_validate_json(home.state.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None


def this_process() -> Process:
    return Process(pid=os.getpid(), started=psutil.Process().create_time())
