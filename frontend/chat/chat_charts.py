"""Charts of answers. Pure functions: the chart of the contract and a palette in, a Plotly figure out.

Names and labels come from files of users: Plotly would read `<a href>` in them, so they are escaped. Categories stand
at 0, 1, 2, ... with their labels as text, since Plotly takes `2017` for a number and equal labels for one category.
"""

import math
from collections.abc import Callable, Sequence

import plotly.graph_objects as go
from daegu.chat.v1 import chat_pb2 as pb

from frontend import theme
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
    drawn = _figure(chart, colours, 340 if upright else 76 + count * max(24, 14 * min(groups, 4)))
    places, labels = list(range(count)), [escape(label) for label in chart.categories]
    for index, series in enumerate(chart.series):
        values = _values(series.values)
        drawn.add_bar(
            name=escape(series.name),
            x=places if upright else values,
            y=values if upright else places,
            orientation="v" if upright else "h",
            customdata=labels,
            marker={"color": _colour(index, colours), "cornerradius": 3},
            hovertemplate=f"%{{customdata}}<br><b>%{{{'y' if upright else 'x'}:,.10~g}}</b>{_series_name(groups)}",
        )
    drawn.update_layout(barmode="group", bargap=0.25)
    if upright:
        short = sum(map(len, chart.categories)) <= _ROOM
        _category_axis(drawn.update_xaxes, chart.categories, every=1 if short else math.ceil(count / _TICKS))
    else:
        drawn.update_xaxes(title_text=escape(chart.y_title))
        drawn.update_yaxes(title_text=escape(chart.x_title), autorange="reversed", ticklabelstandoff=6)
        _category_axis(drawn.update_yaxes, chart.categories)
    (drawn.update_yaxes if upright else drawn.update_xaxes)(tickformat=_NUMBER)
    return drawn


def _lines(chart: pb.Chart, colours: Palette) -> go.Figure:
    drawn = _figure(chart, colours, 340)
    for index, series in enumerate(chart.series):
        drawn.add_scatter(
            name=escape(series.name),
            x=list(range(len(chart.categories))),
            y=_values(series.values),
            mode="lines+markers" if len(chart.categories) <= _UPRIGHT else "lines",
            connectgaps=False,
            customdata=[escape(label) for label in chart.categories],
            line={
                "color": _colour(index, colours),
                "width": 2.5,
                "dash": _DASHES[index // len(colours.series) % len(_DASHES)],
            },
            marker={"size": 7},
            hovertemplate=f"%{{customdata}}<br><b>%{{y:,.10~g}}</b>{_series_name(len(chart.series))}",
        )
    drawn.update_yaxes(tickformat=_NUMBER)
    widest = max(map(len, chart.categories), default=1)
    most = _TICKS if widest <= _SHORT_LABEL else max(_TICKS * _SHORT_LABEL // widest, 3)
    _category_axis(drawn.update_xaxes, chart.categories, every=math.ceil(len(chart.categories) / most))
    return drawn


def _points(chart: pb.Chart, colours: Palette) -> go.Figure:
    drawn = _figure(chart, colours, 380)
    for index, series in enumerate(chart.series):
        drawn.add_scatter(
            name=escape(series.name),
            x=_values(series.x),
            y=_values(series.values),
            mode="markers",
            marker={"color": _colour(index, colours), "size": 7, "opacity": 0.55},
            hovertemplate=f"%{{x:,.6~g}}, <b>%{{y:,.6~g}}</b>{_series_name(len(chart.series))}",
        )
    return drawn


def _heat_map(chart: pb.Chart, colours: Palette) -> go.Figure:
    rows, columns = len(chart.series), len(chart.categories)
    cells = [_values(series.values) for series in chart.series]
    known = [value for row in cells for value in row if value is not None]
    drawn = _figure(chart, colours, 96 + max(rows * 30, 120))
    signed = min(known) < 0  # both directions then have their own colour, and nothing is in the middle
    scale = (colours.fall, colours.background, colours.rise) if signed else colours.sequential
    drawn.add_heatmap(
        x=list(range(columns)),
        y=list(range(rows)),
        z=cells,
        customdata=[[[escape(series.name), escape(label)] for label in chart.categories] for series in chart.series],
        colorscale=theme.colour_scale(scale),
        zmid=0 if signed else None,
        xgap=2,
        ygap=2,
        hoverongaps=False,
        texttemplate="%{z:,.3~g}" if rows * columns <= _WRITTEN_CELLS and columns <= 8 else None,
        colorbar={"thickness": 10, "len": 0.9, "outlinewidth": 0, "tickformat": _NUMBER},
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<br><b>%{z:,.6~g}</b><extra></extra>",
    )
    _category_axis(drawn.update_xaxes, chart.categories, every=math.ceil(columns / _TICKS))
    _category_axis(drawn.update_yaxes, [series.name for series in chart.series], every=math.ceil(rows / 30))
    drawn.update_xaxes(showgrid=False, zeroline=False)
    drawn.update_yaxes(autorange="reversed", showgrid=False, zeroline=False)
    return drawn


def _figure(chart: pb.Chart, colours: Palette, height: int) -> go.Figure:
    drawn = go.Figure(layout={"template": theme.template(colours), "height": height})
    legend = 1 < len(chart.series) <= _LEGEND and chart.kind != pb.Chart.KIND_HEAT_MAP
    drawn.update_layout(showlegend=legend)
    drawn.update_xaxes(title=escape(chart.x_title), title_font={"size": 12, "color": colours.muted}, zeroline=False)
    drawn.update_yaxes(title=escape(chart.y_title), title_font={"size": 12, "color": colours.muted}, zeroline=False)
    return drawn


def _stand_upright(labels: Sequence[str]) -> bool:
    """Whether bars stand beside each other: where all labels have room, or some of them say what the others are."""
    in_order = all(label[:1].isdigit() and len(label) <= _SHORT_LABEL for label in labels)
    return sum(map(len, labels)) <= _ROOM or (in_order and len(labels) <= _UPRIGHT)


def _category_axis(update: Callable[..., object], labels: Sequence[str], every: int = 1) -> None:
    """Labels at 0, 1, 2, ...; only each `every`-th where there are many."""
    places = range(0, len(labels), max(every, 1))
    update(
        tickmode="array",
        tickvals=list(places),
        ticktext=[escape(labels[place], _CUT) for place in places],
        showgrid=False,
    )


def _values(values: Sequence[float]) -> list[float | None]:
    """None, a gap, for what is no number."""
    return [value if math.isfinite(value) else None for value in values]


def _colour(index: int, colours: Palette) -> str:
    return colours.series[index % len(colours.series)]


def _series_name(groups: int) -> str:
    """The end of what is under the pointer: which series it is, where there are several."""
    return "<br>%{fullData.name}<extra></extra>" if groups > 1 else "<extra></extra>"
