"""Guards every RPC of a server: decoding, load limit, deadline, contract rules, errors, log and metrics.

All of it stands in one interceptor that wraps each method once and keeps the result: a chain of interceptors would cost
every call a coroutine per link. Health and reflection pass unguarded, so that an overloaded server still answers them.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import DecodeError, Message

from services.chassis import statuses
from services.chassis.calls import Call, LoadLimit, Method
from services.chassis.errors import InvalidInput, Violation
from services.chassis.telemetry import logger
from services.chassis.tracing import REQUEST_ID
from services.chassis.validation import ContractValidator

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any] | None"

_UNDECODABLE: Any = object()
"""Stands for a request that is not protobuf: gRPC would answer UNKNOWN if its deserializer raised."""


class CallGuard(grpc.aio.ServerInterceptor):
    """Wraps the handlers of the server of `service`, a full name.

    `concurrent_rpcs`: calls in progress at once. `call_seconds`: the longest a call may take, whatever its deadline;
    `longer_calls`: the same for some methods, by name.
    """

    def __init__(
        self,
        service: str,
        validator: ContractValidator,
        *,
        concurrent_rpcs: int,
        call_seconds: float,
        longer_calls: Mapping[str, float],
    ) -> None:
        self._validator = validator
        self._limit = LoadLimit(concurrent_rpcs)
        self._call_seconds = call_seconds
        self._longer_calls = longer_calls
        self._log = logger()
        self._handlers: dict[str, Handler] = {}
        # One for all: a caller could fill the memory, and the metrics, with invented names.
        self._no_such_method = self._guard(Method(f"/{service}/unknown"), _NO_SUCH_METHOD)

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        path = handler_call_details.method
        guarded = self._handlers.get(path)
        if guarded is not None:
            return guarded
        handler = await continuation(handler_call_details)
        if path.startswith("/grpc."):
            return handler
        if handler is None:
            return self._no_such_method
        guarded = self._handlers[path] = self._guard(Method(path), handler)
        return guarded

    def _guard(self, method: Method, handler: "grpc.RpcMethodHandler[Any, Any]") -> Handler:
        guard = self._guard_stream if handler.response_streaming else self._guard_unary
        make = {
            (False, False): grpc.unary_unary_rpc_method_handler,
            (False, True): grpc.unary_stream_rpc_method_handler,
            (True, False): grpc.stream_unary_rpc_method_handler,
            (True, True): grpc.stream_stream_rpc_method_handler,
        }[handler.request_streaming, handler.response_streaming]
        behaviour = handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream
        guarded: Handler = make(
            guard(method, behaviour, streaming_request=handler.request_streaming),
            request_deserializer=_tolerant(handler.request_deserializer),
            response_serializer=handler.response_serializer,
        )
        return guarded

    def _guard_unary(self, method: Method, behaviour: Any, *, streaming_request: bool) -> Any:
        seconds = self._seconds_of(method)

        async def guarded(request: Any, context: Context) -> Any:
            with Call(method, context, self._limit, self._log) as call:
                try:
                    call.admit()
                    request = self._checked_stream(request) if streaming_request else self._checked(request)
                    context.set_trailing_metadata(((REQUEST_ID, call.request_id),))
                    answer = behaviour(request, context)
                    if not isinstance(answer, Awaitable):
                        return answer
                    remaining = context.time_remaining()
                    if remaining is not None and remaining <= seconds:
                        return await answer  # grpc itself cancels the call at the client's deadline
                    async with asyncio.timeout(seconds):
                        return await answer
                except Exception as error:
                    await _abort(call, context, error)

        return guarded

    def _guard_stream(self, method: Method, behaviour: Any, *, streaming_request: bool) -> Any:
        seconds = self._seconds_of(method)

        async def guarded(request: Any, context: Context) -> AsyncIterator[Any]:
            with Call(method, context, self._limit, self._log) as call:
                try:
                    call.admit()
                    request = self._checked_stream(request) if streaming_request else self._checked(request)
                    context.set_trailing_metadata(((REQUEST_ID, call.request_id),))
                    answers = behaviour(request, context)
                    if not isinstance(answers, AsyncIterator):
                        raise NotImplementedError  # a generated base method that nobody has overridden
                    async with asyncio.timeout(seconds):
                        async for answer in answers:
                            yield answer
                except Exception as error:
                    await _abort(call, context, error)

        return guarded

    def _seconds_of(self, method: Method) -> float:
        return self._longer_calls.get(method.path.rpartition("/")[2], self._call_seconds)

    def _checked(self, request: Message) -> Message:
        if request is _UNDECODABLE:
            text, korean = "the message is not valid protobuf", "요청을 해석할 수 없습니다."
            raise InvalidInput([Violation("", "MALFORMED_MESSAGE", text, korean)])
        self._validator.check(request)
        return request

    async def _checked_stream(self, requests: AsyncIterator[Message]) -> AsyncIterator[Message]:
        async for request in requests:
            yield self._checked(request)


def _tolerant(deserialize: Callable[[bytes], Any] | None) -> Callable[[bytes], Any] | None:
    if deserialize is None:
        return None

    def tolerant(data: bytes) -> Any:
        try:
            return deserialize(data)
        except DecodeError:
            return _UNDECODABLE

    return tolerant


async def _abort(call: Call, context: Context, error: Exception) -> None:
    """Ends the call with the status of `error`; always raises."""
    call.code = statuses.code_of(error)
    call.failure = error
    status = statuses.status_of(error, service=call.method.service, request_id=call.request_id)
    await context.abort(
        call.code,
        status.message,
        ((REQUEST_ID, call.request_id), ("grpc-status-details-bin", status.SerializeToString())),
    )


async def _no_such_method(_: Any, __: Context) -> Any:
    raise NotImplementedError


_NO_SUCH_METHOD: "grpc.RpcMethodHandler[Any, Any]" = grpc.unary_unary_rpc_method_handler(
    _no_such_method, request_deserializer=lambda _: Empty()
)
