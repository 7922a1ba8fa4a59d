"""Charts of answers draw exactly what the contract says, with gaps where there is nothing."""

import math

import plotly.graph_objects as go
import pytest
from daegu.chat.v1 import chat_pb2 as pb

from frontend.chat import chat_charts
from frontend.theme import DARK, LIGHT, Palette
from tests.frontend import fake_answers

Series = pb.Chart.Series


def chart(kind: pb.Chart.Kind.ValueType, categories: list[str], *values: list[float]) -> pb.Chart:
    series = [Series(name=f"계열 {number}", values=each) for number, each in enumerate(values, 1)]
    return pb.Chart(kind=kind, title="제목", x_title="가로", y_title="세로(건)", categories=categories, series=series)


def drawn(made: pb.Chart, colours: Palette) -> go.Figure:
    figure = chat_charts.figure(made, colours)
    assert figure is not None
    return figure


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Palette:
    palette: Palette = request.param
    return palette


def test_short_categories_stand_upright_in_their_order(colours: Palette) -> None:
    figure = drawn(chart(pb.Chart.KIND_BAR, ["북구", "남구"], [3, 1]), colours)
    bars = figure.data[0]
    assert (bars.orientation, list(bars.x), list(bars.y)) == ("v", [0, 1], [3, 1])
    assert list(figure.layout.xaxis.ticktext) == ["북구", "남구"]
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("가로", "세로(건)")
    assert bars.marker.color == colours.series[0]


def test_long_or_many_categories_lie_below_each_other_the_first_on_top() -> None:
    figure = drawn(chart(pb.Chart.KIND_BAR, ["대구광역시 수성구 상동", "대구광역시 북구"], [3, 1]), LIGHT)
    bars = figure.data[0]
    assert (bars.orientation, list(bars.x), list(bars.y)) == ("h", [3, 1], [0, 1])
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.title.text == "세로(건)"
    many = drawn(chart(pb.Chart.KIND_BAR, [str(n) for n in range(60)], [1.0] * 60), LIGHT)
    assert len(many.layout.yaxis.ticktext) == 60
    assert many.layout.height / 60 > 20, "each label has a line of its own"


def test_categories_in_an_order_stand_upright_and_some_are_named() -> None:
    hours = [f"{hour}시" for hour in range(24)]
    figure = drawn(chart(pb.Chart.KIND_BAR, hours, [1.0] * 24), LIGHT)
    assert figure.data[0].orientation == "v"
    assert list(figure.layout.xaxis.ticktext) == hours[::3]
    assert drawn(fake_answers.COUNTED.chart, LIGHT).data[0].orientation == "h", "names of districts need their room"


def test_series_stand_beside_each_other_with_their_names() -> None:
    figure = drawn(chart(pb.Chart.KIND_BAR, ["가", "나"], [1, 2], [3, 4]), LIGHT)
    assert [bars.name for bars in figure.data] == ["계열 1", "계열 2"]
    assert figure.layout.showlegend
    assert figure.data[0].marker.color != figure.data[1].marker.color


@pytest.mark.parametrize("kind", [pb.Chart.KIND_BAR, pb.Chart.KIND_LINE])
def test_no_value_is_a_gap_and_not_a_zero(kind: pb.Chart.Kind.ValueType) -> None:
    line = drawn(chart(kind, ["가", "나", "다"], [1, math.nan, math.inf]), LIGHT).data[0]
    assert list(line.y) == [1, None, None]
    assert kind == pb.Chart.KIND_BAR or line.connectgaps is False


def test_categories_that_look_like_numbers_stay_categories() -> None:
    figure = drawn(chart(pb.Chart.KIND_LINE, ["2007", "2017"], [1, 2]), LIGHT)
    assert list(figure.data[0].x) == [0, 1]
    assert list(figure.layout.xaxis.ticktext) == ["2007", "2017"]


def test_an_axis_with_many_categories_names_only_some() -> None:
    figure = drawn(chart(pb.Chart.KIND_LINE, [f"2016-{n:02}" for n in range(60)], [1.0] * 60), LIGHT)
    assert 3 <= len(figure.layout.xaxis.ticktext) <= 8


def test_points_stand_where_they_are() -> None:
    points = pb.Chart(kind=pb.Chart.KIND_SCATTER, series=[Series(x=[1, 2], values=[3, math.nan])])
    line = drawn(points, LIGHT).data[0]
    assert (list(line.x), list(line.y), line.mode) == ([1, 2], [3, None], "markers")


def test_a_heat_map_has_a_row_for_each_series_from_the_top(colours: Palette) -> None:
    figure = drawn(fake_answers.WEEK.chart, colours)
    cells = figure.data[0].z
    assert [len(row) for row in cells] == [24] * 7
    assert cells[2][4] is None
    assert figure.layout.yaxis.autorange == "reversed"
    assert list(figure.layout.yaxis.ticktext) == list(fake_answers.DAYS)


def test_correlations_have_a_colour_for_each_direction() -> None:
    figure = drawn(chart(pb.Chart.KIND_HEAT_MAP, ["가", "나"], [1, -0.5], [-0.5, 1]), LIGHT)
    assert figure.data[0].zmid == 0
    assert [colour for _, colour in figure.data[0].colorscale] == [LIGHT.fall, LIGHT.background, LIGHT.rise]


@pytest.mark.parametrize("kind", [pb.Chart.KIND_BAR, pb.Chart.KIND_LINE, pb.Chart.KIND_HEAT_MAP])
def test_names_of_users_are_never_links_in_a_chart(kind: pb.Chart.Kind.ValueType) -> None:
    hostile = '<a href="http://evil.example">누르세요</a>'
    made = chart(kind, [hostile], [1], [2])
    made.x_title = made.y_title = made.series[0].name = hostile
    written = drawn(made, LIGHT).to_json()
    assert "<a" not in written
    assert "\\u003ca" not in written


@pytest.mark.parametrize(
    "made",
    [
        pb.Chart(),
        pb.Chart(kind=pb.Chart.KIND_BAR),
        chart(pb.Chart.KIND_LINE, ["가"], [math.nan]),
        chart(pb.Chart.KIND_UNSPECIFIED, ["가"], [1]),
    ],
)
def test_nothing_to_draw_is_no_chart(made: pb.Chart) -> None:
    assert chat_charts.figure(made, LIGHT) is None


def test_forty_series_have_no_legend_that_hides_the_chart() -> None:
    figure = drawn(chart(pb.Chart.KIND_LINE, ["가", "나"], *([[1.0, 2.0]] * 40)), LIGHT)
    assert not figure.layout.showlegend
    assert "fullData.name" in figure.data[0].hovertemplate
