"""What the caller chose goes before the names; a job that lacks a column is refused with everything that is wrong."""

import unicodedata
from collections.abc import Mapping

import pytest
from google.rpc import error_details_pb2

from services.chassis import statuses
from services.chassis.errors import InvalidInput, Violation
from services.prediction.domain.accident import FIELD_LABELS
from services.prediction.domain.column_matching import REQUIRED, Column, Kind, match_columns, require_columns
from tests.unit.prediction.named_columns import BASE, DACON, FIVE, columns, matched, times


def refused(given: list[Column], chosen: Mapping[str, str]) -> tuple[Violation, ...]:
    with pytest.raises(InvalidInput) as caught:
        require_columns(given, chosen)
    return caught.value.violations


def test_what_the_caller_chose_goes_before_the_names() -> None:
    given = columns(*DACON, "하늘", "몇 시")
    chosen = {"weather": "하늘", "accident_hour": "몇 시", "day_of_week": ""}
    matching = match_columns(given, chosen)
    assert {m.field: m.column for m in matching.matches} == FIVE | {
        "weather": "하늘",
        "accident_time": "사고일시",
        "accident_hour": "몇 시",
    }
    assert matching.unused == ("ID", "요일", "기상상태")
    assert [m.field for m in matching.matches] == [f for f in FIELD_LABELS if f in {m.field for m in matching.matches}]


def test_a_column_that_was_chosen_is_not_taken_for_another_field_as_well() -> None:
    assert "day_of_week" not in matched(columns(*DACON), {"time_period": "요일"})


def test_numbers_that_were_chosen_go_before_a_time() -> None:
    names = ("사고일시", "Y", "월", "일", "시")
    kinds = dict.fromkeys(names[1:], Kind.NUMBER)
    found = times(columns(*names, **kinds), {"accident_year": "Y"})
    assert found == dict(
        zip(("accident_year", "accident_month", "accident_day", "accident_hour"), names[1:], strict=True)
    )


def test_a_time_that_is_left_out_makes_room_for_numbers() -> None:
    found = times(columns("사고일시", "연도", "월", "일", "시간"), {"accident_time": ""})
    assert found.keys() == {"accident_year", "accident_month", "accident_day", "accident_hour"}


def test_whoever_chooses_texts_named_like_a_date_says_that_they_hold_hours() -> None:
    chosen = {"accident_time": "사고일자"}
    assert match_columns(columns(*BASE, "사고일자"), {}).missing == ("accident_hour",)
    assert match_columns(columns(*BASE, "사고일자"), chosen).missing == ()
    assert match_columns(columns(*BASE, "사고일자", 사고일자=Kind.DATE), chosen).missing == ("accident_hour",)


def test_a_column_is_chosen_in_any_normal_form() -> None:
    chosen = {"weather": unicodedata.normalize("NFD", "하늘")}
    assert matched(columns(*DACON, "하늘"), chosen)["weather"] == "하늘"


def test_a_choice_of_nothing_that_is_there_is_refused_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        match_columns(columns(*DACON), {"day_of_week": "없음", "날씨": "기상상태", "weather": "하늘"})
    assert [(v.field, v.reason) for v in caught.value.violations] == [
        ("columns.날씨", "UNKNOWN_FIELD"),
        ("columns.weather", "UNKNOWN_COLUMN"),
        ("columns.day_of_week", "UNKNOWN_COLUMN"),
    ]


def test_a_job_is_refused_with_everything_that_is_wrong() -> None:
    chosen = {"wether": "날씨", "weather": "하늘", "district": ""}
    assert [(v.field, v.reason) for v in refused(columns("도로형태", "사고유형", "시군구"), chosen)] == [
        ("columns.wether", "UNKNOWN_FIELD"),
        ("columns.weather", "UNKNOWN_COLUMN"),
        ("columns.road_surface", "COLUMN_MISSING"),
        ("columns.district", "COLUMN_MISSING"),
        ("columns.accident_time", "COLUMN_MISSING"),
    ]


def test_a_missing_column_is_told_which_names_are_found_and_the_first_which_columns_there_are() -> None:
    [surface, time] = refused(columns("기상상태", "도로형태", "사고유형", "시군구", "비고"), {})
    assert all(name in surface.message_ko for name in ("노면상태", "비고", "시군구"))
    assert all(name in surface.message for name in ("노면상태", "비고"))
    assert all(name in time.message_ko for name in ("사고일시", "연·월·일·시"))
    assert "비고" not in time.message_ko + time.message


def test_all_that_is_missing_fits_into_one_answer() -> None:
    violations = refused(columns(*(f"{number}번째 이름이 긴 열" for number in range(1000))), {})
    packed = statuses.status_of(InvalidInput(violations), service="daegu.prediction.v1", request_id="0" * 36)
    found = error_details_pb2.BadRequest()
    assert any(detail.Unpack(found) for detail in packed.details)
    assert [violation.field for violation in found.field_violations] == [f"columns.{field}" for field in REQUIRED]


def test_messages_about_a_thousand_long_names_stay_short() -> None:
    given = columns(*(f"{i}" + "가" * 490 for i in range(1000)))
    for violation in refused(given, {"weather": "x" * 100_000, "y" * 100_000: "z"}):
        assert max(len(violation.message), len(violation.message_ko), len(violation.field)) < 300


def test_a_job_gets_the_matches_when_nothing_is_missing() -> None:
    assert require_columns(columns(*DACON), {}) == match_columns(columns(*DACON), {}).matches
