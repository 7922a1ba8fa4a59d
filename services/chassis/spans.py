"""Spans of OpenTelemetry: what is in them and where they go. Imported only where traces are wanted.

A span names a method or a task and says how it ended: no value of a request, no file name, no key. The provider is ours
and not the one of the process, so that no library can add spans with what it has seen.
"""

import logging
import threading

import grpc
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from services.chassis.tracing import TRACEPARENT

FAULTS = frozenset(
    {
        grpc.StatusCode.UNKNOWN,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.UNIMPLEMENTED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DATA_LOSS,
    }
)
"""Codes that make the span of a server an error: semantic conventions of OpenTelemetry for gRPC."""

_EXPORT_SECONDS = 5.0
_CLOSE_SECONDS = 1.0


class Spans:
    """Makes spans of `service` and sends them to the collector at `endpoint`, in batches and from a thread.

    For one process: it is not to be used in a child forked later.
    """

    def __init__(self, service: str, endpoint: str, share: float) -> None:
        # A collector that is away is its own matter: one line, not one a second.
        logging.getLogger("opentelemetry").setLevel(logging.ERROR)
        self._exporter = OTLPSpanExporter(endpoint=endpoint, timeout=_EXPORT_SECONDS)
        self._processor = BatchSpanProcessor(self._exporter)
        provider = TracerProvider(
            resource=Resource.create({SERVICE_NAME: service}),
            sampler=ParentBased(TraceIdRatioBased(share)),
            shutdown_on_exit=False,
        )
        provider.add_span_processor(self._processor)
        self._tracer = provider.get_tracer("daegu")
        self._propagator = TraceContextTextMapPropagator()

    def serve(self, path: str, request_id: str, parent: str) -> Span:
        """Begins the span of a call; `parent` is its traceparent, or empty."""
        service, _, method = path[1:].partition("/")
        facts = {"rpc.system": "grpc", "rpc.service": service, "rpc.method": method, "request_id": request_id}
        return self._begin(path[1:], SpanKind.SERVER, parent, facts)

    def served(self, span: Span, code: grpc.StatusCode) -> None:
        """Ends the span of a call with its status."""
        span.set_attribute("rpc.grpc.status_code", code.value[0])
        if code in FAULTS:
            span.set_status(StatusCode.ERROR)
        span.end()

    def work(self, name: str, request_id: str, parent: str) -> Span:
        """Begins the span of the work on a message."""
        return self._begin(name, SpanKind.CONSUMER, parent, {"messaging.system": "celery", "request_id": request_id})

    def close(self) -> None:
        """Sends what is left, if the collector takes it in time."""
        # The library waits for as long as the collector does.
        flushing = threading.Thread(target=self._processor.force_flush, name="last-spans", daemon=True)
        flushing.start()
        flushing.join(_CLOSE_SECONDS)
        self._exporter.shutdown()

    def _begin(self, name: str, kind: SpanKind, parent: str, facts: dict[str, str]) -> Span:
        # Not the caller's tracestate: it may hold anything.
        context = self._propagator.extract({TRACEPARENT: parent})
        return self._tracer.start_span(name, context, kind, facts)
