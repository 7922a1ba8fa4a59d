"""What a caller hears who sends a stream to a server that does not wait for its end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
import pytest

from services.chassis import client_streams
from tests.stack import free_ports

REFUSAL = "that is enough"
TRAILER = ("details-bin", b"\x00\xff")
TIMES = 100  # which of the two things that happen at once is seen first differs from call to call

Context = grpc.aio.ServicerContext[bytes, bytes]
Answer = Callable[[AsyncIterator[bytes], Context], Awaitable[bytes]]


async def refuse(requests: AsyncIterator[bytes], context: Context) -> bytes:
    await anext(requests)
    await context.abort(grpc.StatusCode.INVALID_ARGUMENT, REFUSAL, (TRAILER,))
    raise AssertionError


async def join(requests: AsyncIterator[bytes], _: Context) -> bytes:
    return b"".join([request async for request in requests])


class _Handler(grpc.GenericRpcHandler):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def service(self, _: Any) -> Any:
        return grpc.stream_unary_rpc_method_handler(self._answer)


async def heard(answer: Answer, requests: Callable[[], AsyncIterator[bytes]], times: int = 1) -> list[Any]:
    """What `times` calls to a server with this answer have returned or raised."""
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((_Handler(answer),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            said: list[Any] = []
            for _ in range(times):
                call: Any = channel.stream_unary("/any/Call")
                said += await asyncio.gather(client_streams.send(call(timeout=10), requests()), return_exceptions=True)
            return said
    finally:
        await server.stop(None)


async def many() -> AsyncIterator[bytes]:
    for _ in range(64):
        yield bytes(1 << 16)


def test_the_servers_refusal_is_heard_whatever_is_being_written() -> None:
    for error in asyncio.run(heard(refuse, many, TIMES)):
        assert isinstance(error, grpc.aio.AioRpcError)
        assert (error.code(), error.details()) == (grpc.StatusCode.INVALID_ARGUMENT, REFUSAL)
        assert TRAILER in [tuple(each) for each in error.trailing_metadata() or ()]


def test_a_stream_that_is_heard_to_its_end_gets_its_answer() -> None:
    assert asyncio.run(heard(join, many)) == [bytes(64 << 16)]


def test_what_breaks_off_the_stream_reaches_the_caller_and_ends_the_call() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"a"
        raise LookupError("no more")

    (error,) = asyncio.run(heard(join, broken))
    assert isinstance(error, LookupError)


def test_a_server_that_is_away_is_unavailable() -> None:
    async def call_nobody() -> None:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{free_ports(1)[0]}") as channel:
            await client_streams.send(channel.stream_unary("/any/Call")(timeout=10), many())

    with pytest.raises(grpc.aio.AioRpcError) as error:
        asyncio.run(call_nobody())
    assert error.value.code() is grpc.StatusCode.UNAVAILABLE
