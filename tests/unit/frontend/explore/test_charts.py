"""Charts draw exactly the numbers they are given, and nothing that a user typed is markup."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from frontend.analysis import category_counts, distribution, missing, pairs, time_profile
from frontend.analysis.figures import Figures
from frontend.explore import category_charts, missing_charts, number_charts, pair_charts, time_charts
from frontend.explore.time_words import Measure
from frontend.theme import DARK, LIGHT, Palette

MARKUP = "<b>굵게</b> & 아주 긴 이름의 열 " + "길" * 100
VALUES = pd.Series([0.0] * 50 + [1, 2, 3] * 10 + [np.nan])
TIMES = pd.Series(pd.to_datetime(["2014-03-01 10:00", "2016-03-01 10:00", "2016-05-01 12:00"]))


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Palette:
    palette: Palette = request.param
    return palette


def histogram(values: pd.Series, colours: Palette = LIGHT, logarithmic: bool = False, unit: str = "") -> go.Figure:
    bins = distribution.histogram(values)
    width = float(bins["to"][0] - bins["from"][0]) or 1.0
    column = Figures("나이", values, unit)
    return number_charts.histogram(column, bins, distribution.density(values, width), logarithmic, colours)


def test_a_bar_per_value_has_its_count_above_it() -> None:
    (bars,) = histogram(VALUES).data
    assert (list(bars.x), list(bars.y)) == ([0, 1, 2, 3], [50, 10, 10, 10])
    assert list(bars.text) == ["50", "10", "10", "10"]


def test_bars_of_ranges_say_where_they_begin_and_end() -> None:
    bars, curve = histogram(pd.Series(np.linspace(0, 99.5, 400)), unit="세").data
    assert bars.customdata[0][0] == "0세 이상 20세 미만"
    assert curve.mode == "lines"
    assert sum(bars.y) == 400


def test_a_logarithmic_axis_shows_a_bar_of_one_row() -> None:
    figure = histogram(pd.Series([0.0] * 1000 + [1.0]), logarithmic=True)
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.yaxis.range[0] < 0
    assert figure.layout.yaxis.range[1] > 3
    assert figure.layout.yaxis.title.text == "건수(로그 눈금)"


def test_a_box_is_sent_as_its_numbers() -> None:
    box = distribution.box(pd.Series([*range(10_000), 90_000.0]), "가")
    assert box is not None
    drawn, outliers, _ = number_charts.box(box, "나이", LIGHT).data
    assert (drawn.q1[0], drawn.median[0], drawn.q3[0]) == (2500, 5000, 7500)
    assert drawn.x is None
    assert list(outliers.x) == [90_000]


def test_boxes_stand_in_their_order_with_outliers_at_their_height(colours: Palette) -> None:
    groups = pd.Series(["가"] * 30 + ["나"] * 20)
    values = pd.Series([*range(30), *range(19), 500.0])
    figure = number_charts.boxes(distribution.boxes(values.astype(float), groups), "나이", "차종", colours)
    assert list(figure.layout.yaxis.ticktext) == ["가", "나"]
    assert (list(figure.data[1].x), list(figure.data[1].y)) == ([500], [1])


def test_bars_of_counts_have_room_for_their_numbers(colours: Palette) -> None:
    found = category_counts.count(pd.Series(["비", "비", "눈"]))
    figure = category_charts.bars(found.values, "날씨", colours)
    assert list(figure.data[0].x) == [2, 1]
    assert list(figure.data[0].text) == ["<b>2</b> 67%", "<b>1</b> 33%"]
    assert figure.layout.xaxis.range[1] > 2.5


def test_parts_of_a_stack_add_up_and_the_rest_is_grey(colours: Palette) -> None:
    first, second = pd.Series(list("aaaabbbb")), pd.Series(list("xxyzxyyy"))
    crossed = category_counts.cross(first, second, 5, 1, rest="그 밖")
    figure = category_charts.stacked(crossed, "가", "나", colours)
    assert np.sum([bar.x for bar in figure.data], axis=0).tolist() == [1, 1]
    assert [bar.name for bar in figure.data] == ["y", "그 밖"]
    assert figure.data[1].marker.color == colours.neutral


@pytest.mark.parametrize("part", ["year", "month", "weekday", "hour"])
def test_each_step_has_a_bar_and_the_highest_its_number(part: str, colours: Palette) -> None:
    rows = time_profile.profile(TIMES, part)
    (bars,) = time_charts.profile(rows, part, Measure(), colours).data
    assert list(bars.y) == rows["count"].tolist()
    assert [text for text in bars.text if text] == (["2"] if part != "weekday" else [])


def test_means_without_rows_are_gaps() -> None:
    values = pd.Series([1.0, 2.0, 4.0])
    measure = Measure("나이", "세")
    (bars,) = time_charts.profile(time_profile.profile(TIMES, "year", values), "year", measure, LIGHT).data
    assert list(bars.y) == [1, None, 3]
    assert bars.customdata[1][1] == "값 없음"
    (week,) = time_charts.week(time_profile.week(TIMES, values), measure, LIGHT).data
    assert np.isfinite(np.array(week.z, dtype=float)).sum() == 3
    (line,) = time_charts.period(time_profile.period(TIMES, values), measure, LIGHT).data
    assert (line.y[0], line.y[1], line.connectgaps) == (1, None, False)


def test_a_count_of_nothing_is_drawn_as_nothing() -> None:
    (line,) = time_charts.period(time_profile.period(TIMES), Measure(), LIGHT).data
    assert list(line.x)[:2] == ["2014-03-01", "2014-04-01"]
    assert list(line.y)[:2] == [1, 0]


def test_years_beyond_a_phone_are_named_at_intervals() -> None:
    rows = time_profile.profile(pd.Series(pd.to_datetime(["2001-01-01", "2020-01-01"])), "year")
    ticks = time_charts.profile(rows, "year", Measure(), LIGHT).layout.xaxis.ticktext
    assert list(ticks)[:2] == ["2001", "2004"]


def test_cells_of_a_small_map_of_correlations_are_written(colours: Palette) -> None:
    r = pd.DataFrame([[1, -0.5], [-0.5, np.nan]], index=["가", "나"], columns=["가", "나"])
    (map_,) = pair_charts.correlations(r, colours).data
    assert list(map_.text[0]) == ["1.00", "−0.50"]
    assert (map_.zmin, map_.zmax, map_.texttemplate, map_.showscale) == (-1, 1, "%{text}", False)
    names = [f"열 {number}" for number in range(12)]
    (large,) = pair_charts.correlations(pd.DataFrame(np.eye(12), index=names, columns=names), colours).data
    assert (large.texttemplate, large.showscale) == (None, True)


def test_circles_have_areas_like_their_counts() -> None:
    x, y = Figures("가", pd.Series([1.0] * 4 + [2.0, 3.0])), Figures("나", pd.Series([1.0] * 4 + [2.0, 3.0]))
    figure = pair_charts.scatter(pairs.points(x.values, y.values, 10), None, x, y, LIGHT)
    sizes = figure.data[0].marker.size
    assert sizes[0] == pytest.approx(2 * sizes[1])


def test_the_line_runs_through_the_points() -> None:
    x, y = Figures("가", pd.Series([1.0, 2, 4])), Figures("나", pd.Series([3.0, 5, 9]))
    found = pairs.points(x.values, y.values, 10)
    figure = pair_charts.scatter(found, pairs.line(x.values, y.values), x, y, LIGHT)
    assert list(figure.data[1].x) == [1, 4]
    assert list(figure.data[1].y) == pytest.approx([3, 9])


def test_cells_of_shares_have_their_counts_in_the_hover(colours: Palette) -> None:
    crossed = category_counts.cross(pd.Series(list("aaab")), pd.Series(list("xxyx")), 5, 5)
    (map_,) = pair_charts.shares(crossed, "가", "나", colours).data
    assert np.array(map_.z).tolist() == [[2 / 3, 1 / 3], [1, 0]]
    assert list(map_.customdata[0][0]) == ["a", "x", "67%", "2"]


def test_many_gaps_have_another_colour_and_a_word(colours: Palette) -> None:
    counts = missing.count(pd.DataFrame({"가": [None] * 3 + [1] * 7, "나": [None] * 2 + [1] * 8}))
    (bars,) = missing_charts.bars(counts, colours).data
    assert list(bars.marker.color) == [colours.rise, colours.accent]
    assert list(bars.text) == ["<b>30%</b> 많음", "<b>20%</b>"]


def test_the_picture_of_gaps_has_a_strip_per_column_and_is_seen_where_there_are_few() -> None:
    frame = pd.DataFrame({"가": [None if row == 500 else row for row in range(1000)]})
    (strips,) = missing_charts.picture(missing.bands(frame), LIGHT).data
    assert np.array(strips.z).shape == (1, 200)
    assert strips.zmax == pytest.approx(0.2)
    assert list(strips.customdata[0][100])[1:] == ["501~505번째 행", "20%"]


def drawn_with_markup(colours: Palette) -> list[go.Figure]:
    values = pd.Series(np.arange(60.0))
    column, other = Figures(MARKUP, values, "세"), Figures(f"{MARKUP}2", values**2)
    groups = pd.Series([MARKUP, "<a href='x'>y</a>"] * 30)
    crossed = category_counts.cross(groups, groups + "2", 5, 5, rest="그 밖")
    bins, boxes = distribution.histogram(values), distribution.boxes(values, groups)
    r = pairs.correlations([column, other], "pearson")
    gaps = pd.DataFrame({MARKUP: [None, 1]})
    when, measure = pd.Series(pd.date_range("2016-01-01", periods=60, freq="h")), Measure(MARKUP, "세")
    return [
        number_charts.histogram(column, bins, None, False, colours),
        number_charts.box(boxes[0], column.label, colours),
        number_charts.boxes(boxes, column.label, MARKUP, colours),
        category_charts.bars(category_counts.count(groups).values, MARKUP, colours),
        category_charts.stacked(crossed, MARKUP, MARKUP, colours),
        time_charts.profile(time_profile.profile(when, "hour", values), "hour", measure, colours),
        time_charts.week(time_profile.week(when, values), measure, colours),
        time_charts.period(time_profile.period(when, values), measure, colours),
        pair_charts.correlations(r, colours),
        pair_charts.scatter(pairs.points(values, values, 10), None, column, other, colours),
        pair_charts.shares(crossed, MARKUP, MARKUP, colours),
        missing_charts.bars(missing.count(gaps), colours),
        missing_charts.picture(missing.bands(gaps), colours),
    ]


def test_what_users_typed_is_shown_letter_by_letter(colours: Palette) -> None:
    for figure in drawn_with_markup(colours):
        written = figure.to_json()
        for tag in ("<b>굵게", "<a href"):
            assert tag not in written.replace("\\u003c", "<").replace("\\u003e", ">"), figure.layout.title.text


def test_every_chart_has_a_title_and_says_what_its_axes_are(colours: Palette) -> None:
    for figure in drawn_with_markup(colours):
        assert figure.layout.title.text
        named = [axis.title.text for axis in (figure.layout.xaxis, figure.layout.yaxis) if axis.title.text]
        listed = [axis.ticktext for axis in (figure.layout.xaxis, figure.layout.yaxis) if axis.ticktext]
        assert named or listed
