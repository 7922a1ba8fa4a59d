"""What a user is told when a call fails: every gRPC error becomes one BackendError, in Korean.

The text comes from google.rpc.LocalizedMessage in the details of the status. A failure without one (no connection, or
an answer of the gateway itself) gets a sentence by its code; the English message of the status is never shown.
"""

from dataclasses import dataclass

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

UNREACHABLE = "서버에 연결할 수 없습니다. 잠시 후 다시 시도해주세요."
_UNEXPECTED = "서버에서 문제가 생겼습니다. 잠시 후 다시 시도해주세요."
_BY_CODE = {
    grpc.StatusCode.UNAVAILABLE: UNREACHABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED: UNREACHABLE,
    grpc.StatusCode.INVALID_ARGUMENT: "입력값을 확인해주세요.",
    grpc.StatusCode.NOT_FOUND: "찾는 내용이 없습니다.",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "지금은 요청이 많습니다. 잠시 후 다시 시도해주세요.",
    grpc.StatusCode.UNIMPLEMENTED: "아직 제공하지 않는 기능입니다.",
}


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One wrong field of the request: its path and a Korean sentence."""

    field: str
    message_ko: str


@dataclass(frozen=True)
class BackendError(Exception):
    """A call that failed. `retry_after`: seconds after which the same call can succeed, if the server said so."""

    code: grpc.StatusCode
    message_ko: str
    violations: tuple[FieldViolation, ...] = ()
    retry_after: float | None = None
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def unreachable(self) -> bool:
        """Whether the same call is expected to work once the server is back."""
        return self.code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


def from_rpc_error(error: grpc.RpcError) -> BackendError:
    """Translates what a stub raised."""
    code = error.code() if isinstance(error, grpc.Call) else grpc.StatusCode.UNKNOWN
    message = _BY_CODE.get(code, _UNEXPECTED)
    violations: tuple[FieldViolation, ...] = ()
    retry_after = None
    metadata: tuple[tuple[str, str], ...] = ()
    for detail in _status(error).details:
        if detail.Is(error_details_pb2.LocalizedMessage.DESCRIPTOR):
            localized = error_details_pb2.LocalizedMessage()
            detail.Unpack(localized)
            message = localized.message
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            bad_request = error_details_pb2.BadRequest()
            detail.Unpack(bad_request)
            violations = tuple(
                FieldViolation(v.field, v.localized_message.message or "값을 확인해주세요.")
                for v in bad_request.field_violations
            )
        elif detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            retry = error_details_pb2.RetryInfo()
            detail.Unpack(retry)
            retry_after = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
        elif detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = error_details_pb2.ErrorInfo()
            detail.Unpack(info)
            metadata = tuple(sorted(info.metadata.items()))
    if violations:
        message = _BY_CODE[grpc.StatusCode.INVALID_ARGUMENT]
    return BackendError(code, message, violations, retry_after, metadata)


def _status(error: grpc.RpcError) -> status_pb2.Status:
    """The google.rpc.Status of an error; empty if it has none that can be read."""
    if isinstance(error, grpc.Call):
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                try:
                    return status_pb2.Status.FromString(value)
                except DecodeError:
                    break
    return status_pb2.Status()
