"""The same accident in every 동: ranks, differences and means, compared with plain numbers."""

from statistics import mean

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import dong_centres, tables
from frontend.risk import district_places, district_risk, risk_words
from frontend.risk.district_risk import SERIOUS

_District = pb.GetDistrictRiskResponse.District


def district(name: str, eclo: float, serious: float = 0.3) -> _District:
    return _District(
        district=f"대구광역시 {name}", eclo=eclo, interpretation="일반", percentile=50, serious_probability=serious
    )


FOUND = [
    district("수성구 상동", 4.2, 0.25),
    district("중구 도원동", 3.6, 0.2),
    district("달성군 다사읍", 5.0, 0.5),
    district("수성구 범어동", 4.0, 0.3),
]


def test_the_highest_stands_first_and_has_rank_one_whatever_the_order_of_the_answer() -> None:
    ranked = district_risk.ranking(FOUND)
    assert ranked["읍·면·동"].tolist() == ["다사읍", "상동", "범어동", "도원동"]
    assert ranked["순위"].tolist() == [1, 2, 3, 4]
    assert tuple(ranked.columns) == district_risk.COLUMNS
    assert ranked.index[0] == "대구광역시 달성군 다사읍"


def test_differences_are_those_to_the_mean_of_all_dong() -> None:
    ranked = district_risk.ranking(FOUND)
    usual = mean(item.eclo for item in FOUND)
    assert ranked["차이"].tolist() == pytest.approx([each - usual for each in (5.0, 4.2, 4.0, 3.6)])


def test_a_gu_has_the_mean_of_its_dong_and_names_the_highest() -> None:
    means = district_risk.gu_means(district_risk.ranking(FOUND)).set_index("구·군")
    assert list(means.index) == ["달성군", "수성구", "중구"]
    assert means.loc["수성구", "ECLO"] == pytest.approx(4.1)
    assert means.loc["수성구", SERIOUS] == pytest.approx(0.275)
    assert (means.loc["수성구", "동 수"], means.loc["수성구", "가장 높은 동"]) == (2, "상동")


def test_no_difference_is_never_minus_zero_in_a_file() -> None:
    ranked = district_risk.ranking([district("수성구 상동", 4.001), district("중구 도원동", 4.0)])
    assert "-0.0" not in tables.frame_csv(district_risk.rounded(ranked)).decode("utf-8-sig")


def test_one_dong_alone_and_none_are_ranked_too() -> None:
    assert district_risk.ranking(FOUND[:1])["차이"].tolist() == [0]
    assert district_risk.ranking([]).empty
    assert district_risk.gu_means(district_risk.ranking([])).empty


def test_the_sentence_names_both_ends_how_far_apart_they_are_and_the_mean() -> None:
    assert risk_words.ends(district_risk.ranking(FOUND)) == (
        "예상 ECLO가 가장 높은 곳은 달성군 다사읍(5.00, 평균보다 +0.80), "
        "가장 낮은 곳은 중구 도원동(3.60, 평균보다 −0.60)이고, 둘의 차이는 1.40입니다. 동 4곳의 평균은 4.20입니다."
    )


def test_the_sentence_says_that_all_are_the_same() -> None:
    same = district_risk.ranking([district("수성구 상동", 4.2), district("중구 도원동", 4.2)])
    assert risk_words.ends(same) == "어느 동에서나 예상 ECLO가 거의 같습니다. 동 2곳의 평균은 4.20입니다."
    assert risk_words.ends(district_risk.ranking([])) == ""


def test_the_other_sentences_count_and_name_what_the_map_colours() -> None:
    ranked = district_risk.ranking(FOUND)
    assert risk_words.spread(ranked) == "평균보다 0.3 이상 높은 동은 1곳, 0.3 이상 낮은 동은 1곳입니다."
    assert risk_words.serious(ranked) == (
        "사망·중상 확률이 가장 높은 곳은 달성군 다사읍(50%), 가장 낮은 곳은 중구 도원동(20%)입니다."
    )
    assert risk_words.gu(district_risk.gu_means(ranked)).startswith("동의 평균이 가장 높은 곳은 달성군(5.00")
    assert risk_words.gu(district_risk.gu_means(district_risk.ranking(FOUND[:1]))) == ""


def test_every_dong_is_at_a_place_with_its_numbers_under_the_pointer() -> None:
    frame = district_places.places(district_risk.ranking(FOUND), "ECLO").set_index("name")
    assert sorted(frame.index) == ["달성군 다사읍", "수성구 범어동", "수성구 상동", "중구 도원동"]
    assert frame.loc["수성구 상동", "value"] == pytest.approx(4.2)
    told = "ECLO 4.20 (±0.00) · 일반 · 4곳 가운데 2위<br>사망·중상 확률 25%"
    assert frame.loc["수성구 상동", "detail"] == told


def test_dong_without_a_place_stand_in_the_middle_of_their_gu_with_their_mean() -> None:
    lost = [name for name, centre in dong_centres.centres().items() if not centre.points and " 동구 " in name][:2]
    names = [name.removeprefix("대구광역시 ") for name in lost]
    ranked = district_risk.ranking([district(names[0], 4.0), district(names[1], 5.0), district("수성구 상동", 3.0)])
    row = district_places.places(ranked, "ECLO").set_index("name").loc["동구 (동 위치 모름)"]
    assert row["value"] == pytest.approx(4.5)
    assert row["detail"].startswith("동 2곳의 평균 ECLO 4.50 (+0.50)<br>사망·중상 확률 30%<br>위치를 모르는 동: ")
    centre = dong_centres.gu_centres()["동구"]
    assert (row["latitude"], row["longitude"]) == (centre.latitude, centre.longitude)


def test_a_dong_that_the_map_does_not_know_is_left_out() -> None:
    ranked = district_risk.ranking([*FOUND, district("군위군 군위읍", 4.0)])
    assert len(district_places.places(ranked, "ECLO")) == len(FOUND)
    assert district_places.places(district_risk.ranking([]), "ECLO").empty
