"""Every failure of a call becomes a Korean sentence."""

import grpc
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2, status_pb2

from frontend.backend_error import UNREACHABLE, FieldViolation, from_status
from tests.frontend.refusals import bad_request, status


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED])
def test_no_answer_says_that_the_server_cannot_be_reached(code: grpc.StatusCode) -> None:
    error = from_status(status_pb2.Status(code=code.value[0]))
    assert error.message_ko == UNREACHABLE
    assert error.unreachable


@pytest.mark.parametrize("code", list(grpc.StatusCode))
def test_a_status_without_details_has_a_korean_sentence_and_no_english(code: grpc.StatusCode) -> None:
    message = from_status(status_pb2.Status(code=code.value[0], message="in English")).message_ko
    assert message
    assert message.upper() == message.lower(), "only Latin letters have a case"


def test_the_korean_message_of_the_service_is_what_the_user_reads() -> None:
    error = from_status(status(grpc.StatusCode.NOT_FOUND, "예측을 찾을 수 없습니다."))
    assert error.message_ko == "예측을 찾을 수 없습니다."
    assert not error.unreachable


def test_each_violation_keeps_its_field_and_its_korean_sentence() -> None:
    error = from_status(bad_request([("weather", "날씨를 확인해주세요."), ("accident_hour", "시각을 확인해주세요.")]))
    assert error.violations == (
        FieldViolation("weather", "날씨를 확인해주세요."),
        FieldViolation("accident_hour", "시각을 확인해주세요."),
    )


def test_the_retry_time_and_the_metadata_are_kept() -> None:
    retry = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=2, nanos=500_000_000))
    info = error_details_pb2.ErrorInfo(reason="EXHAUSTED", metadata={"limit": "64"})
    error = from_status(status(grpc.StatusCode.RESOURCE_EXHAUSTED, "요청이 많습니다.", retry, info))
    assert error.retry_after == 2.5
    assert error.metadata == {"limit": "64"}
