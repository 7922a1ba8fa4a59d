"""The calls that the app makes, written down to be made again without the app."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import grpc

from tests.bench.generators.request import LoadFailed


@dataclass
class Recorded:
    """`calls`: full name of the method and the request of each, in their order; `streams`: methods that streamed."""

    calls: list[tuple[str, bytes]] = field(default_factory=list)
    streams: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """What was needed to make the page warm."""
        self.calls.clear()
        self.streams.clear()

    def make_again(self, channel: Any) -> None:
        """One after the other, as the app does, without reading the answers. Raises LoadFailed if rows were fetched."""
        if self.streams:
            raise LoadFailed(f"the page was not warm: {', '.join(self.streams)}")
        for method, request in self.calls:
            channel.unary_unary(method)(request, timeout=10)


class _Recorder(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):
    def __init__(self) -> None:
        self.recorded = Recorded()

    def intercept_unary_unary(self, continuation: Callable[..., Any], client_call_details: Any, request: Any) -> Any:
        self.recorded.calls.append((client_call_details.method, request.SerializeToString()))
        return continuation(client_call_details, request)

    def intercept_unary_stream(self, continuation: Callable[..., Any], client_call_details: Any, request: Any) -> Any:
        self.recorded.streams.append(client_call_details.method)
        return continuation(client_call_details, request)


@contextmanager
def recording() -> Iterator[Recorded]:
    """What is called over channels that are made within."""
    recorder, connect = _Recorder(), grpc.insecure_channel

    def joined(*args: Any, **options: Any) -> grpc.Channel:
        return grpc.intercept_channel(connect(*args, **options), recorder)

    with patch.object(grpc, "insecure_channel", joined):
        yield recorder.recorded
