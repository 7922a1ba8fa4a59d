"""What a request carries from process to process, without a collector and with one."""

import contextvars
import subprocess
import sys
import uuid
from collections.abc import Iterator

import grpc
import pytest
import structlog
from opentelemetry import trace

from services.chassis.tracing import TRACES, onward
from tests.otlp_collector import Collector
from tests.places import ROOT

METHOD = "/daegu.prediction.v1.PredictionService/PredictEclo"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture(autouse=True)
def own_context() -> Iterator[None]:
    """Neither the ids of other tests nor any for them."""
    structlog.contextvars.clear_contextvars()
    yield
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def collected(collector: Collector) -> Iterator[Collector]:
    """The collector, and traces that are on until the test ends."""
    TRACES.start("test", collector.endpoint, 1.0)
    yield collector
    TRACES.stop()


def serve(request_id: str, traceparent: str = "", code: grpc.StatusCode = grpc.StatusCode.OK) -> str:
    """Serves one call as a server does, in a context of its own; the place in the trace that it passes on."""

    def call() -> str:
        span = TRACES.serve(METHOD, request_id, [("traceparent", traceparent)] if traceparent else ())
        assert span is not None
        place = dict(onward())["traceparent"]
        TRACES.served(span, code)
        return place

    return contextvars.copy_context().run(call)


@pytest.mark.parametrize("module", ["services.prediction.__main__", "services.dataset.__main__", "frontend.clients"])
def test_without_a_collector_opentelemetry_is_not_even_imported(module: str) -> None:
    code = f"import {module}, sys; print([name for name in sys.modules if name.startswith('opentelemetry')])"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"


def test_work_on_a_message_is_that_of_the_request_that_led_to_it() -> None:
    with TRACES.work("batch.score", "message", {"x-request-id": "asked"}):
        assert structlog.contextvars.get_contextvars() == {"request_id": "asked", "message_id": "message"}
        assert onward() == (("x-request-id", "asked"),)
    assert structlog.contextvars.get_contextvars() == {}
    assert onward() == ()


def test_a_message_that_no_request_has_led_to_is_known_by_its_own_id() -> None:
    with TRACES.work("batch.score", "message", {}):
        assert onward() == (("x-request-id", "message"),)


def test_work_on_a_message_goes_on_with_the_trace_and_ends_with_it(collected: Collector) -> None:
    request_id = str(uuid.uuid4())
    carried = {"x-request-id": request_id, "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    with TRACES.work("batch.score", "message", carried):
        place = dict(onward())["traceparent"]
        assert place.startswith(f"00-{TRACE}-")
        assert place != carried["traceparent"]
        assert structlog.contextvars.get_contextvars()["trace_id"] == TRACE
    assert onward() == ()
    TRACES.stop()
    (span,) = collected.request(request_id)
    assert (span.trace_id, span.span.parent_span_id.hex()) == (TRACE, "00f067aa0ba902b7")


@pytest.mark.parametrize("parent", ["", "nonsense", f"00-{TRACE}-0000000000000000-01", "x" * 600])
def test_a_traceparent_that_is_none_begins_a_trace_of_its_own(collected: Collector, parent: str) -> None:
    request_id = str(uuid.uuid4())
    serve(request_id, parent)
    TRACES.stop()
    (kept,) = collected.request(request_id)
    assert kept.trace_id != TRACE
    assert not kept.span.parent_span_id


@pytest.mark.parametrize(
    ("code", "is_error"), [("OK", False), ("INVALID_ARGUMENT", False), ("NOT_FOUND", False), ("INTERNAL", True)]
)
def test_a_span_is_an_error_where_the_service_is_to_blame(collected: Collector, code: str, is_error: bool) -> None:
    request_id = str(uuid.uuid4())
    serve(request_id, code=grpc.StatusCode[code])
    TRACES.stop()
    (kept,) = collected.request(request_id)
    assert (kept.span.status.code == kept.span.status.STATUS_CODE_ERROR) is is_error
    assert kept.attributes["rpc.grpc.status_code"] == grpc.StatusCode[code].value[0]


def test_the_share_of_traced_requests_is_kept_and_the_decision_passed_on(collector: Collector) -> None:
    TRACES.start("test", collector.endpoint, 0.0)
    request_id = str(uuid.uuid4())
    flags = serve(request_id).rpartition("-")[2]
    assert int(flags, 16) & 1 == 0
    TRACES.stop()
    assert collector.request(request_id) == []


def test_a_collector_that_is_away_costs_no_call_and_no_stop() -> None:
    TRACES.start("test", "http://127.0.0.1:1", 1.0)
    for _ in range(3000):  # more than wait to be sent
        serve("id")
    TRACES.stop()


def test_no_library_can_add_spans_of_its_own(collected: Collector) -> None:
    serve("one of ours")
    assert not trace.get_tracer("a library").start_span("with a prompt").is_recording()
