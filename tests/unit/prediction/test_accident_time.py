from dataclasses import replace

import pytest

from services.prediction.domain.accident import AccidentInput, InvalidAccident
from services.prediction.domain.accident_time import EXAMPLE, Moment, read_hour, read_moment
from services.prediction.domain.comparison import vary
from services.prediction.domain.eclo_model import EcloModel

TIMED = AccidentInput(
    "맑음", "건조", "교차로 - 교차로안", "차대사람", "대구광역시 수성구 상동", accident_time="2016-01-01 01"
)
NUMBERED = replace(TIMED, accident_time=None, accident_year=2016, accident_month=1, accident_day=1, accident_hour=1)


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE,
        "2022-01-01 01:30",
        "2022-01-01T01:00:00",
        "2022-01-01 01:00:00.000",
        "2022-1-1 1",
        "2022/1/1 1시",
        "2022.01.01 01",
        "2022. 1. 1. 오전 1:30",
        "2022년 1월 1일 01시",
        "2022년 01월 01일 1시 30분",
        "2022년1월1일1시",
        "  2022년  1월 1일  01시 ",
        "20220101 01",
        "20220101 1",
        "20220101T0130",
        "2022010101",
        "20220101013000",
    ],
)
def test_every_spelling_of_a_date_with_an_hour_is_read(text: str) -> None:
    assert read_moment(text) == Moment(2022, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("오전 12:10", 0), ("오전 1시", 1), ("오후 12시", 12), ("오후 1:05:30", 13), ("23시 59분", 23), ("0", 0)],
)
def test_halves_of_the_day_are_told_apart(text: str, hour: int) -> None:
    assert read_hour(text) == hour
    assert read_moment(f"2022-01-01 {text}") == Moment(2022, 1, 1, hour)


@pytest.mark.parametrize("text", ["2022-01-01", "2022.1.1.", "2022년 1월 1일", "20220101"])
def test_a_date_alone_has_no_hour(text: str) -> None:
    assert read_moment(text) == Moment(2022, 1, 1, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "어제",
        "2022",
        "202201",
        "22-01-01 01",
        "01/02/2022 01",
        "2022-02-30 01",
        "2022-13-01 01",
        "2022-01-01 24",
        "2022-01-01 24:00",
        "2022-01-01 01:60",
        "2022-01-0101",
        "2022-01-01 오후 13시",
        "2022-01-01T01:00:00Z",
        "2022-01-01T01:00:00+09:00",
        "0000-01-01 01",
        "２０２２-01-01 01",
        "2022-01-01 01 그리고",
    ],
)
def test_anything_else_is_not_guessed(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize("text", ["24", "24시", "-1", "삼", "1:5", "오후", ""])
def test_no_hour_of_a_day_is_none(text: str) -> None:
    assert read_hour(text) is None


def test_date_and_hour_in_one_text_are_as_good_as_four_numbers(model: EcloModel) -> None:
    assert model.vocabulary.check(TIMED) == model.vocabulary.check(NUMBERED)


def test_numbers_that_were_sent_count_and_the_text_gives_the_others(model: EcloModel) -> None:
    accident, _ = model.vocabulary.check(replace(TIMED, accident_month=6, accident_hour=23))
    assert (accident.accident_year, accident.accident_month, accident.accident_day) == (2016, 6, 1)
    assert accident.accident_hour == 23


def test_beside_an_hour_a_date_alone_is_enough(model: EcloModel) -> None:
    given = replace(TIMED, accident_time="2016-01-01", accident_hour=1)
    assert model.vocabulary.check(given) == model.vocabulary.check(NUMBERED)


def test_the_text_is_not_read_where_all_four_numbers_were_sent(model: EcloModel) -> None:
    assert model.vocabulary.check(replace(NUMBERED, accident_time="어제")) == model.vocabulary.check(NUMBERED)


@pytest.mark.parametrize("text", ["어제", "2016-01-01", "2016-01-01 24시", "2016-02-30 01"])
def test_what_is_no_date_with_an_hour_is_one_violation_with_value_and_example(model: EcloModel, text: str) -> None:
    with pytest.raises(InvalidAccident) as caught:
        model.vocabulary.check(replace(TIMED, accident_time=text))
    [violation] = caught.value.violations
    assert (violation.field, violation.reason) == ("accident_time", "INVALID_TIME")
    for message in (violation.message, violation.message_ko):
        assert text in message
        assert EXAMPLE in message
    assert "사고일시" in violation.message_ko


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        (" ", "accident_time", "REQUIRED"),
        ("가" * 131_072, "accident_time", "INVALID_TEXT"),
        ("2016-01-01 01\0", "accident_time", "INVALID_TEXT"),
        ("1999-12-31 01", "accident_year", "OUT_OF_RANGE"),
    ],
)
def test_blank_long_and_far_times_are_violations(model: EcloModel, text: str, field: str, reason: str) -> None:
    with pytest.raises(InvalidAccident) as caught:
        model.vocabulary.check(replace(TIMED, accident_time=text))
    assert [(v.field, v.reason) for v in caught.value.violations] == [(field, reason)]
    assert len(caught.value.violations[0].message_ko) < 100


def test_a_changed_time_counts_instead_of_the_numbers_of_the_base(model: EcloModel) -> None:
    varied = vary(replace(NUMBERED, day_of_week="금요일"), AccidentInput(accident_time="2016-01-02 22"))
    accident, notices = model.vocabulary.check(varied)
    assert (accident.accident_day, accident.accident_hour, notices) == (2, 22, ())


def test_a_changed_hour_counts_instead_of_that_in_the_time_of_the_base(model: EcloModel) -> None:
    varied = vary(replace(TIMED, time_period="새벽"), AccidentInput(accident_hour=22))
    accident, notices = model.vocabulary.check(varied)
    assert (accident.accident_day, accident.accident_hour, notices) == (1, 22, ())
