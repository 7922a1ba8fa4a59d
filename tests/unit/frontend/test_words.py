"""Numbers, names and sentences as people read them."""

import csv
import io

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import districts, narration, tables, theme


@pytest.mark.parametrize(("value", "text"), [(0.314, "+0.31"), (-0.2, "−0.20"), (0.0, "±0.00"), (-0.001, "±0.00")])
def test_a_difference_always_has_a_sign(value: float, text: str) -> None:
    assert theme.signed(value) == text


@pytest.mark.parametrize(("change", "text"), [(0.031, "+3.1%p"), (-0.0044, "−0.4%p"), (0.0004, "±0.0%p")])
def test_a_difference_of_shares_is_told_in_points(change: float, text: str) -> None:
    assert theme.points(change) == text


@pytest.mark.parametrize(("share", "text"), [(0.284, "28%"), (0.034, "3.4%"), (0.0, "0%"), (1.0, "100%")])
def test_a_small_share_keeps_one_digit(share: float, text: str) -> None:
    assert theme.percent(share) == text


@pytest.mark.parametrize(
    ("percentile", "text"), [(84, "상위 16%"), (0, "상위 100%"), (99.5, "상위 0.5%"), (100, "상위 0.1%")]
)
def test_a_percentile_is_told_from_the_top(percentile: float, text: str) -> None:
    assert theme.top_percent(percentile) == text


def test_the_four_labels_have_four_badge_colours_and_an_unknown_one_does_not_fail() -> None:
    labels = ["경미", "일반", "심각", "매우 심각"]
    assert len({theme.badge_colour(label, labels) for label in labels}) == 4
    assert theme.badge_colour("?", labels) == theme.badge_colour("경미", labels)


def test_districts_are_grouped_by_gu_in_order() -> None:
    groups = districts.by_gu(["대구광역시 중구 동인동1가", "대구광역시 달성군 유가읍", "대구광역시 달성군 다사읍"])
    assert groups == {
        "달성군": {"다사읍": "대구광역시 달성군 다사읍", "유가읍": "대구광역시 달성군 유가읍"},
        "중구": {"동인동1가": "대구광역시 중구 동인동1가"},
    }


@pytest.mark.parametrize(
    ("name", "parts"), [("대구광역시 수성구", ("수성구", "")), ("대구광역시", ("", "")), ("", ("", ""))]
)
def test_a_name_without_dong_is_taken_apart_too(name: str, parts: tuple[str, str]) -> None:
    assert districts.split(name) == parts


def test_a_file_opens_in_excel_with_its_korean_header() -> None:
    content = tables.csv_bytes([{"조건": "비, 밤", "ECLO": 4.5}])
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))) == [{"조건": "비, 밤", "ECLO": "4.5"}]


def test_contributions_name_what_raises_and_what_lowers_most() -> None:
    items = [
        pb.Contribution(label="사고 유형", value="차대사람", difference=-0.5),
        pb.Contribution(label="도로 형태", value="교차로", difference=0.2),
    ]
    assert narration.contributions(items) == (
        "가장 높이는 조건은 도로 형태 ‘교차로’(+0.20), 가장 낮추는 조건은 사고 유형 ‘차대사람’(−0.50)입니다."
    )


def test_contributions_of_a_typical_accident_say_so() -> None:
    assert narration.contributions([pb.Contribution(label="시각", value="18")]) == (
        "대구의 대표 사고와 거의 같은 조건입니다."
    )


def test_a_week_names_its_most_and_least_severe_hour() -> None:
    Cell = pb.GetWeeklyRiskResponse.Cell  # noqa: N806 - the name of the message
    cells = [Cell(day_of_week="월요일", hour=9, eclo=4.1), Cell(day_of_week="토요일", hour=3, eclo=5.2)]
    assert "토요일 3시에 가장 심각하고(ECLO 5.20)" in narration.week(cells)
    assert "월요일 9시에 가장 가볍습니다(ECLO 4.10)" in narration.week(cells)


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        ([0.1, -0.6], "‘밤’: ECLO 0.60만큼 낮아집니다"),
        ([0.6, -0.1], "‘비’: ECLO 0.60만큼 높아집니다"),
        ([0, 0], "거의 바꾸지"),
    ],
)
def test_a_comparison_names_the_largest_change(differences: list[float], words: str) -> None:
    assert words in narration.comparison(["비", "밤"], differences)
