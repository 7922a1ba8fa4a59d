"""What a caller asks of a job, before anything is known about it."""

from dataclasses import replace

import pytest

from services.prediction.domain.accident import AccidentInput
from services.prediction.domain.batch_request import BatchRequest
from tests.accidents import ACCIDENT

ONE = AccidentInput(**ACCIDENT)
DATASET = "0197a1b2-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("request_", "wrong"),
    [
        (BatchRequest([ONE]), {}),
        (BatchRequest(dataset_id=DATASET, columns={"weather": "날씨"}), {}),
        (BatchRequest(), {"accidents": "REQUIRED"}),
        (BatchRequest([ONE], DATASET), {"dataset_id": "NOT_BOTH"}),
        (BatchRequest(columns={"weather": "날씨"}), {"accidents": "REQUIRED", "columns": "WITHOUT_DATASET"}),
    ],
)
def test_accidents_or_a_dataset_are_asked_for_and_never_both(request_: BatchRequest, wrong: dict[str, str]) -> None:
    found = request_.violations()
    assert {violation.field: violation.reason for violation in found} == wrong
    assert all(violation.message and violation.message_ko for violation in found)


def test_the_digest_is_that_of_the_payload_however_it_was_written() -> None:
    one = BatchRequest(dataset_id=DATASET, columns={"weather": "날씨", "district": "동"}, request_id="1")
    same = BatchRequest(dataset_id=DATASET, columns={"district": "동", "weather": "날씨"}, request_id="2")
    assert one.digest == same.digest
    assert len(one.digest) == 64


def test_any_other_payload_has_another_digest() -> None:
    requests = [
        BatchRequest([ONE]),
        BatchRequest([ONE, ONE]),
        BatchRequest([replace(ONE, weather=None)]),
        BatchRequest([replace(ONE, weather="")]),
        BatchRequest([replace(ONE, weather=None, road_surface="맑음")]),
        BatchRequest([replace(ONE, accident_hour=None, accident_time="2022-01-01 01")]),
        BatchRequest(dataset_id=DATASET),
        BatchRequest(dataset_id=DATASET, columns={"weather": "날씨"}),
        BatchRequest(dataset_id=DATASET, columns={"weather": ""}),
    ]
    assert len({request.digest for request in requests}) == len(requests)
