"""What a user is told when a call fails: every gRPC error becomes one BackendError, in Korean.

The text comes from google.rpc.LocalizedMessage in the details of the status. A failure without one (no connection, or
an answer of the gateway itself) gets a sentence by its code; the English message of the status is never shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import grpc
from google.protobuf import any_pb2
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

_FAULTS = (
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.DATA_LOSS,
)


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One wrong field of the request: its path and a Korean sentence."""

    field: str
    message_ko: str


@dataclass(eq=False)
class BackendError(Exception):
    """A call that failed.

    `retry_after`: seconds after which the same call can succeed, if the server said so. `metadata`: of ErrorInfo.
    `request_id`: by which whoever runs the product finds the call in the logs; empty if none was made.
    """

    code: grpc.StatusCode
    message_ko: str
    violations: tuple[FieldViolation, ...] = ()
    retry_after: float | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""

    @property
    def unreachable(self) -> bool:
        """Whether the same call is expected to work once the server is back."""
        return self.code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)

    @property
    def is_ours(self) -> bool:
        """Whether the fault lies with the product and not with what was asked: then its request id helps."""
        return self.code in _FAULTS


def from_rpc_error(error: grpc.RpcError, request_id: str) -> BackendError:
    """Translates what a stub raised for the call with this id."""
    if not isinstance(error, grpc.Call):
        return BackendError(grpc.StatusCode.UNKNOWN, _UNEXPECTED, request_id=request_id)
    return _translate(error.code(), _details(error), request_id)


def from_status(status: status_pb2.Status, request_id: str = "") -> BackendError:
    """Translates an error that stands inside an answer, such as that of one variant of a comparison."""
    code = next((code for code in grpc.StatusCode if code.value[0] == status.code), grpc.StatusCode.UNKNOWN)
    return _translate(code, status.details, request_id)


def _translate(code: grpc.StatusCode, details: Iterable[any_pb2.Any], request_id: str) -> BackendError:
    message = _BY_CODE.get(code, _UNEXPECTED)
    violations: tuple[FieldViolation, ...] = ()
    retry_after = None
    metadata: dict[str, str] = {}
    localized, bad_request = error_details_pb2.LocalizedMessage(), error_details_pb2.BadRequest()
    retry, info = error_details_pb2.RetryInfo(), error_details_pb2.ErrorInfo()
    for detail in details:
        if detail.Unpack(localized):
            message = localized.message
        elif detail.Unpack(bad_request):
            violations = tuple(
                FieldViolation(item.field, item.localized_message.message or "값을 확인해주세요.")
                for item in bad_request.field_violations
            )
        elif detail.Unpack(retry):
            retry_after = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
        elif detail.Unpack(info):
            metadata = dict(info.metadata)
    if violations:
        message = _BY_CODE[grpc.StatusCode.INVALID_ARGUMENT]  # the violations are shown one by one
    return BackendError(code, message, violations, retry_after, metadata, metadata.get("request_id", request_id))


def _details(error: grpc.Call) -> Iterable[any_pb2.Any]:
    """The details of the google.rpc.Status in the trailers; none if there is none that can be read."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin" and isinstance(value, bytes):
            try:
                status: status_pb2.Status = status_pb2.Status.FromString(value)
            except DecodeError:
                break
            details: Iterable[any_pb2.Any] = status.details
            return details
    return ()
