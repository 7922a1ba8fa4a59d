"""A collector of traces that keeps what it is sent: OTLP over gRPC."""

import threading
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
    """Listens at `endpoint`; `raw` is all that has arrived, as bytes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[Kept] = []
        self.raw = b""
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
            self.raw += request.SerializeToString()
            for resource in request.resource_spans:
                names = {each.key: each.value.string_value for each in resource.resource.attributes}
                for scope in resource.scope_spans:
                    self._kept += [Kept(names["service.name"], span) for span in scope.spans]
        return trace_service_pb2.ExportTraceServiceResponse()

    def spans(self) -> list[Kept]:
        """All of them, the first one first."""
        with self._lock:
            return sorted(self._kept, key=lambda kept: kept.span.start_time_unix_nano)

    def request(self, request_id: str) -> list[Kept]:
        """The spans of one request."""
        return [kept for kept in self.spans() if kept.request_id == request_id]

    def trace(self, trace_id: str) -> list[Kept]:
        """The spans of one trace."""
        return [kept for kept in self.spans() if kept.trace_id == trace_id]
