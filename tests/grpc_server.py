"""A real server of ours inside the test process: its event loop runs in a thread, tests talk to it through a stub."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

from services.chassis.server import GrpcServer, Served
from services.chassis.settings import ServerSettings

Result = TypeVar("Result")


class RunningServer:
    """A started server: `channel` leads to it, `run` executes a coroutine on its event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, server: GrpcServer, port: int, channel: grpc.Channel) -> None:
        self.loop = loop
        self.server = server
        self.port = port
        self.channel = channel

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)


@contextmanager
def running(make: Callable[[], Served], **settings: Any) -> Iterator[RunningServer]:
    """Runs the server that `make` describes; `make` is called on its event loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> tuple[GrpcServer, int]:
        defaults: dict[str, Any] = {"listen_address": "127.0.0.1:0", "drain_seconds": 0, "grace_seconds": 1}
        server = GrpcServer(ServerSettings(**(defaults | settings)), make())
        return server, await server.start()

    server, port = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield RunningServer(loop, server, port, channel)
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


class Refusal:
    """What a caller can read from a failed call."""

    def __init__(self, error: grpc.RpcError) -> None:
        self.code: grpc.StatusCode = error.code()
        self.message: str = error.details() or ""
        items: Any = error.trailing_metadata() or ()  # named pairs, plain ones from an asyncio call
        trailers: dict[str, Any] = dict(items)
        self.request_id = trailers.get("x-request-id")
        status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
        assert status.message == self.message
        self.size = status.ByteSize()
        self._details: list[any_pb2.Any] = list(status.details)

    def detail(self, kind: type[Any]) -> Any:
        """The detail of this kind, such as error_details_pb2.RetryInfo; None if there is none."""
        for packed in self._details:
            if packed.Is(kind.DESCRIPTOR):
                found = kind()
                packed.Unpack(found)
                return found
        return None

    @property
    def reason(self) -> str:
        return str(self.detail(error_details_pb2.ErrorInfo).reason)

    @property
    def korean(self) -> str:
        return str(self.detail(error_details_pb2.LocalizedMessage).message)

    @property
    def violations(self) -> dict[str, Any]:
        found = self.detail(error_details_pb2.BadRequest)
        return {violation.field: violation for violation in found.field_violations} if found else {}


@contextmanager
def refused() -> Iterator[list[Refusal]]:
    """Expects the block to end with a gRPC error; the list then holds what it said."""
    said: list[Refusal] = []
    try:
        yield said
    except grpc.RpcError as error:
        said.append(Refusal(error))
    else:
        raise AssertionError("the call succeeded")
