import unicodedata
from collections.abc import Callable, Mapping

import pytest
from google.rpc import error_details_pb2

from services.chassis import statuses
from services.chassis.errors import InvalidInput, Violation
from services.prediction.domain.accident import FIELD_LABELS
from services.prediction.domain.column_matching import (
    REQUIRED,
    Column,
    Kind,
    Matching,
    match_columns,
    require_columns,
)

BASE = ("기상상태", "노면상태", "도로형태", "사고유형", "시군구")
FIVE = dict(zip(("weather", "road_surface", "road_type", "accident_type", "district"), BASE, strict=True))
TAAS = (
    "\ufeff사고번호", "사고일시", "요일", "시군구", "사고내용", "사망자수", "중상자수", "경상자수", "부상신고자수",
    "사고유형", "법규위반", "노면상태", "기상상태", "도로형태", "가해운전자 차종", "가해운전자 성별", "가해운전자 연령",
)  # fmt: skip
DACON = ("ID", "사고일시", "요일", "기상상태", "시군구", "도로형태", "노면상태", "사고유형")
ENGLISH = (
    "weather", "road_surface", "road_type", "accident_type", "district", "accident_year", "accident_month",
    "accident_day", "accident_hour", "time_period", "day_of_week",
)  # fmt: skip


def columns(*names: str, **kinds: Kind) -> list[Column]:
    """Columns of text, but for those whose kind is named."""
    return [Column(name, kinds.get(name, Kind.TEXT)) for name in names]


def matched(given: list[Column], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    return {match.field: match.column for match in match_columns(given, chosen or {}).matches}


def times(given: list[Column], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is taken for date and hour beside the five other fields."""
    found = matched([*columns(*BASE), *given], chosen)
    return {field: column for field, column in found.items() if field not in FIVE}


def missing(*names: str, **kinds: Kind) -> tuple[str, ...]:
    return match_columns(columns(*BASE, *names, **kinds), {}).missing


def refused(given: list[Column], chosen: Mapping[str, str]) -> tuple[Violation, ...]:
    with pytest.raises(InvalidInput) as caught:
        require_columns(given, chosen)
    return caught.value.violations


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


def test_missing_fields_come_in_order_and_do_not_stop_the_matching() -> None:
    matching = match_columns(columns("날씨", "사고일시"), {})
    assert matching == Matching(
        match_columns(columns("날씨", "사고일시"), {}).matches,
        ("road_surface", "road_type", "accident_type", "district"),
        (),
    )


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
