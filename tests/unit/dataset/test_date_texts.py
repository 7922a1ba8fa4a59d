"""Dates are read as the calendar has them, in the spellings of Korean files, or not at all."""

from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dataset.domain.date_texts import parse


def read(*texts: str | None, compact: bool = False) -> tuple[list[str], str] | None:
    parsed = parse(pa.array(texts, pa.string()), compact)
    return parsed and ([str(value) for value in parsed[0].to_pylist()], parsed[1])


@pytest.mark.parametrize(
    ("text", "moment", "resolution"),
    [
        ("2020-03-23", "2020-03-23 00:00:00", "day"),
        ("2020/03/23", "2020-03-23 00:00:00", "day"),
        ("2020.03.23", "2020-03-23 00:00:00", "day"),
        ("2020. 3. 23.", "2020-03-23 00:00:00", "day"),
        ("2020-3-2", "2020-03-02 00:00:00", "day"),
        ("2022-01-01 01", "2022-01-01 01:00:00", "hour"),
        ("2022-01-01 1", "2022-01-01 01:00:00", "hour"),
        ("2022-01-01T13:05", "2022-01-01 13:05:00", "minute"),
        ("2022.1.1 13:05:09", "2022-01-01 13:05:09", "second"),
        ("2016년 1월 1일", "2016-01-01 00:00:00", "day"),
        ("2016년 1월 1일 01시", "2016-01-01 01:00:00", "hour"),
        ("2016년 11월 30일 23시 59분", "2016-11-30 23:59:00", "minute"),
        ("2016년01월01일 1시5분9초", "2016-01-01 01:05:09", "second"),
        ("2020-02-29", "2020-02-29 00:00:00", "day"),
        ("2000-02-29", "2000-02-29 00:00:00", "day"),
        ("1900-01-01", "1900-01-01 00:00:00", "day"),
        ("2100-12-31 23:59:59", "2100-12-31 23:59:59", "second"),
    ],
)
def test_a_spelling_is_read(text: str, moment: str, resolution: str) -> None:
    assert read(text) == ([moment], resolution)


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-30",
        "2021-02-29",
        "1900-02-29",  # no leap year
        "2020-13-01",
        "2020-00-01",
        "2020-01-00",
        "2020-04-31",
        "2020-01-01 24",
        "2016년 1월 1일 24시",
        "2020-01-01 23:60",
        "2020-01-01 23:59:60",
        "2020-01-01 01:00:00.5",
        "2020-01-01T01:00:00Z",
        "2020-01-01 01:00+09:00",
        "1899-12-31",
        "2101-01-01",
        "2020-01/01",
        "2020-01-01 ",
        " 2020-01-01",
        "2020-01-01\n",
        "2020-01-01 01:",
        "2020-01-01 1:5",
        "2020-01-01  01",
        "2020-01",
        "2016년 1월",
        "20-01-01",
        "01/02/2020",
        "２０２０-01-01",
        "20200323",
        "08:00",
        "어제",
        "",
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "moment", "resolution"),
    [
        ("20200323", "2020-03-23 00:00:00", "day"),
        ("2020032313", "2020-03-23 13:00:00", "hour"),
        ("202003231305", "2020-03-23 13:05:00", "minute"),
        ("20200323130509", "2020-03-23 13:05:09", "second"),
    ],
)
def test_digits_alone_are_read_on_request(text: str, moment: str, resolution: str) -> None:
    assert read(text, compact=True) == ([moment], resolution)


@pytest.mark.parametrize("text", ["20200230", "2020032", "202003231", "20200323240000", "18991231", "2020032313050911"])
def test_other_digits_are_no_date(text: str) -> None:
    assert read(text, compact=True) is None


def test_spellings_may_be_mixed_and_the_finest_one_counts() -> None:
    moments = ["2020-03-23 00:00:00", "None", "2016-01-01 01:00:00", "2020-03-24 00:00:00"]
    texts = ("2020-03-23", None, "2016년 1월 1일 01시", "20200324")
    assert read(*texts, compact=True) == (moments, "hour")


def test_one_text_that_is_no_date_spoils_all() -> None:
    assert read("2020-03-23", "미상") is None


def test_columns_longer_than_a_chunk_are_read_whole() -> None:
    days = [f"20{year:02}-{month:02}-{day:02}" for year in range(100) for month in range(1, 13) for day in range(1, 29)]
    texts = [f"{day} {hour:02}" for day in days for hour in (0, 7, 23)]
    parsed = parse(pa.array(["2000-01-01 00:30", *texts]), compact=False)
    assert parsed is not None
    assert parsed[1] == "minute"
    assert parsed[0][1:].to_pylist() == [datetime.fromisoformat(text) for text in texts]
    assert parse(pa.array([*texts, "2000-01-01 00:60"]), compact=False) is None


STYLES = {
    "day": ("{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}. {1}. {2}.", "{0}년 {1}월 {2}일", "{0}{1:02}{2:02}"),
    "hour": ("{0}-{1:02}-{2:02} {3:02}", "{0}년 {1}월 {2}일 {3:02}시", "{0}{1:02}{2:02}{3:02}"),
    "minute": ("{0}-{1:02}-{2:02}T{3:02}:{4:02}", "{0}.{1}.{2} {3}:{4:02}", "{0}년 {1}월 {2}일 {3}시 {4}분"),
    "second": ("{0}-{1:02}-{2:02} {3:02}:{4:02}:{5:02}", "{0}/{1}/{2} {3}:{4:02}:{5:02}"),
}
HOW_MANY_FIELDS = {"day": 3, "hour": 4, "minute": 5, "second": 6}


@pytest.mark.parametrize("resolution", STYLES)
@settings(deadline=None)
@given(
    fields=st.tuples(
        st.integers(1895, 2105),
        st.integers(0, 13),
        st.integers(0, 32),
        st.integers(0, 25),
        st.integers(0, 61),
        st.integers(0, 61),
    )
)
def test_dates_are_those_of_the_calendar(resolution: str, fields: tuple[int, int, int, int, int, int]) -> None:
    year, month, day, *clock = fields
    clock = clock[: HOW_MANY_FIELDS[resolution] - 3]
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    try:
        expected = datetime(year, month, day, hour, minute, second) if 1900 <= year <= 2100 else None
    except ValueError:
        expected = None
    for style in STYLES[resolution]:
        text = style.format(year, month, day, *clock)
        assert read(text, compact=True) == (expected and ([str(expected)], resolution)), text
