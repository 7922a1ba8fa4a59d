"""Charts and words of risk over a week and over the 구."""

import itertools
from statistics import fmean

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend.predict import accident_form
from frontend.risk import district_risk, risk_charts, risk_words, week_view
from frontend.theme import DARK, LIGHT, Palette
from tests.unit.frontend.risk.test_district_risk import FOUND, district

_Cell = pb.GetWeeklyRiskResponse.Cell


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Palette:
    palette: Palette = request.param
    return palette


def week() -> list[_Cell]:
    """The later the hour and the day, the more severe."""
    return [
        _Cell(day_of_week=day, hour=hour, eclo=4 + number / 10 + hour / 100, percentile=50, serious_probability=0.3)
        for (number, day), hour in itertools.product(enumerate(accident_form.WEEKDAYS), range(24))
    ]


def test_every_hour_of_the_week_has_its_cell_and_the_chosen_one_a_frame(colours: Palette) -> None:
    figure = risk_charts.weekly_heat_map(week(), ("토요일", 23), colours)
    rows = figure.data[0].z
    assert [len(row) for row in rows] == [24] * 7
    assert rows[5][23] == pytest.approx(4.73)
    frame = figure.layout.shapes[0]
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (22.5, 23.5, 4.5, 5.5)
    assert figure.layout.title.text == "<b>요일과 시각별 예상 ECLO</b>"
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("시각(시)", "요일")


def test_under_the_pointer_an_hour_says_how_far_it_is_from_the_mean_of_the_week() -> None:
    cells = week()
    mean = fmean(cell.eclo for cell in cells)
    told = risk_charts.weekly_heat_map(cells, None, LIGHT).data[0].customdata[0][0][3]
    assert told == f"{4 - mean:+.2f}".replace("-", "−")


def test_a_week_without_cells_has_no_frame_and_no_words() -> None:
    assert len(risk_charts.weekly_heat_map([], ("토요일", 23), LIGHT).layout.shapes) == 0
    assert risk_words.hour([], ("토요일", 23)) == ""
    assert week_view.frame([]).empty


def test_the_chosen_hour_is_compared_with_the_mean_of_its_week() -> None:
    said = risk_words.hour(week(), ("토요일", 23))
    assert said == "고른 토요일 23시는 ECLO 4.73, 일주일 평균 4.42보다 +0.32입니다."


def test_the_file_of_the_week_has_all_hours_and_differences_that_sum_to_nothing() -> None:
    frame = week_view.frame(week())
    assert len(frame) == 168
    assert list(frame.columns) == ["요일", "시각", "ECLO", "차이", "백분위", "사망·중상 확률"]
    assert frame["차이"].mean() == pytest.approx(0, abs=0.01)
    assert frame["차이"].max() == pytest.approx(0.42)


def test_bars_of_the_gu_point_away_from_the_mean_and_say_how_far(colours: Palette) -> None:
    means = district_risk.gu_means(district_risk.ranking(FOUND))
    (bars,) = risk_charts.gu_bars(means, colours).data
    assert list(bars.y) == ["달성군", "수성구", "중구"]
    assert list(bars.text) == ["<b>+0.80</b>", "<b>−0.10</b>", "<b>−0.60</b>"]
    assert list(bars.marker.color) == [colours.rise, colours.fall, colours.fall]


def test_bars_leave_room_for_their_numbers_on_both_sides() -> None:
    means = district_risk.gu_means(district_risk.ranking(FOUND))
    low, high = risk_charts.gu_bars(means, LIGHT).layout.xaxis.range
    assert low < means["차이"].min()
    assert high > means["차이"].max()


def test_one_gu_alone_and_none_can_be_drawn() -> None:
    for found in ([district("수성구 상동", 4.0)], []):
        means = district_risk.gu_means(district_risk.ranking(found))
        assert len(risk_charts.gu_bars(means, LIGHT).data[0].y) == len(found)
