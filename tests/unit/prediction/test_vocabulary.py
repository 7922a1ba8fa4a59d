import unicodedata
from dataclasses import replace
from math import isnan

import pytest

from services.prediction.domain.accident import Accident, AccidentInput, InvalidAccident, Notice
from services.prediction.domain.eclo_model import EcloModel

COMPLETE = AccidentInput(
    weather="맑음",
    road_surface="건조",
    road_type="교차로 - 교차로안",
    accident_type="차대사람",
    district="대구광역시 수성구 상동",
    accident_year=2016,
    accident_month=1,
    accident_day=1,
    accident_hour=1,
)


def check(model: EcloModel, **changes: str | int | None) -> tuple[Accident, tuple[Notice, ...]]:
    return model.vocabulary.check(replace(COMPLETE, **changes))  # type: ignore[arg-type]  # fields by name


def violations(model: EcloModel, **changes: str | int | None) -> list[tuple[str, str]]:
    with pytest.raises(InvalidAccident) as caught:
        check(model, **changes)
    return [(v.field, v.reason) for v in caught.value.violations]


def reasons(notices: tuple[Notice, ...]) -> list[tuple[str, str]]:
    return [(n.field, n.reason) for n in notices]


def test_a_complete_accident_passes_without_notices(model: EcloModel) -> None:
    accident, notices = check(model)
    assert notices == ()
    assert (accident.district, accident.day_of_week, accident.time_period) == (
        "대구광역시 수성구 상동",
        "금요일",
        "새벽",
    )


def test_nothing_sent_names_every_required_field_in_order(model: EcloModel) -> None:
    with pytest.raises(InvalidAccident) as caught:
        model.vocabulary.check(AccidentInput())
    assert [v.field for v in caught.value.violations] == [
        "weather",
        "road_surface",
        "road_type",
        "accident_type",
        "district",
        "accident_year",
        "accident_month",
        "accident_day",
        "accident_hour",
    ]
    assert {v.reason for v in caught.value.violations} == {"REQUIRED"}


def test_all_violations_come_at_once_in_the_order_of_the_fields(model: EcloModel) -> None:
    assert violations(
        model,
        weather="우박",
        district="서울특별시 강남구 역삼동",
        accident_year=99999,
        accident_month=13,
        accident_hour=24,
        day_of_week="금\0",
    ) == [
        ("weather", "UNKNOWN_VALUE"),
        ("district", "UNKNOWN_VALUE"),
        ("accident_year", "OUT_OF_RANGE"),
        ("accident_month", "OUT_OF_RANGE"),
        ("accident_hour", "OUT_OF_RANGE"),
        ("day_of_week", "INVALID_TEXT"),
    ]


def test_an_unknown_category_is_told_the_valid_ones(model: EcloModel) -> None:
    with pytest.raises(InvalidAccident) as caught:
        check(model, weather="우박")
    assert all(value in caught.value.violations[0].message_ko for value in ("맑음", "흐림", "비", "눈", "안개"))


def test_a_district_outside_daegu_is_told_near_names(model: EcloModel) -> None:
    with pytest.raises(InvalidAccident) as caught:
        check(model, district="서울특별시 중구 남산동")
    assert "대구광역시 중구 남산동" in caught.value.violations[0].message_ko


@pytest.mark.parametrize(("year", "month", "day"), [(2016, 2, 30), (2017, 2, 29), (2016, 4, 31)])
def test_a_date_that_does_not_exist_is_a_violation(model: EcloModel, year: int, month: int, day: int) -> None:
    changes = {"accident_year": year, "accident_month": month, "accident_day": day}
    assert violations(model, **changes) == [("accident_day", "INVALID_DATE")]


def test_29_february_of_a_leap_year_passes(model: EcloModel) -> None:
    assert check(model, accident_month=2, accident_day=29)[1] == ()


@pytest.mark.parametrize("field", ["weather", "district", "time_period"])
@pytest.mark.parametrize("text", ["맑\0음", "가" * 101, "a" * 1_000_000])
def test_nul_and_very_long_texts_are_violations(model: EcloModel, field: str, text: str) -> None:
    assert violations(model, **{field: text}) == [(field, "INVALID_TEXT")]


