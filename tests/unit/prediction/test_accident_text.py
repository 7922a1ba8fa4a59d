"""One Korean line becomes an accident: what is read, what is assumed and said so, and what is not guessed."""

import csv
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.prediction.domain.accident_text import REQUIRED, ParsedAccident, parse_accident
from tests.unit.prediction.accident_lines import CARS, LINES, NOW, VOCABULARY


def parse(text: str) -> ParsedAccident:
    return parse_accident(text, NOW, VOCABULARY)


def notes(text: str, field: str) -> list[str]:
    return [a.message_ko for a in parse(text).assumptions if a.field == field]


def summary(parsed: ParsedAccident) -> tuple[object, ...]:
    """district without the city, date, hour, weather, surface, road, type."""
    f = parsed.fields
    day = [int(f[name]) for name in REQUIRED[5:8] if name in f]
    return (
        str(f.get("district", "")).removeprefix("대구광역시 ") or None,
        date(*day).isoformat() if len(day) == 3 else None,
        f.get("accident_hour"),
        f.get("weather"),
        f.get("road_surface"),
        f.get("road_type"),
        f.get("accident_type"),
    )


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_a_line_is_read_as_people_mean_it(line: tuple[object, ...]) -> None:
    assert summary(parse(str(line[0]))) == line[1:]


def test_a_record_line_is_read_without_any_assumption() -> None:
    parsed = parse("2022-01-01 01 토요일 맑음 대구광역시 수성구 상동 교차로 - 교차로안 건조 차대사람")
    assert (parsed.assumptions, parsed.missing, parsed.unrecognized) == ((), (), ())


def test_the_fields_stand_in_the_order_of_the_form() -> None:
    assert tuple(parse("어제 밤 11시 상동").fields) == REQUIRED


def test_what_was_not_said_is_assumed_and_said_so() -> None:
    assumed = {a.field: a for a in parse("상동 13시").assumptions}
    assert set(assumed) == {"weather", "road_surface", "road_type", "accident_type", "accident_day"}
    assert assumed["accident_type"].value == CARS
    assert assumed["accident_type"].message_ko == "사고 유형이 없어 가장 흔한 '차대차'로 보았습니다."
    assert assumed["weather"].message_ko == "날씨가 없어 '맑음'으로 보았습니다."


@pytest.mark.parametrize("text", ["교차로 비", "수성못에서 추돌", "가나상동 13시", "상동물 13시", "", "👍", "\0"])
def test_no_district_is_guessed(text: str) -> None:
    parsed = parse(text)
    assert "district" not in parsed.fields
    assert "district" in parsed.missing


def test_no_hour_is_guessed_without_a_time_word() -> None:
    assert parse("어제 상동 교차로 비").missing == ("accident_hour",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("동호동 13시", ("동구 동호동", "북구 동호동")),
        ("이천동 13시", ("남구 이천동", "수성구 이천동")),
        ("삼덕동 13시", ("수성구 삼덕동", "중구 삼덕동1가")),
        ("수성구 13시", ("수성구의 어느 동",)),
        ("서울 강남구 역삼동 13시", ("대구 안의 사고만",)),
        ("부산 중구 중동 13시", ("대구 안의 사고만",)),
    ],
)
def test_a_place_that_is_not_one_district_is_asked_for(text: str, words: tuple[str, ...]) -> None:
    assert "district" in parse(text).missing
    assert all(word in notes(text, "district")[0] for word in words)


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("범아동 13시", "district", "범아동 → 범어동"),
        ("지상동 13시", "district", "지상동 → 지산동"),
        ("북구 상동 13시", "district", "구와 동이 맞지 않아"),
        ("수성동 13시", "district", "수성동4가"),
        ("어제 밤 12시 상동", "accident_day", "자정을 넘긴"),
        ("1월 1일 13시 상동", "accident_year", "2026년으로"),
        ("밤 상동", "accident_hour", "22시(밤)"),
        ("8시 상동", "accident_hour", "오전 8시"),
        ("2022년 1월 1일 금요일 13시 상동", "accident_day", "토요일입니다"),
        ("빗길 상동 13시", "weather", "'비'로"),
        ("상동 횡단보도 13시", "accident_type", "횡단보도에서 가장 흔한"),
        ("상동 교차로 13시", "road_type", "안인지 부근인지"),
    ],
)
def test_a_guess_names_itself(text: str, field: str, words: str) -> None:
    assert any(words in note for note in notes(text, field))


