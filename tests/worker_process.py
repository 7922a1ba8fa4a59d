"""A worker in a process of its own, with scripted rows; see tests.scripted_worker."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from deploy.local.ports import HOST, Ports
from tests.places import ROOT
from tests.stack import wait_until

Script = Mapping[int, Mapping[str, Any]]
"""What happens when a slice is scored, by its number."""

Accept = Callable[..., str]
"""Accepts a job with a script; its id."""


def script(steps: Script) -> bytes:
    """The accidents of a job, as a scripted worker reads them."""
    return json.dumps(steps).encode()


class WorkerProcess:
    """A worker that was started. `settings` are environment variables."""

    def __init__(self, database_url: str, broker_url: str, port: int, **settings: str) -> None:
        self._url = f"http://{HOST}:{port}"
        environment = os.environ | {
            "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": broker_url,
            "DAEGU_DATASET_ADDRESS": f"{HOST}:1",
            "DAEGU_METRICS_PORT": str(port),
            "DEAF_SECONDS": "60",
            **settings,
        }
        command = [sys.executable, "-W", "ignore", "-m", "tests.scripted_worker"]
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    @property
    def children(self) -> list[psutil.Process]:
        """The processes that score."""
        return psutil.Process(self.process.pid).children()

    def problem(self) -> str:
        """Why the worker does not consume, as it says itself."""
        try:
            with urllib.request.urlopen(f"{self._url}/ready", timeout=5):
                return ""
        except urllib.error.HTTPError as refused:
            return refused.read().decode().strip()
        except OSError:
            return "no answer"

    def figures(self, name: str) -> dict[str, float]:
        """The figures called `name`, by the value of their first label."""
        with urllib.request.urlopen(f"{self._url}/metrics", timeout=5) as answer:
            text = answer.read().decode()
        found = re.findall(rf'^{name}(?:{{[^"]*"([^"]*)".*}})? (\S+)$', text, re.MULTILINE)
        return {label: float(value) for label, value in found}

    def remove(self) -> None:
        """Ends what is left of it."""
        with suppress(psutil.NoSuchProcess):
            for child in self.children:
                child.kill()
        self.process.kill()
        self.process.communicate()


@contextmanager
def worker(database_url: str, broker_url: str, **settings: str) -> Iterator[WorkerProcess]:
    """A worker that consumes."""
    ports = Ports()
    process = WorkerProcess(database_url, broker_url, ports.free(), **settings)
    try:
        wait_until(lambda: process.problem() == "")
        yield process
    finally:
        process.remove()
        ports.close()
