"""Charts draw exactly the numbers they are given."""

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend.predict import prediction_charts
from frontend.theme import DARK, LIGHT, Palette

LABELS = [("경미", 0.0), ("일반", 25.0), ("심각", 75.0), ("매우 심각", 95.0)]
BANDS = [
    pb.BandProbability(label="1-2", name="부상 신고만", probability=0.04, city_average=0.065),
    pb.BandProbability(label="3-4", name="경상 위주", probability=0.96, city_average=0.935),
]


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Palette:
    palette: Palette = request.param
    return palette


@pytest.mark.parametrize(
    ("percentile", "part"), [(0, 0), (24.9, 0), (25, 1), (75, 2), (94.9, 2), (95, 3), (99.9, 3), (100, 3)]
)
def test_the_scale_lights_up_the_label_of_the_percentile(percentile: float, part: int, colours: Palette) -> None:
    figure = prediction_charts.percentile_bar(percentile, LABELS, colours)
    assert [bar.marker.opacity == 1 for bar in figure.data[:4]] == [index == part for index in range(4)]
    assert [bar.x[0] for bar in figure.data[:4]] == [25, 50, 20, 5]
    assert [bar.marker.color for bar in figure.data[:4]] == list(colours.severity)


@pytest.mark.parametrize(("percentile", "mark"), [(0, 0.5), (81.2, 81.2), (100, 99.5)])
def test_the_mark_stands_at_the_percentile_and_never_outside(percentile: float, mark: float) -> None:
    assert prediction_charts.percentile_bar(percentile, LABELS, LIGHT).data[-1].x[0] == mark


def test_each_band_stands_beside_the_city_average(colours: Palette) -> None:
    here, average = prediction_charts.band_bars(BANDS, colours).data
    assert (here.name, list(here.x)) == ("이 사고", [0.04, 0.96])
    assert (average.name, list(average.x)) == ("대구 평균", [0.065, 0.935])
    assert list(here.y) == list(average.y) == ["<b>1-2</b><br>부상 신고만", "<b>3-4</b><br>경상 위주"]


def test_the_serious_probability_stands_beside_the_city_average() -> None:
    here, average = prediction_charts.serious_bars(0.42, 0.3, LIGHT).data
    assert (here.x[0], average.x[0]) == (0.42, 0.3)


def test_each_label_stands_beside_its_usual_share(colours: Palette) -> None:
    here, usual = prediction_charts.label_bars(["경미", "일반"], [0.1, 0.9], [0.25, 0.75], colours).data
    assert (here.name, list(here.x), here.marker.color) == ("이 자료", [0.1, 0.9], colours.accent)
    assert (usual.name, list(usual.x), usual.marker.color) == ("대구 기준", [0.25, 0.75], colours.neutral)


def test_the_interval_runs_from_its_lower_to_its_upper_end() -> None:
    figure = prediction_charts.interval_bar(4.6, pb.Interval(lower=3.0, upper=6.5), 4.4, LIGHT)
    band, point = figure.data
    assert list(band.x) == [3.0, 6.5]
    assert point.x[0] == 4.6
    low, high = figure.layout.xaxis.range
    assert low < 3.0
    assert high > 6.5


def test_contributions_that_raise_and_lower_have_different_colours_and_signs(colours: Palette) -> None:
    items = [
        pb.Contribution(label="사고 유형", value="차대사람", difference=-0.52),
        pb.Contribution(label="도로 형태", value="교차로", difference=0.21),
    ]
    bars = prediction_charts.contribution_bars(items, colours).data[0]
    assert list(bars.x) == [-0.52, 0.21]
    assert list(bars.marker.color) == [colours.fall, colours.rise]
    assert list(bars.text) == ["<b>−0.52</b>", "<b>+0.21</b>"]


def test_a_district_is_written_without_the_name_of_the_city() -> None:
    item = pb.Contribution(field="district", label="시군구", value="대구광역시 수성구 상동", difference=0.2)
    (name,) = prediction_charts.contribution_bars([item], LIGHT).data[0].y
    assert "수성구 상동" in name
    assert "대구광역시" not in name


def test_a_comparison_without_any_difference_still_has_room_for_its_text() -> None:
    figure = prediction_charts.comparison_bars(["비 오는 날"], [0.0], LIGHT)
    low, high = figure.layout.xaxis.range
    assert low < 0 < high


def test_charts_survive_empty_answers() -> None:
    assert len(prediction_charts.band_bars([], LIGHT).data[0].x) == 0
    assert len(prediction_charts.contribution_bars([], LIGHT).data[0].x) == 0
