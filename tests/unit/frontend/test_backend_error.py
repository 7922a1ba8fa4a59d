"""Every failure of a call becomes a Korean sentence."""

import grpc
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2, status_pb2

from frontend import backend_error
from frontend.backend_error import UNREACHABLE, BackendError, FieldViolation
from tests.frontend.fake_backend import bad_request, status


class Failure(grpc.RpcError, grpc.Call):  # type: ignore[misc]  # abstract methods that no translation uses
    """What a stub raises: a code and trailing metadata."""

    def __init__(self, code: grpc.StatusCode, *trailers: tuple[str, bytes]) -> None:
        self._code, self._trailers = code, trailers

    def code(self) -> grpc.StatusCode:
        return self._code

    def trailing_metadata(self) -> tuple[tuple[str, bytes], ...]:  # type: ignore[override]  # as grpcio does it
        return self._trailers


Failure.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]  # a class of its own for ten methods helps nobody


def translated(answer: status_pb2.Status) -> BackendError:
    code = next(code for code in grpc.StatusCode if code.value[0] == answer.code)
    return backend_error.from_rpc_error(Failure(code, ("grpc-status-details-bin", answer.SerializeToString())))


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED])
def test_no_answer_says_that_the_server_cannot_be_reached(code: grpc.StatusCode) -> None:
    error = backend_error.from_rpc_error(Failure(code))
    assert error.message_ko == UNREACHABLE
    assert error.unreachable


@pytest.mark.parametrize("code", list(grpc.StatusCode))
def test_a_status_without_details_has_a_korean_sentence_and_no_english(code: grpc.StatusCode) -> None:
    message = backend_error.from_rpc_error(Failure(code)).message_ko
    assert message
    assert not any("a" <= letter <= "z" for letter in message.lower())


def test_the_korean_message_of_the_service_is_what_the_user_reads() -> None:
    error = translated(status(grpc.StatusCode.NOT_FOUND, "예측을 찾을 수 없습니다."))
    assert error.message_ko == "예측을 찾을 수 없습니다."
    assert not error.unreachable


def test_each_violation_keeps_its_field_and_its_korean_sentence() -> None:
    error = translated(bad_request([("weather", "날씨를 확인해주세요."), ("accident_hour", "시각을 확인해주세요.")]))
    assert error.violations == (
        FieldViolation("weather", "날씨를 확인해주세요."),
        FieldViolation("accident_hour", "시각을 확인해주세요."),
    )


def test_the_retry_time_and_the_metadata_are_kept() -> None:
    retry = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=2, nanos=500_000_000))
    info = error_details_pb2.ErrorInfo(reason="EXHAUSTED", metadata={"limit": "64"})
    error = translated(status(grpc.StatusCode.RESOURCE_EXHAUSTED, "요청이 많습니다.", retry, info))
    assert error.retry_after == 2.5
    assert error.metadata == {"limit": "64"}


def test_details_that_cannot_be_read_are_left_out() -> None:
    error = backend_error.from_rpc_error(Failure(grpc.StatusCode.INTERNAL, ("grpc-status-details-bin", b"\xff\xff")))
    assert "서버에서 문제가 생겼습니다" in error.message_ko


def test_an_error_inside_an_answer_is_translated_the_same_way() -> None:
    error = backend_error.from_status(bad_request([("weather", "날씨를 확인해주세요.")]))
    assert error.code == grpc.StatusCode.INVALID_ARGUMENT
    assert error.violations == (FieldViolation("weather", "날씨를 확인해주세요."),)
