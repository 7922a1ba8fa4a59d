"""Translates errors into google.rpc.Status: the one place where domain errors meet gRPC.

Every status carries ErrorInfo and a Korean LocalizedMessage; field violations and the retry time are added where the
error has them. Source of the mapping: AIP-193 and google/rpc/code.proto.
"""

from datetime import UTC, datetime

from google.protobuf.duration_pb2 import Duration
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc import StatusCode

from services.chassis import errors

MAX_MESSAGE_BYTES = 1024
MAX_DETAILS_BYTES = 4000
"""Larger details do not fit into the trailers of a response and turn into RESOURCE_EXHAUSTED on the way."""

CODES: dict[type[Exception], StatusCode] = {
    errors.InvalidInput: StatusCode.INVALID_ARGUMENT,
    errors.Unauthenticated: StatusCode.UNAUTHENTICATED,
    errors.PermissionDenied: StatusCode.PERMISSION_DENIED,
    errors.NotFound: StatusCode.NOT_FOUND,
    errors.AlreadyExists: StatusCode.ALREADY_EXISTS,
    errors.FailedPrecondition: StatusCode.FAILED_PRECONDITION,
    errors.Conflict: StatusCode.ABORTED,
    errors.DeadlineExceeded: StatusCode.DEADLINE_EXCEEDED,
    errors.Exhausted: StatusCode.RESOURCE_EXHAUSTED,
    errors.Unavailable: StatusCode.UNAVAILABLE,
    TimeoutError: StatusCode.DEADLINE_EXCEEDED,
    NotImplementedError: StatusCode.UNIMPLEMENTED,
}

_KOREAN_MESSAGES = {
    StatusCode.DEADLINE_EXCEEDED: "처리 시간이 초과되었습니다. 잠시 후 다시 시도해주세요.",
    StatusCode.UNIMPLEMENTED: "아직 제공하지 않는 기능입니다.",
    StatusCode.INTERNAL: "일시적인 오류가 발생했습니다. 계속되면 오류 번호를 알려주세요: {request_id}",
}
_ENGLISH_MESSAGES = {
    StatusCode.DEADLINE_EXCEEDED: "the call took longer than its deadline",
    StatusCode.UNIMPLEMENTED: "this method is not available",
    StatusCode.INTERNAL: "internal error; look for this request id in the log: {request_id}",
}


def code_of(error: Exception) -> StatusCode:
    """The status code of `error`; INTERNAL for an error that nobody named."""
    return next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), StatusCode.INTERNAL)


def status_of(error: Exception, *, service: str, request_id: str) -> status_pb2.Status:
    """The status that a caller of `service` gets for `error`. The text of an unknown error never gets out."""
    code = code_of(error)
    if isinstance(error, errors.InvalidInput):
        # Proxies, tracers and logs of clients keep this sentence: what the caller sent is quoted in the details alone.
        message = "; ".join(f"{v.field}: {v.reason}" if v.field else v.reason for v in error.violations)
        reason, message_ko, metadata = error.reason, error.message_ko, dict(error.metadata)
    elif isinstance(error, errors.DomainError):
        reason, message, message_ko = error.reason, error.message, error.message_ko
        metadata = dict(error.metadata)
    else:
        reason, metadata = code.name, {}
        message = _ENGLISH_MESSAGES[code].format(request_id=request_id)
        message_ko = _KOREAN_MESSAGES[code].format(request_id=request_id)
    metadata |= {"timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"), "request_id": request_id}
    status = status_pb2.Status(code=code.value[0], message=_cut(message, MAX_MESSAGE_BYTES))
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason=reason, domain=service, metadata=metadata))
    status.details.add().Pack(error_details_pb2.LocalizedMessage(locale="ko", message=_cut(message_ko, 600)))
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        delay = Duration(seconds=int(retry_after), nanos=round(retry_after % 1 * 1e9))
        status.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=delay))
    if isinstance(error, errors.InvalidInput):
        _add_violations(status, error)
    return status


def refusal(error: errors.DomainError, *, service: str) -> status_pb2.Status:
    """The status of one row inside a successful answer: the same details, without a request of its own."""
    status = status_pb2.Status(code=getattr(code_pb2, code_of(error).name), message=_cut(error.message, 1024))
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason=error.reason, domain=service))
    status.details.add().Pack(error_details_pb2.LocalizedMessage(locale="ko", message=_cut(error.message_ko, 600)))
    if isinstance(error, errors.InvalidInput):
        _add_violations(status, error)
    return status


def _add_violations(status: status_pb2.Status, error: errors.InvalidInput) -> None:
    """Adds as many violations as fit; the first ones name the fields in the order of the request."""
    bad_request = error_details_pb2.BadRequest()
    room = MAX_DETAILS_BYTES - status.ByteSize()
    for violation in error.violations:
        bad_request.field_violations.add(
            field=violation.field,
            description=_cut(violation.message, 600),
            reason=violation.reason,
            localized_message=error_details_pb2.LocalizedMessage(locale="ko", message=_cut(violation.message_ko, 600)),
        )
        if bad_request.ByteSize() > room:
            del bad_request.field_violations[-1]
            break
    status.details.add().Pack(bad_request)


def _cut(text: str, size: int) -> str:
    """`text`, cut at a character so that it has at most `size` bytes of UTF-8."""
    encoded = text.encode()
    return text if len(encoded) <= size else encoded[: size - 3].decode(errors="ignore") + "…"
