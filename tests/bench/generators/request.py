"""What a load generator is told, and what it reports."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """One POST, repeated. `body` is a file; a gRPC body is a frame."""

    host: str
    port: int
    path: str
    body: Path
    grpc: bool

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}{self.path}"

    @property
    def headers(self) -> dict[str, str]:
        if self.grpc:
            # With a deadline, as the gateway and every client of ours send it.
            return {"content-type": "application/grpc", "te": "trailers", "grpc-timeout": "10S"}
        return {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Load:
    """`answered` requests took `seconds`. `exact`: no request was sent that is not among the answered.

    `median_microseconds` is the median time of one request, where the generator knows it. `data_bytes`: bytes of the
    bodies of all answers, where it counts them.
    """

    answered: int
    seconds: float
    exact: bool = True
    median_microseconds: float | None = None
    data_bytes: int | None = None

    @property
    def rate(self) -> float:
        """Answered requests per second."""
        return self.answered / self.seconds


class Generator(Protocol):
    name: str

    def run(self, request: Request, requests: int, in_flight: int) -> Load:
        """Sends `requests` requests, `in_flight` at a time. Raises LoadFailed if any fails."""


class LoadFailed(Exception):
    """Not every request was answered, so the figures mean nothing."""
