"""One call in progress: its request id, its place under the load limit, its line in the log, its figures, its span."""

import re
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import grpc
import structlog
import uuid_utils

from services.chassis.errors import Exhausted
from services.chassis.telemetry import CALLS, IN_FLIGHT, SECONDS, Log
from services.chassis.tracing import REQUEST_ID, TRACES

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class LoadLimit:
    """Counts the calls in progress of one process; all of them run on one event loop, so no lock is needed."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.in_flight = 0


class Method:
    """What is the same for all calls of one method; looked up once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.service = path.split("/")[1]
        self.seconds = SECONDS.labels(path)
        self._codes: dict[grpc.StatusCode, Any] = {}

    def count(self, code: grpc.StatusCode) -> None:
        counter = self._codes.get(code)
        if counter is None:
            counter = self._codes[code] = CALLS.labels(self.path, code.name)
        counter.inc()


class Call:
    """Entered when the request is there, left when the answer is: admits, counts, times and logs."""

    __slots__ = ("_limit", "_log", "_metadata", "_span", "_started", "code", "failure", "method", "request_id")

    def __init__(
        self, method: Method, context: "grpc.aio.ServicerContext[Any, Any]", limit: LoadLimit, log: Log
    ) -> None:
        self.method = method
        self._metadata = context.invocation_metadata() or ()
        self.request_id = _request_id(self._metadata)
        self.code = grpc.StatusCode.OK
        self.failure: BaseException | None = None
        self._limit = limit
        self._log = log
        self._started = time.perf_counter()

    def __enter__(self) -> Self:
        structlog.contextvars.bind_contextvars(request_id=self.request_id)
        self._span = TRACES.serve(self.method.path, self.request_id, self._metadata)
        self._limit.in_flight += 1
        IN_FLIGHT.inc()
        return self

    def admit(self) -> None:
        """Raises Exhausted if more calls are in progress than the process can serve."""
        if self._limit.in_flight > self._limit.most:
            raise Exhausted(
                f"more than {self._limit.most} calls in progress",
                "요청이 몰려 처리하지 못했습니다. 잠시 후 다시 시도해주세요.",
                retry_after=0.5,
            )

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._limit.in_flight -= 1
        IN_FLIGHT.dec()
        if error is not None and self.code is grpc.StatusCode.OK:
            self.code = grpc.StatusCode.CANCELLED
        seconds = time.perf_counter() - self._started
        self.method.seconds.observe(seconds)
        self.method.count(self.code)
        facts = {"method": self.method.path, "code": self.code.name, "milliseconds": round(seconds * 1000, 3)}
        if self.code is grpc.StatusCode.INTERNAL:
            self._log.error("call failed", **facts, exc_info=self.failure)
        else:
            self._log.info("call", **facts)
        if self._span is not None:
            TRACES.served(self._span, self.code)


def _request_id(metadata: Iterable[tuple[str, str | bytes]]) -> str:
    """The caller's request id if it is one, otherwise a new one."""
    for key, value in metadata:
        if key == REQUEST_ID and isinstance(value, str) and _SANE_ID.fullmatch(value):
            return value
    return str(uuid_utils.uuid7())
