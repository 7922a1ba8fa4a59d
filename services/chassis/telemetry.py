"""Logs and metrics of one process: JSON lines on stdout, Prometheus figures on a port of their own."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson
import structlog
from prometheus_client import Counter, Gauge, Histogram, start_http_server

CALLS = Counter("grpc_server_handled_total", "Finished calls.", ["method", "code"])
SECONDS = Histogram(
    "grpc_server_handling_seconds",
    "Time from the decoded request to the answer.",
    ["method"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
)
IN_FLIGHT = Gauge("grpc_server_in_flight", "Calls in progress.")


class Log(Protocol):
    """The methods of a structured logger that we use: an event in plain words, facts as fields."""

    def info(self, event: str, **fields: Any) -> Any: ...
    def warning(self, event: str, **fields: Any) -> Any: ...
    def error(self, event: str, **fields: Any) -> Any: ...


def configure_logging(level: str, service: str) -> None:
    """Writes every log line of this process as JSON to stdout: ours, and from WARNING on those of libraries."""

    def name_service(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event["service"] = service
        return event

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        _stamp,
        structlog.processors.format_exc_info,
        name_service,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=_json)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=lambda event, **_: _json(event).decode()),
            ],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def logger() -> Log:
    """A logger bound to nothing; the request id comes from the context of the call."""
    # What get_logger returns looks its settings up at every line; what it binds has them.
    log: Log = structlog.get_logger().bind()
    return log


def _stamp(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event["timestamp"] = datetime.now(UTC)  # orjson writes it ten times faster than it becomes a text here
    return event


def _json(event: structlog.typing.EventDict, **_: Any) -> bytes:
    return orjson.dumps(event, option=orjson.OPT_UTC_Z)


def serve_metrics(host: str, port: int) -> None:
    """Answers Prometheus on `host:port` from a thread of its own."""
    start_http_server(port, addr=host)
