"""Violations of a contract, in both languages."""

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.chassis.errors import InvalidInput, Violation
from services.chassis.validation import ContractValidator

VALIDATOR = ContractValidator()
END_OF_TIME = Timestamp(seconds=253402300799)  # the last second of 9999, after which dates overflow
BASE = pb.Accident()
VARIANT = pb.CompareEcloRequest.Variant()
LONG_NAME = pb.CompareEcloRequest.Variant(name="x" * 101)


def violations(message: Message, validator: ContractValidator = VALIDATOR) -> list[Violation]:
    with pytest.raises(InvalidInput) as caught:
        validator.check(message)
    return list(caught.value.violations)


@pytest.mark.parametrize(
    ("message", "field", "reason", "korean"),
    [
        (pb.ListPredictionsRequest(limit=501), "limit", "OUT_OF_RANGE", "1~500 범위"),
        (pb.ListBatchResultsRequest(batch_id="x", offset=-1), "offset", "OUT_OF_RANGE", "0 이상"),
        (pb.GetPredictionRequest(prediction_id="x"), "prediction_id", "INVALID_VALUE", "UUID"),
        (pb.GetPredictionRequest(), "prediction_id", "INVALID_VALUE", "UUID"),
        (pb.ParseAccidentRequest(text="x", reference_time=END_OF_TIME), "reference_time", "OUT_OF_RANGE", "올바르지"),
        (pb.ParseAccidentRequest(), "text", "REQUIRED", "필수"),
        (pb.ParseAccidentRequest(text="가" * 201), "text", "INVALID_VALUE", "200자"),
        (pb.CompareEcloRequest(base=BASE), "variants", "INVALID_VALUE", "1개"),
        (pb.CompareEcloRequest(base=BASE, variants=[VARIANT] * 51), "variants", "INVALID_VALUE", "50개"),
        (pb.CompareEcloRequest(base=BASE, variants=[VARIANT, LONG_NAME]), "variants[1].name", "INVALID_VALUE", "100자"),
    ],
)
def test_a_violation_says_where_and_why(message: Message, field: str, reason: str, korean: str) -> None:
    found = {violation.field: violation for violation in violations(message)}
    assert found[field].reason == reason
    assert korean in found[field].message_ko


def test_a_message_that_keeps_its_contract_passes() -> None:
    VALIDATOR.check(pb.ListPredictionsRequest(limit=500))


def test_the_domain_adds_its_violations_once_and_its_sentence_wins() -> None:
    def domain(_: Message) -> list[Violation]:
        return [Violation("accident_month", "OUT_OF_RANGE", "domain", "도메인"), Violation("weather", "X", "new", "새")]

    validator = ContractValidator({pb.PredictEcloRequest: domain})
    found = violations(pb.PredictEcloRequest(weather="맑음", accident_month=13), validator)
    assert [violation.field for violation in found][:2] == ["weather", "road_surface"]
    assert len({violation.field for violation in found}) == len(found)
    assert next(v for v in found if v.field == "accident_month").message_ko == "도메인"
