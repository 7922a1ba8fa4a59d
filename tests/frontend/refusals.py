"""Refusals as the services send them: English for developers, Korean in the details."""

from typing import NoReturn

import grpc
from google.protobuf import any_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2


def _packed(detail: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return packed


def status(code: grpc.StatusCode, message_ko: str, *details: Message) -> status_pb2.Status:
    """A status with a Korean message for the user."""
    localized = error_details_pb2.LocalizedMessage(locale="ko", message=message_ko)
    return status_pb2.Status(
        code=code.value[0], message=f"refused: {code.name}", details=[_packed(localized), *map(_packed, details)]
    )


def bad_request(problems: list[tuple[str, str]]) -> status_pb2.Status:
    """A status that names fields, each with a Korean sentence."""
    violations = [
        error_details_pb2.BadRequest.FieldViolation(
            field=field,
            description="wrong value",
            localized_message=error_details_pb2.LocalizedMessage(locale="ko", message=message_ko),
        )
        for field, message_ko in problems
    ]
    return status(
        grpc.StatusCode.INVALID_ARGUMENT,
        "입력값을 확인해주세요.",
        error_details_pb2.BadRequest(field_violations=violations),
    )


def abort(context: grpc.ServicerContext, reason: status_pb2.Status) -> NoReturn:
    """Ends the call with the status and its details."""
    context.set_trailing_metadata((("grpc-status-details-bin", reason.SerializeToString()),))
    context.abort(next(code for code in grpc.StatusCode if code.value[0] == reason.code), reason.message)
    raise AssertionError("abort does not return")