def test_blank_is_missing(model: EcloModel) -> None:
    assert violations(model, road_type="  ") == [("road_type", "REQUIRED")]


def test_decomposed_hangul_equals_composed(model: EcloModel) -> None:
    texts = {"weather": "맑음", "district": "대구광역시 수성구 상동", "time_period": "새벽"}
    decomposed = {name: unicodedata.normalize("NFD", text) for name, text in texts.items()}
    assert decomposed != texts
    assert check(model, **decomposed) == check(model, **texts)


@pytest.mark.parametrize(
    ("field", "old", "current"),
    [
        ("road_surface", "습기", "젖음/습기"),
        ("road_surface", "결빙", "서리/결빙"),
        ("road_type", "단일로 - 횡단보도상", "교차로 - 교차로횡단보도내"),
        ("road_type", "단일로 - 횡단보도부근", "단일로 - 기타"),
        ("road_type", "교차로-교차로안", "교차로 - 교차로안"),
        ("accident_type", "차대차 - 측면충돌", "차대차"),
        ("weather", "  맑음 ", "맑음"),
        ("district", "대구광역시 달성군 옥포면", "대구광역시 달성군 옥포읍"),
        ("district", "대구광역시 달성군 유가면", "대구광역시 달성군 유가읍"),
        ("district", "대구광역시 달성군 현풍면", "대구광역시 달성군 현풍읍"),
        ("district", "수성구 상동", "대구광역시 수성구 상동"),
        ("district", "대구 수성구  상동", "대구광역시 수성구 상동"),
        ("district", "범어동", "대구광역시 수성구 범어동"),
    ],
)
def test_other_spellings_mean_the_current_name(model: EcloModel, field: str, old: str, current: str) -> None:
    accident, notices = check(model, **{field: old})
    assert getattr(accident, field) == current
    assert notices == ()


def test_a_dong_of_two_districts_is_not_guessed(model: EcloModel) -> None:
    with pytest.raises(InvalidAccident) as caught:
        check(model, district="동호동")
    assert "대구광역시 동구 동호동" in caught.value.violations[0].message
    assert "대구광역시 북구 동호동" in caught.value.violations[0].message


@pytest.mark.parametrize("district", ["대구광역시 수성구 없는동", "수성구", "대구광역시 수성구"])
def test_an_unknown_dong_falls_back_to_its_gu(model: EcloModel, district: str) -> None:
    accident, notices = check(model, district=district)
    assert accident.district == "대구광역시 수성구"
    assert reasons(notices) == [("district", "UNKNOWN_DONG")]


@pytest.mark.parametrize(
    ("field", "value"), [("road_surface", "침수"), ("accident_type", "철길건널목"), ("district", "대구 군위군 군위읍")]
)
def test_what_taas_publishes_and_training_never_saw_counts_as_missing(model: EcloModel, field: str, value: str) -> None:
    accident, notices = check(model, **{field: value})
    assert reasons(notices) == [(field, "UNSEEN_CATEGORY")]
    column = {"road_surface": 1, "accident_type": 3, "district": 4}[field]
    encoded = model.encoder.row(accident)[column]
    assert isnan(encoded)
    assert 1 < model.severity(accident).eclo < 20


@pytest.mark.parametrize("year", [2000, 2009, 2018, 2100])
def test_a_year_outside_training_is_answered_with_a_notice(model: EcloModel, year: int) -> None:
    assert reasons(check(model, accident_year=year)[1]) == [("accident_year", "YEAR_OUTSIDE_TRAINING")]


def test_contradicting_derived_fields_give_notices_and_the_same_answer(model: EcloModel) -> None:
    accident, notices = check(model, time_period="밤", day_of_week="일요일")
    assert reasons(notices) == [("time_period", "CONTRADICTING_VALUE"), ("day_of_week", "CONTRADICTING_VALUE")]
    assert accident == check(model, time_period="새벽", day_of_week="금요일")[0]
    assert check(model, time_period="새벽", day_of_week="금요일")[1] == ()


def test_every_valid_value_is_accepted_without_a_notice(model: EcloModel) -> None:
    for field, values in model.vocabulary.valid_values().items():
        if field not in ("time_period", "day_of_week"):
            for value in values:
                accident, notices = check(model, **{field: value})
                assert (getattr(accident, field), notices) == (value, ())
