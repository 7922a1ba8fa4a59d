"""Streams that a client sends, over grpc.aio."""

from collections.abc import AsyncIterator
from typing import Any, TypeVar

import grpc

Request = TypeVar("Request")
Response = TypeVar("Response")


async def send(call: "grpc.aio.StreamUnaryCall[Request, Response]", requests: AsyncIterator[Request]) -> Response:
    """Writes `requests` to a call that takes a stream and gives one answer, until the server has heard enough.

    Returns the answer. Raises AioRpcError with what the server said, and what `requests` raises.
    """
    # A server may answer before the last request, and the write under way then fails. grpc.aio puts an INTERNAL of its
    # own in the place of the server's status, or before it: https://github.com/grpc/grpc/issues/36066
    said: list[grpc.aio.AioRpcError] = []
    call.add_done_callback(lambda ended: said.append(_at_once(ended)))
    try:
        async for request in requests:
            if call.done():
                break
            await call.write(request)
        await call.done_writing()
        return await call
    except (grpc.aio.AioRpcError, grpc.aio.InternalError):
        if not said or said[0].code() is grpc.StatusCode.INTERNAL:
            return await call  # what the server said comes after it, if it was not that
        raise said[0] from None
    finally:
        call.cancel()


def _at_once(ended: Any) -> grpc.aio.AioRpcError:
    """The status of a call that has ended, before anything replaces it: nothing of it has to be waited for."""

    async def status() -> grpc.aio.AioRpcError:
        return grpc.aio.AioRpcError(
            await ended.code(), await ended.initial_metadata(), await ended.trailing_metadata(), await ended.details()
        )

    try:
        status().send(None)
    except StopIteration as returned:
        error: grpc.aio.AioRpcError = returned.value
        return error
    raise RuntimeError("the call has not ended")
