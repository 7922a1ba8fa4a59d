"""One request through every process: one id in every log, one trace in the collector, and nothing else in it."""

import uuid
from collections.abc import Iterator

import pytest
import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend.backend_error import BackendError
from frontend.clients import Backend
from services.prediction.domain.batch import SLICE_ROWS
from tests.accidents import ACCIDENT
from tests.e2e.spans import all_sent, parents
from tests.e2e.test_batch import dacon_rows, upload
from tests.log_lines import log_lines
from tests.otlp_collector import Collector
from tests.stack import EmbeddedStack, paused, wait_until

pytestmark = pytest.mark.usefixtures("unharmed")


@pytest.fixture
def app(stack: EmbeddedStack, collector: Collector, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    """The calls of the app, made in this process."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint)
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
    st.cache_resource.clear()
    backend = Backend(stack.grpc)
    yield backend
    backend.close()
    st.cache_resource.clear()


def test_a_job_is_one_trace_and_one_id_from_the_app_to_the_workers(
    stack: EmbeddedStack, collector: Collector, app: Backend
) -> None:
    rows = [row | {"ID": str(uuid.uuid4())} for row in dacon_rows(2 * SLICE_ROWS)]  # none that a worker has seen
    name = "daegu.prediction.v1.CreateBatch"
    before = {kept.trace_id for kept in collector.spans() if kept.span.name == name}
    batch_id = app.batches.create(upload(stack, rows, "사고"), {}, str(uuid.uuid4()))
    wait_until(lambda: app.batches.get(batch_id).status == "SUCCEEDED")
    all_sent(stack, collector)
    (called,) = [kept for kept in collector.spans() if kept.span.name == name and kept.trace_id not in before]
    wait_until(lambda: "worker" in {kept.service for kept in collector.trace(called.trace_id)})
    trace = collector.trace(called.trace_id)
    assert {("ui", "gateway"), ("gateway", "prediction"), ("prediction", "dataset")} <= parents(trace)
    assert {("prediction", "worker"), ("worker", "dataset")} <= parents(trace)
    assert {kept.request_id for kept in trace} == {called.request_id}
    said = {part: log_lines(stack, part, called.request_id) for part in ("envoy", "prediction", "dataset", "worker")}
    assert {line["trace_id"] for part in said.values() for line in part} == {called.trace_id}
    assert [line["path"].rpartition("/")[2] for line in said["envoy"]] == ["CreateBatch"]
    assert [line["method"].rpartition("/")[2] for line in said["prediction"]] == ["CreateBatch"]
    asked = {line["method"].rpartition("/")[2] for line in said["dataset"]}
    assert {"GetDataset", "HoldDataset", "StreamDatasetArrow"} <= asked
    assert {(line["batch_id"], line["slice"]) for line in said["worker"]} == {(batch_id, 0), (batch_id, 1)}


def test_a_question_is_one_trace_through_the_services_that_chat_asks(
    stack: EmbeddedStack, collector: Collector, sample: str
) -> None:
    request_id = str(uuid.uuid4())
    # An accident that no other test asks about: what was answered before is not asked of the services again.
    body = {"message": "안개 낀 새벽 4시 북구 침산동 교차로에서 보행자를 치면 얼마나 심각해?", "dataset_id": sample}
    answer = stack.http.post("/api/chat/message", json=body, headers={"x-request-id": request_id}).json()
    assert [(call["name"], call["failed"]) for call in answer["tool_calls"]] == [("predict_eclo", False)]
    all_sent(stack, collector)
    spans = collector.request(request_id)
    assert {("gateway", "chat"), ("chat", "prediction")} <= parents(spans)
    assert {kept.trace_id for kept in spans} == {line["trace_id"] for line in log_lines(stack, "chat", request_id)}


@pytest.mark.parametrize(("flags", "expected"), [("01", {"gateway", "prediction"}), ("00", set())])
def test_a_caller_may_begin_the_trace_and_leave_itself_out_of_it(
    stack: EmbeddedStack, collector: Collector, flags: str, expected: set[str]
) -> None:
    trace_id = uuid.uuid4().hex
    headers = {"traceparent": f"00-{trace_id}-00f067aa0ba902b7-{flags}"}
    assert stack.http.post("/api/predict/eclo", json=ACCIDENT, headers=headers).status_code == 200
    all_sent(stack, collector)
    assert {kept.service for kept in collector.trace(trace_id)} == expected


def test_nothing_that_was_asked_is_in_a_trace(stack: EmbeddedStack, collector: Collector, app: Backend) -> None:
    """Values, also in the errors about them, names of files, questions, tokens of links."""
    canary = "canary" + uuid.uuid4().hex[:12]
    with pytest.raises(BackendError):
        app.predict(pb.Accident(**(ACCIDENT | {"weather": canary})))
    assert stack.predict(weather=canary).status_code == 400
    csv = {"content-type": "text/csv"}
    for content in (f"{canary},b\n{canary}\n", f"{canary}\n1\n"):
        stack.http.post("/api/datasets/upload", params={"name": canary}, content=content, headers=csv)
    stack.http.get(f"/api/datasets/shared/{canary}")
    stack.http.post("/api/chat/message", json={"message": canary})
    stack.http.get("/api/datasets", headers={"user-agent": canary, "tracestate": f"{canary}=1"})
    all_sent(stack, collector)
    assert len(collector.raw) > 1000
    assert canary.encode() not in collector.raw


def test_a_request_that_brings_no_id_gets_one_that_the_logs_know(stack: EmbeddedStack) -> None:
    request_id = stack.predict().headers["x-request-id"]
    for part in ("envoy", "prediction"):
        assert len(log_lines(stack, part, request_id)) == 1


def test_a_failure_of_the_product_tells_the_app_the_id_that_the_gateway_has_logged(
    stack: EmbeddedStack, app: Backend
) -> None:
    with paused(stack.family("prediction")), pytest.raises(BackendError) as failed:
        app.predict(pb.Accident(**ACCIDENT))
    assert failed.value.is_ours
    assert log_lines(stack, "envoy", failed.value.request_id)
