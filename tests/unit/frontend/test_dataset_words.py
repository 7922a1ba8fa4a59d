"""What a dataset is, as people read it."""

import pytest
from daegu.dataset.v1 import dataset_pb2 as pb
from google.protobuf.timestamp_pb2 import Timestamp

from frontend import file_names, korean_time
from frontend.datasets import dataset_words


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (812, "812 B"),
        (1024, "1.0 KB"),
        (100_444, "98.1 KB"),
        (1024 * 1024, "1.0 MB"),
        (50 * 1024 * 1024, "50.0 MB"),
    ],
)
def test_a_size_has_the_unit_that_fits(size: int, text: str) -> None:
    assert dataset_words.size(size) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.96, "매우 높음 · 96%"), (0.9, "매우 높음 · 90%"), (0.7, "높음 · 70%"), (0.4, "보통 · 40%"), (0.0, "낮음 · 0%")],
)
def test_confidence_is_a_word_and_a_number(share: float, text: str) -> None:
    assert dataset_words.confidence(share) == text


def test_every_type_of_the_contract_has_a_korean_name() -> None:
    assert set(dataset_words.TYPES) == set(pb.ColumnType.values()) - {pb.COLUMN_TYPE_UNSPECIFIED}


def test_an_encoding_that_nobody_knows_yet_has_its_own_name() -> None:
    assert dataset_words.encoding("cp949") == "CP949(한글 Windows)"
    assert dataset_words.encoding("johab") == "JOHAB"


@pytest.mark.parametrize(
    ("value", "column_type", "text"),
    [
        (12345.0, pb.COLUMN_TYPE_INTEGER, "12,345"),
        (1234.5678, pb.COLUMN_TYPE_FLOAT, "1,234.57"),
        (0.00012345, pb.COLUMN_TYPE_FLOAT, "0.0001234"),
        (-0.5, pb.COLUMN_TYPE_FLOAT, "-0.5"),
        (2016.0, pb.COLUMN_TYPE_YEAR, "2016"),
        (35.838856961, pb.COLUMN_TYPE_LATITUDE, "35.83886"),
    ],
)
def test_a_number_is_written_as_its_column_needs_it(
    value: float, column_type: pb.ColumnType.ValueType, text: str
) -> None:
    assert dataset_words.number(value, column_type) == text


@pytest.mark.parametrize(
    ("text", "written"), [("2016-10-01T00:00:00", "2016-10-01"), ("2016-10-01T18:00:00", "2016-10-01 18:00:00")]
)
def test_the_ends_of_a_column_of_dates_are_dates(text: str, written: str) -> None:
    info = pb.ColumnInfo(name="때", type=pb.COLUMN_TYPE_DATETIME)
    info.min.string_value = text
    assert dataset_words.bound(info, "min") == written
    assert dataset_words.bound(info, "max") == ""


def columns(*pairs: tuple[str, pb.ColumnType.ValueType]) -> list[pb.ColumnInfo]:
    return [pb.ColumnInfo(name=name, type=kind) for name, kind in pairs]


def test_coordinates_are_said_only_if_both_are_there() -> None:
    assert dataset_words.found(columns(("위도", pb.COLUMN_TYPE_LATITUDE))) == []
    both = columns(("y", pb.COLUMN_TYPE_LATITUDE), ("x", pb.COLUMN_TYPE_LONGITUDE))
    assert dataset_words.found(both) == ["위도·경도 열을 찾아 지도에 표시할 수 있습니다(‘y’, ‘x’)."]
    named = columns(("위도", pb.COLUMN_TYPE_LATITUDE), ("경도", pb.COLUMN_TYPE_LONGITUDE))
    assert dataset_words.found(named) == ["위도·경도 열을 찾아 지도에 표시할 수 있습니다."]


def test_years_are_said_if_there_is_nothing_more_exact() -> None:
    year, moment = ("설치연도", pb.COLUMN_TYPE_YEAR), ("사고일시", pb.COLUMN_TYPE_DATETIME)
    assert dataset_words.found(columns(year)) == ["연도 열을 찾아 해마다의 변화를 볼 수 있습니다(‘설치연도’)."]
    assert dataset_words.found(columns(year, moment)) == [
        "날짜·시간 열을 찾아 시기별 변화를 볼 수 있습니다(‘사고일시’)."
    ]


def test_moments_are_told_in_korean_time_also_across_midnight() -> None:
    stamp = Timestamp(seconds=1_767_452_645)  # 2026-01-03 15:04:05 UTC
    assert korean_time.short(stamp) == "2026-01-04 00:04"
    assert korean_time.written(stamp) == "2026년 1월 4일 00:04"


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("대구 CCTV", "대구 CCTV_엑셀용.csv"),
        ("../../etc/passwd", "_.._etc_passwd_엑셀용.csv"),
        ('a"b\r\nc: d', "a_b_c_ d_엑셀용.csv"),
        ("...", "데이터셋_엑셀용.csv"),
        ("가" * 300, "가" * 100 + "_엑셀용.csv"),
    ],
)
def test_a_downloaded_file_has_a_name_that_every_system_accepts(name: str, saved: str) -> None:
    assert file_names.file_name(name, "_엑셀용.csv", "데이터셋") == saved
