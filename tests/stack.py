"""The embedded stack as a user starts it, `python -m deploy.local up --detach`, on ports and in a folder of its own."""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx
import psutil
import psycopg2
from redis import Redis

from deploy.local.home import Home
from deploy.local.ports import HOST
from deploy.local.processes import OWNER
from tests.accidents import ACCIDENT
from tests.places import ROOT

PORT_TAKEN = 2

_RANDOM = random.SystemRandom()
"""Not the generator of the process, which Hypothesis sets to the same start again and again."""


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Fails if `condition` does not become true in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {condition.__qualname__}"
        time.sleep(0.05)


def free_ports(count: int) -> list[int]:
    """Different ports of the loopback interface that nobody has.

    They lie below those that the kernel gives away by itself, so that none is gone before it is used.
    """
    free: list[int] = []
    while len(free) < count:
        port = _RANDOM.randrange(10_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            if port not in free:
                free.append(port)
    return free


@contextmanager
def paused(processes: Iterable[psutil.Process]) -> Iterator[None]:
    """Takes the processor away from them, parents first, and gives it back."""
    stopped = list(processes)
    for process in stopped:
        process.suspend()
    try:
        yield
    finally:
        for process in stopped:
            process.resume()


class EmbeddedStack:
    """One stack. `settings` are further environment variables for all its parts."""

    def __init__(self, **settings: str) -> None:
        # Short, because the folder's name becomes part of paths that have a limit.
        self.home = Home(Path(tempfile.mkdtemp(prefix="daegu", dir="/tmp")))
        self._settings = settings
        self.take(*free_ports(3))

    def take(self, gateway: int, ui: int, flower: int) -> None:
        """Chooses the ports of the next start."""
        self.url, self.grpc, self.ui_url = f"http://{HOST}:{gateway}", f"{HOST}:{gateway}", f"http://{HOST}:{ui}"
        self._environment = os.environ | self._settings
        self._environment |= {
            "DAEGU_HOME": str(self.home.root),
            "DAEGU_GATEWAY_PORT": str(gateway),
            "DAEGU_UI_PORT": str(ui),
            "DAEGU_FLOWER_PORT": str(flower),
        }

    def __enter__(self) -> Self:
        for _ in range(3):
            answer = self.command("up", "--detach")
            if answer.returncode != PORT_TAKEN:
                break
            self.take(*free_ports(3))  # somebody was faster
        if answer.returncode:
            said = answer.stdout
            self.remove()
            raise AssertionError(f"the stack did not start ({answer.returncode}):\n{said}")
        self.http = httpx.Client(base_url=self.url, timeout=20)
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        ports = [part["port"] for part in self.record()["parts"].values() if part["port"]]
        try:
            self.command("down")
            assert not self.processes(), "processes are left"
            assert not [port for port in ports if _listens(port)], "ports are left"
        finally:
            self.remove()

    def remove(self) -> None:
        """Ends what is left of the stack, whatever state it is in, and its folder."""
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        shutil.rmtree(self.home.root, ignore_errors=True)

    def command(self, *arguments: str, seconds: float = 110) -> "subprocess.CompletedProcess[str]":
        """Runs a command of the launcher on this stack."""
        command = [sys.executable, "-m", "deploy.local", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, timeout=seconds, check=False
        )

    def record(self) -> dict[str, Any]:
        """What the launcher has written down."""
        found: dict[str, Any] = json.loads(self.home.state.read_text())
        return found

    def part(self, name: str) -> dict[str, Any]:
        """State, pid, port, restarts and so on of one part."""
        found: dict[str, Any] = self.record()["parts"][name]
        return found

    @property
    def launcher(self) -> int:
        """The pid of the launcher."""
        return int(self.record()["launcher"]["pid"])

    def family(self, name: str) -> list[psutil.Process]:
        """The process of a part and all below it."""
        first = psutil.Process(self.part(name)["pid"])
        return [first, *first.children(recursive=True)]

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Sends a signal to the process of a part."""
        os.kill(self.part(name)["pid"], number)

    def processes(self) -> list[psutil.Process]:
        """Every process that carries the mark of this stack or works for its folder."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                marked = process.environ().get(OWNER) == str(self.home.root)
                guardian = process.cmdline()[-2:] == ["deploy.local.guardian", str(self.home.root)]
                if (marked or guardian) and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def predict(self, **changes: Any) -> httpx.Response:
        """POST of the usual accident, with changes."""
        return self.http.post("/api/predict/eclo", json=ACCIDENT | changes)

    def healthy(self) -> bool:
        """Whether the front door says so."""
        with contextlib.suppress(httpx.TransportError):
            return self.http.get("/health").status_code == httpx.codes.OK
        return False

    def down_parts(self) -> str:
        """What /health names as down; empty if nothing is."""
        answer = self.http.get("/health").json()
        return next((d["metadata"].get("down", "") for d in answer.get("details", ()) if "metadata" in d), "")

    def wait_until_restarted(self, name: str, before: int) -> None:
        """Waits until a part that had been restarted `before` times is back, and the others reach it."""
        wait_until(lambda: self.part(name)["restarts"] > before and self.part(name)["state"] == "healthy", 60)
        wait_until(self.healthy)

    def wait_until_whole(self) -> None:
        """Waits until every part and the front door are healthy and a prediction works."""
        wait_until(lambda: self.record()["healthy"], 60)
        wait_until(self.healthy)
        wait_until(lambda: self.predict().status_code == httpx.codes.OK)

    @contextmanager
    def database(self, role: str = "prediction") -> Iterator[Any]:
        """A cursor in the database of a context that commits each statement; `postgres` works in that of prediction."""
        connection = psycopg2.connect(
            host=HOST,
            port=self.part("postgres")["port"],
            user=role,
            password=self.home.secret(role),
            dbname=role if role != "postgres" else "prediction",
            connect_timeout=5,
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    @contextmanager
    def redis(self, name: str) -> Iterator[Redis]:
        """A client of one of the two Valkeys, `cache` or `broker`."""
        with Redis(host=HOST, port=self.part(name)["port"], password=self.home.secret(name)) as client:
            yield client

    def stored(self, ids: list[str]) -> int:
        """How many of these predictions are in the database."""
        with self.database() as cursor:
            cursor.execute("SELECT count(*) FROM predictions WHERE prediction_id = ANY(%s::uuid[])", (ids,))
            return int(cursor.fetchone()[0])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
