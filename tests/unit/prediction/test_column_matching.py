"""Columns are found by their names."""

import unicodedata
from collections.abc import Callable

import pytest

from services.prediction.domain.column_matching import Kind, Matching, match_columns
from tests.unit.prediction.named_columns import BASE, DACON, FIVE, columns, matched

TAAS = (
    "\ufeff사고번호", "사고일시", "요일", "시군구", "사고내용", "사망자수", "중상자수", "경상자수", "부상신고자수",
    "사고유형", "법규위반", "노면상태", "기상상태", "도로형태", "가해운전자 차종", "가해운전자 성별", "가해운전자 연령",
)  # fmt: skip
ENGLISH = (
    "weather", "road_surface", "road_type", "accident_type", "district", "accident_year", "accident_month",
    "accident_day", "accident_hour", "time_period", "day_of_week",
)  # fmt: skip


@pytest.mark.parametrize("kind", [Kind.MOMENT, Kind.TEXT])
@pytest.mark.parametrize("header", [TAAS, DACON])
def test_taas_and_dacon_columns_are_found_as_they_are(header: tuple[str, ...], kind: Kind) -> None:
    matching = match_columns(columns(*header, 사고일시=kind), {})
    assert {m.field: m.column for m in matching.matches} == FIVE | {"accident_time": "사고일시", "day_of_week": "요일"}
    assert matching.missing == ()
    assert matching.unused == tuple(name for name in header if name not in (*BASE, "사고일시", "요일"))


@pytest.mark.parametrize(
    "spelling",
    [
        str,
        str.upper,
        lambda name: name.replace("_", " "),
        lambda name: "".join(word.capitalize() for word in name.split("_")),
        lambda name: name[0] + "".join(word.capitalize() for word in name.split("_"))[1:],
        lambda name: f"\ufeff {name}\u200b",
    ],
)
def test_english_names_are_found_in_any_style(spelling: Callable[[str], str]) -> None:
    given = columns(*map(spelling, ENGLISH))
    assert matched(given) == {name: spelling(name) for name in ENGLISH}


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("weather", "기상 상태"),
        ("weather", "날씨"),
        ("weather", "기상상태(코드)"),
        ("road_surface", "노면_상태"),
        ("road_type", "도로 유형"),
        ("accident_type", "사고유형_대분류"),
        ("district", "법정동"),
        ("district", "발생지_시군구"),
        ("district", unicodedata.normalize("NFD", "시군구")),
    ],
)
def test_other_spellings_of_the_same_names_are_found(field: str, name: str) -> None:
    names = [name if f == field else column for f, column in FIVE.items()]
    assert matched(columns(*names, "사고일시"))[field] == name


@pytest.mark.parametrize(
    "stranger", ["사고내용", "도로종류", "행정동", "전년도 사고", "시설", "월평균", "일련번호", "기상청", "type"]
)
def test_names_that_only_look_alike_are_left_alone(stranger: str) -> None:
    given = columns(*DACON, stranger)
    assert stranger in match_columns(given, {}).unused
    assert stranger in match_columns(columns(stranger), {}).unused


def test_the_best_name_wins_whatever_the_order() -> None:
    given = columns("weather", "날씨", "기상상태", *BASE[1:], "사고일시", "date", date=Kind.DATE)
    assert matched(given)["weather"] == "기상상태"
    assert matched(given)["accident_time"] == "사고일시"


def test_numbers_are_no_day_of_the_week() -> None:
    assert "day_of_week" not in matched(columns(*DACON, 요일=Kind.NUMBER))


def test_missing_fields_come_in_order_and_do_not_stop_the_matching() -> None:
    matching = match_columns(columns("날씨", "사고일시"), {})
    assert matching == Matching(
        match_columns(columns("날씨", "사고일시"), {}).matches,
        ("road_surface", "road_type", "accident_type", "district"),
        (),
    )
