"""A collector of traces that keeps what it is sent: OTLP over gRPC."""

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Self

import grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from deploy.local.ports import HOST


@dataclass(frozen=True)
class Kept:
    """One span and the service that sent it."""

    service: str
    span: Span

    @property
    def trace_id(self) -> str:
        return self.span.trace_id.hex()

    @property
    def request_id(self) -> str:
        """Of the request that it belongs to, as we write it or as Envoy does."""
        return str(self.attributes.get("request_id") or self.attributes.get("guid:x-request-id"))

    @property
    def attributes(self) -> dict[str, Any]:
        """Texts and numbers, by name."""
        return {each.key: getattr(each.value, each.value.WhichOneof("value") or "") for each in self.span.attributes}


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Listens at `endpoint`.

    It has to be quick for as long as the tests run: whoever sends gives up after some seconds and drops what it had.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_trace: defaultdict[str, list[Kept]] = defaultdict(list)
        self._by_request: defaultdict[str, list[Kept]] = defaultdict(list)
        self._raw = bytearray()
        self._server = grpc.server(ThreadPoolExecutor(2))
        trace_service_pb2_grpc.add_TraceServiceServicer_to_server(self, self._server)  # type: ignore[no-untyped-call]
        self.endpoint = f"http://{HOST}:{self._server.add_insecure_port(f'{HOST}:0')}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(None)

    def Export(self, request: Any, context: Any) -> trace_service_pb2.ExportTraceServiceResponse:
        with self._lock:
            self._raw += request.SerializeToString()
            for resource in request.resource_spans:
                names = {each.key: each.value.string_value for each in resource.resource.attributes}
                for span in (span for scope in resource.scope_spans for span in scope.spans):
                    kept = Kept(names["service.name"], span)
                    self._by_trace[kept.trace_id].append(kept)
                    self._by_request[kept.request_id].append(kept)
        return trace_service_pb2.ExportTraceServiceResponse()

    @property
    def raw(self) -> bytes:
        """All that has arrived."""
        with self._lock:
            return bytes(self._raw)

    def spans(self) -> list[Kept]:
        """All of them."""
        with self._lock:
            return [kept for trace in self._by_trace.values() for kept in trace]

    def request(self, request_id: str) -> list[Kept]:
        """The spans of one request."""
        with self._lock:
            return list(self._by_request.get(request_id, ()))

    def trace(self, trace_id: str) -> list[Kept]:
        """The spans of one trace."""
        with self._lock:
            return list(self._by_trace.get(trace_id, ()))
