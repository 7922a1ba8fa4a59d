import pytest

from frontend.analysis.districts_in_text import Gazetteer
from tests.unit.frontend.analysis.tables import GAZETTEER

SANG = "대구광역시 수성구 상동"


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("대구광역시 수성구 상동", SANG),
        ("대구시 수성구 상동 12-3", SANG),
        ("대구 수성구 상동", SANG),
        ("수성구 상동", SANG),
        ("대구광역시 남구 현충동길 74(대명동)", "대구광역시 남구 대명동"),
        ("대구광역시 달성군 화원읍 천내리 3", "대구광역시 달성군 화원읍"),
        ("대구광역시 달성군 현풍면 원교리", "대구광역시 달성군 현풍읍"),
        ("대구광역시 수성구 달구벌대로 2450", "대구광역시 수성구"),
        ("수성구", "대구광역시 수성구"),
        ("범어동", "대구광역시 수성구 범어동"),
    ],
)
def test_a_district_is_found_in_an_address(text: str, district: str) -> None:
    assert GAZETTEER.find(text) == district


@pytest.mark.parametrize(
    "text",
    ["부산광역시 남구 대연동", "경상북도 경산시 중산동", "서울특별시 중구", "", "  ", "맑음", "교차로 - 교차로안"],
)
def test_what_names_no_place_of_the_city_is_not_taken_for_one(text: str) -> None:
    assert GAZETTEER.find(text) is None


def test_a_name_that_several_districts_have_is_not_guessed() -> None:
    several = Gazetteer(["대구광역시 동구 신천동", "대구광역시 수성구 신천동", "대구광역시 동구 신암동"])
    assert several.find("신천동") is None
    assert several.find("수성구 신천동") == "대구광역시 수성구 신천동"
    assert several.find("신암동") == "대구광역시 동구 신암동"
