"""Charts of answers. Pure functions: the chart of the contract and a palette in, a Plotly figure out.

Names and labels come from files of users: Plotly would read `<a href>` in them, so they are escaped. Categories stand
at 0, 1, 2, ... with their labels as text, since Plotly takes `2017` for a number and equal labels for one category.
"""

import math
from collections.abc import Sequence

import plotly.graph_objects as go
from daegu.chat.v1 import chat_pb2 as pb

from frontend import chart_making, theme
from frontend.chart_making import Settings
from frontend.theme import Palette, escape

_SHORT_LABEL = 5  # characters
_UPRIGHT = 31  # categories: up to here bars of an order (`1월`, `2월`) stand upright
_ROOM = 16  # characters of all labels together that a phone has room for
_CUT = 16  # characters of a label beside a chart; the whole one stands under the pointer
_TICKS = 8
_LEGEND = 12  # names; of more, the one under the pointer is shown
_WRITTEN_CELLS = 100  # a heat map with more cells has no numbers in them
_NUMBER = ",.6~g"
_DASHES = ("solid", "dash", "dot", "dashdot")


def figure(chart: pb.Chart, colours: Palette) -> go.Figure | None:
    """The chart; None if there is nothing to draw or its kind is not known."""
    if not any(math.isfinite(value) for series in chart.series for value in series.values):
        return None
    match chart.kind:
        case pb.Chart.KIND_BAR:
            return _bars(chart, colours)
        case pb.Chart.KIND_LINE:
            return _lines(chart, colours)
        case pb.Chart.KIND_SCATTER:
            return _points(chart, colours)
        case pb.Chart.KIND_HEAT_MAP:
            return _heat_map(chart, colours)
    return None


def _bars(chart: pb.Chart, colours: Palette) -> go.Figure:
    upright = _stand_upright(chart.categories)
    count, groups = len(chart.categories), len(chart.series)
    along = "y" if upright else "x"
    places, labels = list(range(count)), [escape(label) for label in chart.categories]
    traces = []
    for index, series in enumerate(chart.series):
        values = _values(series.values)
        traces.append(
            {
                "type": "bar",
                "name": escape(series.name),
                "x": places if upright else values,
                "y": values if upright else places,
                "orientation": "v" if upright else "h",
                "customdata": labels,
                "marker": {"color": _colour(index, colours), "cornerradius": 3},
                "hovertemplate": f"%{{customdata}}<br><b>%{{{along}:,.10~g}}</b>{_series_name(groups)}",
            }
        )
    layout = {"barmode": "group", "bargap": 0.25}
    axes = _upright_axes(chart) if upright else _lying_axes(chart)
    height = 340 if upright else 76 + count * max(24, 14 * min(groups, 4))
    return _figure(chart, colours, height, traces, layout, axes)


def _upright_axes(chart: pb.Chart) -> dict[str, object]:
    short = sum(map(len, chart.categories)) <= _ROOM
    every = 1 if short else math.ceil(len(chart.categories) / _TICKS)
    return {"xaxis": _category_axis(chart.categories, every), "yaxis": {"tickformat": _NUMBER}}


def _lying_axes(chart: pb.Chart) -> dict[str, object]:
    beside = {"title": {"text": escape(chart.x_title)}, "autorange": "reversed", "ticklabelstandoff": 6}
    return {
        "xaxis": {"title": {"text": escape(chart.y_title)}, "tickformat": _NUMBER},
        "yaxis": _category_axis(chart.categories) | beside,
    }


