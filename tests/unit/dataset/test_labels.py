"""Names and descriptions of datasets."""

import unicodedata

import pytest

from services.chassis.errors import InvalidInput
from services.dataset.domain import labels
from services.dataset.domain.labels import Label
from services.dataset.domain.recognition import OTHER


@pytest.mark.parametrize(
    ("file_name", "shown"),
    [
        ("대구 보안등.csv", "대구 보안등"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\clerk\\보안등.CSV", "보안등"),
        ("보안등\0\n.csv", "보안등"),
        ("\u202e보안등.csv", "보안등"),
        (".csv", labels.NAMELESS),
        ("", labels.NAMELESS),
        ("../..", labels.NAMELESS),
        ("가" * 300 + ".csv", "가" * 200),
    ],
)
def test_a_dataset_without_a_name_is_called_after_its_file(file_name: str, shown: str) -> None:
    assert Label(file_name=file_name).shown_name(OTHER) == shown


def test_without_any_name_a_dataset_is_called_after_its_kind() -> None:
    assert Label().shown_name("주차장") == "주차장"


def test_a_given_name_wins_and_is_composed() -> None:
    decomposed = unicodedata.normalize("NFD", " 보안등 ")
    assert Label(name=decomposed, file_name="다른 것.csv").shown_name("주차장") == "보안등"


def test_what_is_said_first_stays() -> None:
    first = Label(name="질의", request_id="1")
    assert first.with_more(Label(name="양식", description="설명")) == Label("질의", "설명", "1")


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        labels.check(name=" \t", description="NUL \0", kind="신호등")
    assert [(v.field, v.reason) for v in refused.value.violations] == [
        ("name", "REQUIRED"),
        ("description", "INVALID_TEXT"),
        ("kind", "UNKNOWN_VALUE"),
    ]
    assert "주차장" in refused.value.violations[-1].message_ko


def test_lines_and_emoji_are_text() -> None:
    labels.check(name="🚦 신호등", description="첫 줄\r\n둘째 줄\t끝")


def test_a_name_is_one_line() -> None:
    with pytest.raises(InvalidInput):
        labels.check(name="첫 줄\n둘째 줄")
