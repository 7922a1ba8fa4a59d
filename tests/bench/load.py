"""A server under load: its rate, the time of a call and the CPU it takes; and proof that every call succeeded."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import grpc
import httpx

from tests.bench.database import Database
from tests.bench.generators.grpc_client import FRAME_HEADER, GrpcClient
from tests.bench.generators.h2load import H2load
from tests.bench.generators.request import Generator, Load, LoadFailed, Request
from tests.bench.generators.wrk import Wrk
from tests.bench.server import Server

WARM_UP = 500
"""Requests; enough for threads, connections and caches to be there, and for a first idea of the rate."""


class Subject:
    """One kind of request to one server, measured as often as asked.

    `servers`: the processes whose CPU counts. `database`: where each request must leave one row, if it must.
    """

    def __init__(self, request: Request, servers: Sequence[Server], database: Database | None = None) -> None:
        self._request = request
        self._servers = servers
        self._database = database
        self._generator = _generator(request)
        self._answer_bytes = 0
        self._rates: dict[int, float] = {}
        self.cpu_microseconds: list[float] = []
        """Server CPU per request, of each measurement."""

    @property
    def cpu(self) -> float:
        """Median server CPU per request, microseconds."""
        return median(self.cpu_microseconds)

    @property
    def generator(self) -> str:
        return self._generator.name

    def measure(self, seconds: float, in_flight: int) -> Load:
        """Loads the server for about `seconds`. Raises LoadFailed if a request failed or left no row."""
        if in_flight not in self._rates:
            self._answer_bytes = self._sample()
            self._rates[in_flight] = self._checked_run(WARM_UP, in_flight).rate
        requests = max(int(self._rates[in_flight] * seconds), 100)
        before = self._cpu_seconds()
        load = self._checked_run(requests, in_flight)
        self.cpu_microseconds.append((self._cpu_seconds() - before) / load.answered * 1e6)
        return load

    def _checked_run(self, requests: int, in_flight: int) -> Load:
        rows = self._database.count() if self._database else 0
        load = self._generator.run(self._request, requests, in_flight)
        # An answer without a body is a gRPC error; the bodies differ by a few digits.
        if load.data_bytes is not None and load.data_bytes < 0.99 * self._answer_bytes * load.answered:
            raise LoadFailed(f"{self._request.url}: {load.data_bytes} bytes for {load.answered} answers")
        if self._database:
            left = self._database.count() - rows
            if left < load.answered or (load.exact and left > load.answered):
                raise LoadFailed(f"{self._request.url}: {load.answered} answers, {left} rows")
        return load

    def _cpu_seconds(self) -> float:
        return sum(server.cpu_seconds() for server in self._servers)

    def _sample(self) -> int:
        """Bytes of one successful answer. Raises grpc.RpcError or httpx.HTTPStatusError if it is not."""
        body = self._request.body.read_bytes()
        if not self._request.grpc:
            answer = httpx.post(self._request.url, content=body, headers=self._request.headers)
            return len(answer.raise_for_status().content)
        with grpc.insecure_channel(f"{self._request.host}:{self._request.port}") as channel:
            method: grpc.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(self._request.path)
            message = method(body[FRAME_HEADER:], timeout=10)
        return FRAME_HEADER + len(message)


def _generator(request: Request) -> Generator:
    """The best one that is installed. Raises LoadFailed if there is none."""
    if shutil.which("h2load"):
        return H2load()
    if request.grpc:
        return GrpcClient()
    if shutil.which("wrk"):
        return Wrk()
    raise LoadFailed("REST needs h2load (Debian: nghttp2-client) or wrk")


def body_file(folder: Path, name: str, body: bytes) -> Path:
    """A file with the body, for a generator to read."""
    path = folder / name
    path.write_bytes(body)
    return path
