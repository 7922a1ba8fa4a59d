"""Spans on their way from the stack to the collector."""

import uuid

from tests.otlp_collector import Collector, Kept
from tests.stack import EmbeddedStack, wait_until

_ASKED = ("/api/chat/models", "/api/predict/model", "/api/datasets/kinds")
_ANSWERED_BY = {"gateway", "chat", "prediction", "dataset"}


def all_sent(stack: EmbeddedStack, collector: Collector) -> None:
    """Returns when every span of calls that have ended is there: each process sends them in their order.

    Envoy waits for 5 spans or 5 seconds, so it is given some.
    """
    last = str(uuid.uuid4())

    def are_there() -> bool:
        for path in _ASKED:
            stack.http.get(path, headers={"x-request-id": last})
        return {kept.service for kept in collector.request(last)} >= _ANSWERED_BY

    wait_until(are_there)


def parents(trace: list[Kept]) -> set[tuple[str, str]]:
    """Which service's span is below which other one's."""
    by_id = {kept.span.span_id: kept.service for kept in trace}
    return {(by_id.get(kept.span.parent_span_id, "?"), kept.service) for kept in trace if kept.span.parent_span_id}
