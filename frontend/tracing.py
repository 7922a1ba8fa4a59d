"""The first span of a trace: one call of the UI. Off, and OpenTelemetry not even imported, without a collector.

A span has the name of the call and its request id, nothing of what is asked.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import streamlit as st

from frontend.settings import settings

Place = tuple[tuple[str, str], ...]
"""Metadata that tells the gateway where in a trace a call stands; empty without one."""

Begin = Callable[[str, str], AbstractContextManager[Place]]


def span(name: str, request_id: str) -> AbstractContextManager[Place]:
    """The span of one call, for as long as the block runs."""
    return _tracer(settings().otlp_endpoint, settings().traces_share)(name, request_id)


def trace_id(place: Place) -> str:
    """The trace in which a call stands; empty without one."""
    return dict(place)["traceparent"].split("-")[1] if place else ""


@st.cache_resource(show_spinner=False)
def _tracer(endpoint: str, share: float) -> Begin:
    """What begins spans in this process. The provider is ours, so that no library can add spans of its own."""
    if not endpoint:
        return lambda name, request_id: nullcontext(())
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased  # noqa: PLC0415
    from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415

    provider = TracerProvider(
        resource=Resource.create({SERVICE_NAME: "ui"}),
        sampler=ParentBased(TraceIdRatioBased(share)),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint, timeout=5)))
    tracer = provider.get_tracer("daegu")

    @contextmanager
    def begin(name: str, request_id: str) -> Iterator[Place]:
        begun = tracer.start_span(name, kind=SpanKind.CLIENT, attributes={"request_id": request_id})
        at = begun.get_span_context()
        try:
            yield (("traceparent", f"00-{at.trace_id:032x}-{at.span_id:016x}-{at.trace_flags:02x}"),)
        except Exception:
            begun.set_status(StatusCode.ERROR)
            raise
        finally:
            begun.end()

    return begin
