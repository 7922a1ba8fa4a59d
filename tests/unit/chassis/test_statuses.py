"""The translation of errors into google.rpc.Status."""

import pytest
from google.rpc import error_details_pb2, status_pb2
from grpc import StatusCode

from services.chassis import errors, statuses


def status(error: Exception) -> status_pb2.Status:
    return statuses.status_of(error, service="daegu.test.v1.Test", request_id="id-1")


def details(packed: status_pb2.Status, kind: type) -> list[object]:
    found = []
    for detail in packed.details:
        message = kind()
        if detail.Unpack(message):
            found.append(message)
    return found


KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.DomainError)]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not errors.DomainError and kind.__name__[0] != "_"])
def test_every_named_error_has_a_status(kind: type) -> None:
    assert kind in statuses.CODES


def test_an_error_of_a_context_has_the_status_of_its_kind() -> None:
    class LinkExpired(errors.NotFound):
        reason = "LINK_EXPIRED"

    assert statuses.code_of(LinkExpired("gone", "없음")) is StatusCode.NOT_FOUND


def test_an_error_that_nobody_named_says_only_its_id() -> None:
    answer = status(KeyError("/etc/passwd"))
    assert answer.code == StatusCode.INTERNAL.value[0]
    assert "passwd" not in str(answer)
    assert "id-1" in answer.message


def test_many_long_violations_stay_below_the_size_that_trailers_carry() -> None:
    many = [errors.Violation(f"accidents[{i}].weather", "UNKNOWN_VALUE", "x" * 900, "가" * 900) for i in range(500)]
    answer = status(errors.InvalidInput(many))
    assert len(answer.message.encode()) <= 1024
    assert answer.ByteSize() - len(answer.message.encode()) <= 4200
    (bad_request,) = details(answer, error_details_pb2.BadRequest)
    assert len(bad_request.field_violations) >= 1  # type: ignore[attr-defined]


def test_the_status_of_a_row_carries_its_violations_and_no_request_id() -> None:
    refusal = errors.InvalidInput([errors.Violation("weather", "REQUIRED", "is required", "필수 항목입니다.")])
    row = statuses.refusal(refusal, service="daegu.test.v1.Test")
    assert row.code == 3
    assert details(row, error_details_pb2.BadRequest)
    (info,) = details(row, error_details_pb2.ErrorInfo)
    assert "request_id" not in info.metadata  # type: ignore[attr-defined]
