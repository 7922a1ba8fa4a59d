"""How every call is made: with a deadline and a request id, and with each failure as a BackendError."""

import uuid
from collections.abc import Iterator
from typing import TypeVar

import grpc

from frontend.backend_error import from_rpc_error

READ_DEADLINE = 3.0
PROBE_DEADLINE = 1.0

_Request = TypeVar("_Request")
_Response = TypeVar("_Response")


def request_id() -> tuple[tuple[str, str]]:
    """Metadata that lets a call be found in the logs of the services."""
    return (("x-request-id", str(uuid.uuid4())),)


def call(method: "grpc.UnaryUnaryMultiCallable[_Request, _Response]", request: _Request, deadline: float) -> _Response:
    """One request and its answer."""
    try:
        return method(request, timeout=deadline, metadata=request_id())
    except grpc.RpcError as error:
        raise from_rpc_error(error) from None


def stream(
    method: "grpc.UnaryStreamMultiCallable[_Request, _Response]", request: _Request, deadline: float
) -> Iterator[_Response]:
    """The messages of an answer; whoever stops reading ends the call."""
    answers = method(request, timeout=deadline, metadata=request_id())
    try:
        yield from answers
    except grpc.RpcError as error:
        raise from_rpc_error(error) from None
    finally:
        answers.cancel()