def _lines(chart: pb.Chart, colours: Palette) -> go.Figure:
    traces = [
        {
            "type": "scatter",
            "name": escape(series.name),
            "x": list(range(len(chart.categories))),
            "y": _values(series.values),
            "mode": "lines+markers" if len(chart.categories) <= _UPRIGHT else "lines",
            "connectgaps": False,
            "customdata": [escape(label) for label in chart.categories],
            "line": {
                "color": _colour(index, colours),
                "width": 2.5,
                "dash": _DASHES[index // len(colours.series) % len(_DASHES)],
            },
            "marker": {"size": 7},
            "hovertemplate": f"%{{customdata}}<br><b>%{{y:,.10~g}}</b>{_series_name(len(chart.series))}",
        }
        for index, series in enumerate(chart.series)
    ]
    widest = max(map(len, chart.categories), default=1)
    most = _TICKS if widest <= _SHORT_LABEL else max(_TICKS * _SHORT_LABEL // widest, 3)
    every = math.ceil(len(chart.categories) / most)
    axes = {"xaxis": _category_axis(chart.categories, every), "yaxis": {"tickformat": _NUMBER}}
    return _figure(chart, colours, 340, traces, axes)


def _points(chart: pb.Chart, colours: Palette) -> go.Figure:
    traces = [
        {
            "type": "scatter",
            "name": escape(series.name),
            "x": _values(series.x),
            "y": _values(series.values),
            "mode": "markers",
            "marker": {"color": _colour(index, colours), "size": 7, "opacity": 0.55},
            "hovertemplate": f"%{{x:,.6~g}}, <b>%{{y:,.6~g}}</b>{_series_name(len(chart.series))}",
        }
        for index, series in enumerate(chart.series)
    ]
    return _figure(chart, colours, 380, traces)


def _heat_map(chart: pb.Chart, colours: Palette) -> go.Figure:
    rows, columns = len(chart.series), len(chart.categories)
    cells = [_values(series.values) for series in chart.series]
    known = [value for row in cells for value in row if value is not None]
    signed = min(known) < 0  # both directions then have their own colour, and nothing is in the middle
    scale = (colours.fall, colours.background, colours.rise) if signed else colours.sequential
    heat = {
        "type": "heatmap",
        "x": list(range(columns)),
        "y": list(range(rows)),
        "z": cells,
        "customdata": [[[escape(series.name), escape(label)] for label in chart.categories] for series in chart.series],
        "colorscale": theme.colour_scale(scale),
        "zmid": 0 if signed else None,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "texttemplate": "%{z:,.3~g}" if rows * columns <= _WRITTEN_CELLS and columns <= 8 else None,
        "colorbar": {"thickness": 10, "len": 0.9, "outlinewidth": 0, "tickformat": _NUMBER},
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<br><b>%{z:,.6~g}</b><extra></extra>",
    }
    names = [series.name for series in chart.series]
    axes = {
        "xaxis": _category_axis(chart.categories, math.ceil(columns / _TICKS)),
        "yaxis": _category_axis(names, math.ceil(rows / 30)) | {"autorange": "reversed"},
    }
    return _figure(chart, colours, 96 + max(rows * 30, 120), [heat], axes)


def _figure(
    chart: pb.Chart, colours: Palette, height: int, traces: Sequence[Settings], *layouts: Settings
) -> go.Figure:
    def axis(title: str) -> dict[str, object]:
        font = {"size": 12, "color": colours.muted}
        return {"title": {"text": escape(title), "font": font}, "zeroline": False}

    layout = {
        "showlegend": 1 < len(chart.series) <= _LEGEND and chart.kind != pb.Chart.KIND_HEAT_MAP,
        "xaxis": axis(chart.x_title),
        "yaxis": axis(chart.y_title),
    }
    return chart_making.chart(colours, height, "", traces, layout, *layouts)


def _stand_upright(labels: Sequence[str]) -> bool:
    """Whether bars stand beside each other: where all labels have room, or some of them say what the others are."""
    in_order = all(label[:1].isdigit() and len(label) <= _SHORT_LABEL for label in labels)
    return sum(map(len, labels)) <= _ROOM or (in_order and len(labels) <= _UPRIGHT)


def _category_axis(labels: Sequence[str], every: int = 1) -> dict[str, object]:
    """Labels at 0, 1, 2, ...; only each `every`-th where there are many."""
    places = range(0, len(labels), max(every, 1))
    return {
        "tickmode": "array",
        "tickvals": list(places),
        "ticktext": [escape(labels[place], _CUT) for place in places],
        "showgrid": False,
    }


def _values(values: Sequence[float]) -> list[float | None]:
    """None, a gap, for what is no number."""
    return [value if math.isfinite(value) else None for value in values]


def _colour(index: int, colours: Palette) -> str:
    return colours.series[index % len(colours.series)]


def _series_name(groups: int) -> str:
    """The end of what is under the pointer: which series it is, where there are several."""
    return "<br>%{fullData.name}<extra></extra>" if groups > 1 else "<extra></extra>"
