"""One request across processes: its id always, and a trace of OpenTelemetry where a collector is set.

Whoever calls another service or tells a worker sends `onward()` along. OpenTelemetry is imported only where traces are
wanted (services.chassis.spans); without, a call pays one comparison for them.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    import grpc
    from opentelemetry.trace import Span

    from services.chassis.spans import Spans

REQUEST_ID = "x-request-id"
TRACEPARENT = "traceparent"

_traceparent: ContextVar[str] = ContextVar("traceparent", default="")


class Traces:
    """The traces of this process; off until `start` gets an endpoint."""

    def __init__(self) -> None:
        self._spans: Spans | None = None

    def start(self, service: str, endpoint: str, share: float) -> None:
        """Sends spans of `service` to the OTLP collector at `endpoint`, a URL; an empty one leaves traces off.

        `share`: of the requests that come without a decision of the caller, 0 to 1.
        """
        if endpoint:
            from services.chassis.spans import Spans  # noqa: PLC0415  # 0.2 s, and only where it is wanted

            self._spans = Spans(service, endpoint, share)

    def stop(self) -> None:
        """Sends what is left; a collector that is away costs at most a second."""
        if self._spans is not None:
            self._spans.close()
            self._spans = None

    def serve(self, method: str, request_id: str, carried: "Iterable[tuple[str, str | bytes]]") -> "Span | None":
        """Begins the span of a call that came with the metadata `carried`; `method` is `/package.Service/Method`."""
        if self._spans is None:
            return None
        return _entered(self._spans.serve(method, request_id, _parent(carried)))

    def served(self, span: "Span", code: "grpc.StatusCode") -> None:
        """Ends the span of a call."""
        if self._spans is not None:
            self._spans.served(span, code)

    @contextmanager
    def work(self, name: str, message_id: str, carried: Mapping[str, str]) -> Iterator[None]:
        """The work on a message with the headers `carried`: log lines and calls of the block are those of whoever
        asked for it. A message that nobody's request has led to is known by its own id."""
        request_id = carried.get(REQUEST_ID) or message_id
        with structlog.contextvars.bound_contextvars(request_id=request_id, message_id=message_id):
            if self._spans is None:
                yield
                return
            span = _entered(self._spans.work(name, request_id, carried.get(TRACEPARENT, "")))
            try:
                yield
            finally:
                span.end()
                _traceparent.set("")
                structlog.contextvars.unbind_contextvars("trace_id")


TRACES = Traces()


def onward() -> tuple[tuple[str, str], ...]:
    """What a call or a message made for the request in progress carries: its id and its place in the trace."""
    request_id, traceparent = structlog.contextvars.get_contextvars().get("request_id"), _traceparent.get()
    carried = ((REQUEST_ID, request_id),) if request_id else ()
    return (*carried, (TRACEPARENT, traceparent)) if traceparent else carried


def _entered(span: "Span") -> "Span":
    """Makes `span` that of what this task does from now on."""
    place = span.get_span_context()
    _traceparent.set(f"00-{place.trace_id:032x}-{place.span_id:016x}-{place.trace_flags:02x}")
    structlog.contextvars.bind_contextvars(trace_id=f"{place.trace_id:032x}")
    return span


def _parent(carried: "Iterable[tuple[str, str | bytes]]") -> str:
    return next((value for key, value in carried if key == TRACEPARENT and isinstance(value, str)), "")
