"""Cells as the dataset service types them, and what callers would send instead."""

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from services.prediction.domain.batch import ColumnMatch
from services.prediction.domain.field_checks import NoNumber
from services.prediction.domain.table_cells import given_columns


def read(field: str, cells: list[Any], kind: pa.DataType, **metadata: str) -> list[Any]:
    """What the cells of a column are for a field."""
    schema = pa.schema([pa.field("열", kind, metadata={f"daegu.{name}": value for name, value in metadata.items()})])
    rows = pa.table([pa.array(cells, kind)], schema=schema)
    column = given_columns(rows, [ColumnMatch(field, "열")])[field]
    return [column.values[code] for code in column.codes]


def reasons(values: list[Any]) -> list[Any]:
    """Numbers as they are, and the reasons why others are none."""
    return [value.violations[0].reason if isinstance(value, NoNumber) else value for value in values]


def test_texts_stay_as_they_stand() -> None:
    assert read("weather", ["맑음", " 비", "", None], pa.string()) == ["맑음", " 비", "", None]


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        ([1, None], pa.int64(), ["1", None]),
        ([1.0, 2.5, None], pa.float64(), ["1", "2.5", None]),
        ([True, None], pa.bool_(), ["True", None]),
        ([None], pa.null(), [None]),
    ],
)
def test_other_cells_are_texts_where_texts_are_wanted(cells: list[Any], kind: pa.DataType, expected: list[Any]) -> None:
    assert read("weather", cells, kind) == expected


@pytest.mark.parametrize(
    ("field", "text", "number"),
    [
        ("accident_year", "2016", 2016),
        ("accident_year", "2016년", 2016),
        ("accident_year", "2016 년도", 2016),
        ("accident_month", "03", 3),
        ("accident_month", "3월", 3),
        ("accident_day", " 3.0 ", 3),
        ("accident_hour", "13시", 13),
        ("accident_hour", "13:30", 13),
        ("accident_hour", "13시 30분", 13),
        ("accident_hour", "오후 1:30", 13),
        ("accident_hour", "-1", -1),
        ("accident_month", "3", 3),
        ("accident_month", "3시", "INVALID_NUMBER"),
        ("accident_month", "삼", "INVALID_NUMBER"),
        ("accident_month", "3.5", "INVALID_NUMBER"),
        ("accident_month", "1e1", "INVALID_NUMBER"),
        ("accident_month", "9" * 50, "INVALID_NUMBER"),
        ("accident_month", "", "REQUIRED"),
        ("accident_month", "   ", "REQUIRED"),
        ("accident_month", None, "REQUIRED"),
        ("accident_month", "3" * 131_072, "INVALID_TEXT"),
        ("accident_month", "3\0", "INVALID_TEXT"),
    ],
)
def test_numbers_in_texts_are_read_with_their_units(field: str, text: str | None, number: int | str) -> None:
    assert reasons(read(field, [text], pa.string())) == [number]


def test_numbers_of_other_types_are_read_or_refused_and_never_raise() -> None:
    floats = [3.0, -0.0, 3.5, 1e300, float("inf"), float("nan"), None]
    wrong = ["INVALID_NUMBER"] * 4
    assert reasons(read("accident_month", floats, pa.float64())) == [3, 0, *wrong, "REQUIRED"]
    assert reasons(read("accident_month", [-(2**63), 2**63 - 1], pa.int64())) == ["INVALID_NUMBER", "INVALID_NUMBER"]
    assert reasons(read("accident_month", [True, None], pa.bool_())) == ["INVALID_NUMBER", "REQUIRED"]
    assert reasons(read("accident_month", [datetime(2016, 1, 1)], pa.timestamp("s"))) == ["INVALID_NUMBER"]


def test_columns_may_come_as_dictionaries() -> None:
    """With as many values as the type of the codes can count, and with a null among the values."""
    codes = pa.array([0, 127, None, 5], pa.int8())
    words = pa.DictionaryArray.from_arrays(codes, pa.array([f"낱말 {i}" if i != 5 else None for i in range(128)]))
    rows = pa.table({"열": words})
    column = given_columns(rows, [ColumnMatch("weather", "열")])["weather"]
    assert [column.values[code] for code in column.codes] == ["낱말 0", "낱말 127", None, None]


def test_a_wrong_number_is_named_with_its_value() -> None:
    [wrong] = read("accident_month", ["삼"], pa.string())
    assert "삼" in wrong.violations[0].message
    assert "사고 월 값 '삼'" in wrong.violations[0].message_ko


def parts(rows: pa.Table, *matches: ColumnMatch) -> list[list[Any]]:
    """Time, year, month, day and hour of each row."""
    given = given_columns(rows, matches)
    names = ("accident_time", "accident_year", "accident_month", "accident_day", "accident_hour")
    return [[given[name].values[given[name].codes[i]] for name in names] for i in range(rows.num_rows)]


def moments(resolution: str, *cells: datetime | None, kind: pa.DataType | None = None) -> pa.Table:
    kind = kind or pa.timestamp("s")
    schema = pa.schema([pa.field("사고일시", kind, metadata={"daegu.resolution": resolution})])
    return pa.table([pa.array(cells, kind)], schema=schema)


TIME = ColumnMatch("accident_time", "사고일시")


def test_a_date_with_an_hour_gives_its_numbers() -> None:
    rows = moments("minute", datetime(2016, 2, 29, 23, 59), None, datetime(1969, 12, 31, 22))
    assert parts(rows, TIME) == [
        [None, 2016, 2, 29, 23],
        ["", None, None, None, None],
        [None, 1969, 12, 31, 22],
    ]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_the_unit_of_a_timestamp_does_not_matter(unit: str) -> None:
    assert parts(moments("hour", datetime(2016, 2, 29, 23), kind=pa.timestamp(unit)), TIME)[0][1:] == [2016, 2, 29, 23]


def test_a_date_alone_is_sent_as_text_unless_an_hour_stands_beside_it() -> None:
    rows = moments("day", datetime(2016, 2, 29), None)
    assert parts(rows, TIME) == [["2016-02-29", None, None, None, None], ["", None, None, None, None]]
    beside = rows.append_column("시", pa.array([7, 8]))
    assert parts(beside, TIME, ColumnMatch("accident_hour", "시")) == [
        [None, 2016, 2, 29, 7],
        ["", None, None, None, 8],
    ]


def test_columns_that_are_taken_for_numbers_go_before_the_parts_of_a_time() -> None:
    rows = moments("hour", datetime(2016, 2, 29, 23)).append_column("연도", pa.array([2017]))
    assert parts(rows, ColumnMatch("accident_year", "연도"), TIME) == [[None, 2017, 2, 29, 23]]


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        ([2022010101, None], pa.int64(), ["2022010101", ""]),
        ([2022010101.0], pa.float64(), ["2022010101"]),
        (["2022-01-01 01", None, ""], pa.string(), ["2022-01-01 01", "", ""]),
        ([date(2022, 1, 1)], pa.date32(), ["2022-01-01"]),
    ],
)
def test_times_of_other_types_are_sent_as_texts(cells: list[Any], kind: pa.DataType, expected: list[Any]) -> None:
    assert read("accident_time", cells, kind) == expected


def test_a_time_with_a_zone_is_not_guessed_to_be_korean() -> None:
    zoned = pa.timestamp("s", "UTC")
    assert read("accident_time", [datetime(2022, 1, 1, 1)], zoned) == ["2022-01-01 01:00:00+00:00"]
