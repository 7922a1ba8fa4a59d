"""A real Prometheus, where Debian's package is installed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.ports import HOST, Ports
from tests.stack import wait_until


def program(name: str) -> str:
    """Path of `prometheus` or `promtool`; without it the test is skipped, and in CI fails."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed, and CI needs it")
        pytest.skip(f"{name} is not installed")
    return found


class Prometheus:
    """One that answers at `url`."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=10)

    def ready(self) -> bool:
        try:
            return self._http.get("/-/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def ask(self, expression: str) -> list[tuple[dict[str, str], float]]:
        """The labels and the value of each series; fails where Prometheus does not understand the expression."""
        answer = self._http.get("/api/v1/query", params={"query": expression}).json()
        assert answer["status"] == "success", (expression, answer.get("error"))
        return [(series["metric"], float(series["value"][1])) for series in answer["data"]["result"]]

    def names(self) -> set[str]:
        """The names of all series that were scraped or recorded."""
        return set(self._http.get("/api/v1/label/__name__/values").json()["data"])

    def rules(self) -> list[dict[str, Any]]:
        """Its rules, each with its `health`."""
        groups = self._http.get("/api/v1/rules").json()["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]


@contextmanager
def prometheus(config: Path, data: Path) -> Iterator[Prometheus]:
    """Runs it with this configuration until the block ends."""
    ports = Ports()
    port = ports.free()
    ports.close()  # it does not share a port
    command = [program("prometheus"), f"--config.file={config}", f"--storage.tsdb.path={data}"]
    with (data.parent / "prometheus.log").open("wb") as log:
        process = subprocess.Popen([*command, f"--web.listen-address={HOST}:{port}"], stdout=log, stderr=log)
    running = Prometheus(f"http://{HOST}:{port}")
    try:
        wait_until(running.ready)
        yield running
    finally:
        process.terminate()
        process.wait(20)
