"""Which columns hold date and hour: one, two or four, and what only looks like them."""

import unicodedata

import pytest

from services.prediction.domain.column_matching import Column, Kind, match_columns
from tests.unit.prediction.named_columns import BASE, FIVE, columns, matched, missing, times


@pytest.mark.parametrize(
    "names",
    [
        ("연도", "월", "일", "시"),
        ("년", "월", "일", "시각"),
        ("사고연도", "사고월", "사고일", "사고시각"),
        ("발생년도", "발생월", "발생일", "발생시간"),
        ("year", "month", "day", "hour"),
        tuple(unicodedata.normalize("NFD", name) for name in ("연도", "월", "일", "시")),
        ("accidentYear", "Accident Month", "ACCIDENT_DAY", "accident-hour"),
        ("accident_year", "accident_month", "accident_day", "accident_time"),
    ],
)
def test_four_numbers_do_instead_of_a_time(names: tuple[str, ...]) -> None:
    fields = ("accident_year", "accident_month", "accident_day", "accident_hour")
    given = columns(*BASE, *names, **dict.fromkeys(names, Kind.NUMBER))
    assert matched(given) == FIVE | dict(zip(fields, names, strict=True))
    assert match_columns(given, {}).missing == ()


@pytest.mark.parametrize(
    ("date", "kind", "clock"),
    [
        ("사고일자", Kind.DATE, "시간"),
        ("사고일자", Kind.TEXT, "발생시각"),
        ("사고일", Kind.DATE, "시"),
        ("발생일", Kind.DATE, "시간"),
        ("날짜", Kind.DATE, "시각"),
        ("사고일시", Kind.DATE, "사고시각"),
        ("accident_date", Kind.DATE, "accident_time"),
        ("date", Kind.TEXT, "hour"),
    ],
)
def test_a_date_and_an_hour_go_together(date: str, kind: Kind, clock: str) -> None:
    given = [*columns(*BASE, clock, **{clock: Kind.NUMBER}), Column(date, kind)]
    assert matched(given) == FIVE | {"accident_time": date, "accident_hour": clock}


@pytest.mark.parametrize(
    "name", ["사고일시", "발생 일시", "사고일자", "사고일", "시간", "accident_time", "datetime", "일시"]
)
def test_a_column_typed_as_date_with_hour_is_enough(name: str) -> None:
    assert times(columns(name, "시각", **{name: Kind.MOMENT, "시각": Kind.NUMBER})) == {"accident_time": name}


def test_the_accident_counts_and_not_when_its_row_was_written() -> None:
    kinds = dict.fromkeys(("등록일시", "수정일시", "사고일시"), Kind.MOMENT)
    assert times(columns("등록일시", "사고일시", "수정일시", **kinds)) == {"accident_time": "사고일시"}
    assert missing("등록일시", "수정일시", 등록일시=Kind.MOMENT, 수정일시=Kind.MOMENT) == ("accident_time",)


@pytest.mark.parametrize("neighbours", [("구", "동"), ("도", "군"), ("시도",), ()])
def test_a_city_is_no_hour(neighbours: tuple[str, ...]) -> None:
    assert times(columns("시", *neighbours, "사고일자", 사고일자=Kind.DATE)) == {"accident_time": "사고일자"}
    assert missing("시", *neighbours, "사고일자", 사고일자=Kind.DATE) == ("accident_hour",)
    assert "accident_hour" not in times(columns("시", *neighbours, "시도", "연도", "월", "일"))
    assert "accident_hour" not in times(columns("시(코드)", "월", "일", **{"시(코드)": Kind.NUMBER}))


def test_a_time_that_is_neither_typed_nor_beside_a_date_holds_both() -> None:
    assert times(columns("accident_time")) == {"accident_time": "accident_time"}
    assert times(columns("accident_time", accident_time=Kind.NUMBER)) == {"accident_time": "accident_time"}
    assert missing("accident_time") == ()


def test_an_hour_with_leading_zeros_is_one_beside_month_and_day() -> None:
    assert times(columns("연도", "월", "일", "시"))["accident_hour"] == "시"


def test_the_days_of_a_week_are_no_dates() -> None:
    week = ("월", "화", "수", "목", "금", "토", "일")
    assert times(columns(*week, **dict.fromkeys(week, Kind.NUMBER))) == {}


@pytest.mark.parametrize(
    ("names", "kinds", "lacking"),
    [
        ((), {}, ("accident_time",)),
        (("연도", "월"), {}, ("accident_day", "accident_hour")),
        (("사고일자",), {"사고일자": Kind.DATE}, ("accident_hour",)),
        (("사고일시",), {"사고일시": Kind.DATE}, ("accident_hour",)),
        (("시간",), {"시간": Kind.NUMBER}, ("accident_time",)),
    ],
)
def test_what_is_missing_of_date_and_hour_is_named(
    names: tuple[str, ...], kinds: dict[str, Kind], lacking: tuple[str, ...]
) -> None:
    assert missing(*names, **kinds) == lacking
