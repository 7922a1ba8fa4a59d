"""A chart is made in one step of what every chart has and of what is its own."""

import copy

import pytest

from frontend import chart_making, theme
from frontend.theme import DARK, LIGHT, Palette

BARS = {"type": "bar", "x": [1, 2], "y": [3, 4], "marker": {"color": "#123456"}}


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_chart_with_a_title_is_legible_as_a_picture(colours: Palette) -> None:
    drawn = chart_making.chart(colours, 300, "연도별 건수", []).layout
    assert drawn.paper_bgcolor == colours.background
    assert drawn.title.text == "<b>연도별 건수</b>"
    assert drawn.height > 300
    assert drawn.margin.t > 8


def test_a_chart_without_a_title_has_the_ground_of_the_page_and_the_height_alone() -> None:
    drawn = chart_making.chart(LIGHT, 300, "", [BARS]).layout
    assert (drawn.title.text, drawn.paper_bgcolor, drawn.margin.t, drawn.height) == (None, None, None, 300)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_chart_has_the_template_of_its_palette(colours: Palette) -> None:
    for title in ("", "제목"):
        assert chart_making.chart(colours, 300, title, [BARS]).layout.template == theme.template(colours)


def test_traces_are_drawn_in_their_order() -> None:
    bars, line = chart_making.chart(LIGHT, 300, "", [BARS, {"type": "scatter", "x": [1], "y": [2]}]).data
    assert (bars.type, list(bars.y), bars.marker.color) == ("bar", [3, 4], "#123456")
    assert (line.type, list(line.y)) == ("scatter", [2])


def test_layouts_are_merged_also_deep_inside_and_the_later_one_counts() -> None:
    drawn = chart_making.chart(
        LIGHT,
        300,
        "제목",
        [BARS],
        {"margin": {"b": 26}, "xaxis": {"title": {"text": "시각"}, "nticks": 6}},
        {"title": {"font": {"size": 9}}, "xaxis": {"title": {"standoff": 4}, "nticks": 5}},
    ).layout
    assert (drawn.margin.t, drawn.margin.b) == (48, 26)
    assert (drawn.title.text, drawn.title.font.size, drawn.title.font.color) == ("<b>제목</b>", 9, LIGHT.text)
    assert (drawn.xaxis.title.text, drawn.xaxis.title.standoff, drawn.xaxis.nticks) == ("시각", 4, 5)


def test_a_text_that_a_later_layout_would_lose_is_an_error() -> None:
    with pytest.raises(ValueError, match="sequence"):
        chart_making.chart(LIGHT, 300, "", [], {"xaxis": {"title": "시각"}}, {"xaxis": {"title": {"standoff": 4}}})


def test_what_a_chart_is_made_of_is_not_changed() -> None:
    layouts = ({"xaxis": {"title": {"text": "시각"}}}, {"xaxis": {"title": {"standoff": 4}}, "margin": {"b": 26}})
    given = copy.deepcopy((BARS, layouts, theme.template(LIGHT)))
    figure = chart_making.chart(LIGHT, 300, "제목", [BARS], *layouts)
    figure.update_layout(
        margin={"b": 1}, xaxis={"title": {"text": "다른"}}, template={"layout": {"font": {"size": 99}}}
    )
    figure.update_traces(marker={"color": "#ffffff"}, y=[0, 0])
    assert (BARS, layouts, theme.template(LIGHT)) == given


@pytest.mark.parametrize("height", [150, 320, 900])
def test_the_legend_stands_as_far_below_the_plot_on_every_height(height: int) -> None:
    legend = chart_making.legend_below(height)
    drawn = chart_making.chart(LIGHT, height, "제목", [BARS], {"legend": legend}).layout
    assert drawn.legend.yanchor == "top"
    assert drawn.legend.y * (drawn.height - 132) == pytest.approx(-66)


def test_a_line_stands_at_its_place_over_the_whole_height() -> None:
    (line,) = chart_making.chart(
        LIGHT, 300, "", [BARS], {"shapes": [chart_making.upright_line(0.3, LIGHT)]}
    ).layout.shapes
    assert (line.x0, line.x1, line.y0, line.y1, line.yref) == (0.3, 0.3, 0, 1, "y domain")