@pytest.mark.parametrize("text", ["2월 30일 상동 13시", "2022-13-01 상동 13시", "31일 상동 13시"])
def test_a_day_that_no_calendar_has_is_missing_and_not_today(text: str) -> None:
    parsed = parse(text)
    assert {"accident_year", "accident_month", "accident_day"} <= set(parsed.missing)
    assert "달력에 없는" in notes(text, "accident_day")[0]


def test_an_hour_that_no_clock_has_is_missing() -> None:
    assert parse("상동 25시").missing == ("accident_hour",)
    assert "25시" in notes("상동 25시", "accident_hour")[0]


def test_a_month_without_a_day_leaves_the_day_missing() -> None:
    parsed = parse("2025년 12월 상동 9시")
    assert parsed.missing == ("accident_day",)
    assert (parsed.fields["accident_year"], parsed.fields["accident_month"]) == (2025, 12)


def test_words_that_mean_nothing_here_are_listed() -> None:
    assert parse("상동 13시 비행기 DROP TABLE").unrecognized == ("비행기", "DROP", "TABLE")


def test_days_are_those_of_seoul() -> None:
    late = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)  # already the 18th in Seoul
    fields = parse_accident("오늘 상동 13시", late, VOCABULARY).fields
    assert date(*(int(fields[f"accident_{p}"]) for p in ("year", "month", "day"))) == date(2026, 11, 18)


def test_decomposed_letters_are_read_like_composed_ones() -> None:
    assert parse(normalize("NFD", "어제 밤 11시 상동 비")) == parse("어제 밤 11시 상동 비")


def test_a_value_the_model_does_not_have_is_never_given() -> None:
    dry = replace(VOCABULARY, weather=("비",), road_type=("교차로 - 교차로안",), accident_type=("차대차",))
    parsed = parse_accident("상동 눈길 횡단보도 보행자 13시", NOW, dry)
    assert {"weather", "road_type"} <= set(parsed.missing)
    assert parsed.fields["accident_type"] == CARS


def test_a_district_without_a_dong_is_used_where_the_model_has_it() -> None:
    whole = replace(VOCABULARY, districts=(*VOCABULARY.districts, "대구광역시 수성구"))
    assert parse_accident("수성구 13시", NOW, whole).fields["district"] == "대구광역시 수성구"


def test_only_the_first_200_characters_are_read() -> None:
    assert "district" in parse("가 " * 100 + "상동").missing
    assert "district" not in parse("가 " * 98 + "상동").missing


WORDS = st.sampled_from(
    [word for line in LINES for word in str(line[0]).split()]
    + [
        "2월 30일",
        "99월",
        "24시",
        "25시",
        "999일 전",
        "99년 전",
        "지난달 31일",
        "'; DROP TABLE",
        "\0",
        "👍",
        "제1동",
        "1/32",
    ]
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)),
    st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_any_text_gives_valid_values_and_real_days(text: str, now: datetime) -> None:
    parsed = parse_accident(text, now, VOCABULARY)
    fields = parsed.fields
    for name in ("weather", "road_surface", "road_type", "accident_type"):
        assert fields[name] in getattr(VOCABULARY, name)
    assert fields.get("district", VOCABULARY.districts[0]) in VOCABULARY.districts
    assert 0 <= int(fields.get("accident_hour", 0)) <= 23
    day = [int(fields[f"accident_{p}"]) for p in ("year", "month", "day") if f"accident_{p}" in fields]
    assert len(day) < 3 or date(*day)
    assert set(parsed.missing) == set(REQUIRED) - set(fields)
    assert {a.field for a in parsed.assumptions} <= set(REQUIRED)


@pytest.mark.skipif("DAEGU_REAL_DATA" not in os.environ, reason="DAEGU_REAL_DATA is not set")
def test_every_published_record_written_as_a_line_comes_back_whole() -> None:
    path = Path(os.environ["DAEGU_REAL_DATA"]) / "dacon_test_2022_first_1000.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    vocabulary = replace(VOCABULARY, districts=sorted({row["시군구"] for row in rows}))
    names = ("기상상태", "노면상태", "도로형태", "사고유형", "시군구")
    for row in rows:
        if row["기상상태"] == "기타" or row["노면상태"] == "기타":
            continue  # a bare 기타 does not say of what
        fields = parse_accident(" ".join([row["사고일시"], *(row[name] for name in names)]), NOW, vocabulary).fields
        assert [fields[name] for name in REQUIRED[:5]] == [row[name] for name in names]
        assert "{}-{:02}-{:02} {:02}".format(*(fields[name] for name in REQUIRED[5:])) == row["사고일시"]
