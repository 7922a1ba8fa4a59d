"""How every call is made: with a deadline, a request id, a place in a trace, and each failure as a BackendError."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import grpc
from google.protobuf.message import Message

from frontend import call_log, tracing
from frontend.backend_error import from_rpc_error

READ_DEADLINE = 3.0
PROBE_DEADLINE = 1.0

_Request = TypeVar("_Request", bound=Message)
_Response = TypeVar("_Response")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call: the id by which it is found in the logs of the gateway and the services, and what it carries."""

    request_id: str
    metadata: tuple[tuple[str, str], ...]


@contextmanager
def outgoing(request: type[Message]) -> Iterator[Outgoing]:
    """For the time of one call, which is named after its request. Raises BackendError instead of what gRPC raises."""
    name, request_id = request.DESCRIPTOR.full_name.removesuffix("Request"), str(uuid.uuid4())
    started, code = time.perf_counter(), grpc.StatusCode.OK
    with tracing.span(name, request_id) as place:
        try:
            yield Outgoing(request_id, (("x-request-id", request_id), *place))
        except grpc.RpcError as error:
            code = error.code()
            raise from_rpc_error(error, request_id) from None
        except BaseException:  # whoever reads the answer has stopped
            code = grpc.StatusCode.CANCELLED
            raise
        finally:
            call_log.write(name, code.name, time.perf_counter() - started, request_id, tracing.trace_id(place))


def call(method: "grpc.UnaryUnaryMultiCallable[_Request, _Response]", request: _Request, deadline: float) -> _Response:
    """One request and its answer."""
    with outgoing(type(request)) as made:
        return method(request, timeout=deadline, metadata=made.metadata)


def stream(
    method: "grpc.UnaryStreamMultiCallable[_Request, _Response]", request: _Request, deadline: float
) -> Iterator[_Response]:
    """The messages of an answer; whoever stops reading ends the call."""
    with outgoing(type(request)) as made:
        answers = method(request, timeout=deadline, metadata=made.metadata)
        try:
            yield from answers
        finally:
            answers.cancel()
