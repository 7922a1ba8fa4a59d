"""Charts of the figures of one column. Pure functions: numbers and a palette in, a Plotly figure out."""

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from frontend import chart_labels, chart_making, theme
from frontend.analysis.distribution import Box
from frontend.analysis.figures import Figures
from frontend.number_format import number, share
from frontend.theme import Palette

_LABELLED = 7
"""Bars up to which each has its number above; more would not be legible on a phone."""
_HEIGHT = 320  # pixels, of a histogram
_LEAST = 0.5
"""Where a logarithmic axis of counts begins, so that a bar of one row is seen."""


def histogram(
    column: Figures, bins: pd.DataFrame, density: pd.DataFrame | None, logarithmic: bool, colours: Palette
) -> go.Figure:
    """`bins` and `density` as `distribution` makes them."""
    counts = bins["count"].tolist()
    single = bool((bins["from"] == bins["to"]).all())
    traces = [_bars(bins, column.unit, single, colours)]
    if density is not None:
        visible = density["count"].where(density["count"] >= _LEAST) if logarithmic else density["count"]
        traces.append(
            {
                "type": "scatter",
                "x": density["value"].tolist(),
                "y": [None if math.isnan(count) else count for count in visible],
                "mode": "lines",
                "name": "밀도 곡선(KDE)",
                "line": {"color": colours.rise, "width": 2.5},
                "hoverinfo": "skip",
            }
        )
    across: dict[str, object] = {
        "title": {"text": theme.escape(column.label, 30), "standoff": chart_making.ABOVE_LEGEND},
        "showgrid": False,
        "separatethousands": True,
        "exponentformat": "power",
    }
    if single and len(counts) <= _LABELLED * 2:
        texts = [number(value) for value in bins["from"]]
        across |= {"tickmode": "array", "tickvals": bins["from"].tolist(), "ticktext": texts}
    layout = {
        "showlegend": density is not None,
        "bargap": 0,
        "hovermode": "closest",
        "legend": chart_making.legend_below(_HEIGHT),
        "xaxis": across,
        "yaxis": _count_axis(max([*counts, 1]), logarithmic),
    }
    title = f"{chart_labels.title(column.label)} 분포"
    return chart_making.chart(colours, _HEIGHT, title, traces, layout)


def box(drawn: Box, label: str, colours: Palette) -> go.Figure:
    """One box lying below the histogram of the same column."""
    layout = {"yaxis": {"visible": False}}
    title = f"{chart_labels.title(label)} 상자그림"
    return chart_making.chart(colours, 150, title, _boxes([drawn], colours), _figure_axis(label), layout)


def boxes(drawn: Sequence[Box], label: str, by: str, colours: Palette) -> go.Figure:
    """A box per value of another column, the first one on top."""
    names = chart_labels.axis([each.name for each in drawn])
    layout = {"yaxis": names | {"autorange": "reversed", "showgrid": False, "tickfont": {"color": colours.text}}}
    title = f"{chart_labels.title(by)}별 {chart_labels.title(label)}"
    traces = _boxes(drawn, colours)
    return chart_making.chart(colours, 70 + 46 * len(drawn), title, traces, _figure_axis(label), layout)


def rows(boxes: Sequence[Box], first: str) -> pd.DataFrame:
    """The figures of the boxes as a table; the names are in the column `first`."""
    return pd.DataFrame(
        [
            (
                box.name,
                box.count,
                box.mean,
                box.lower_whisker,
                box.lower_quartile,
                box.median,
                box.upper_quartile,
                box.upper_whisker,
            )
            for box in boxes
        ],
        columns=[first, "건수", "평균", "아래 수염", "1사분위", "중앙값", "3사분위", "위 수염"],
    )


def _bars(bins: pd.DataFrame, unit: str, single: bool, colours: Palette) -> dict[str, object]:
    """`single`: each bar is one value."""
    counts = bins["count"].tolist()
    rows = max(sum(counts), 1)
    names = [_name(first, last, unit) for first, last in zip(bins["from"], bins["to"], strict=True)]
    return {
        "type": "bar",
        "x": ((bins["from"] + bins["to"]) / 2).tolist(),
        "y": counts,
        "width": 0.82 if single else (bins["to"] - bins["from"]).tolist(),
        "name": "건수",
        "customdata": list(zip(names, [f"{count:,}건 · {share(count / rows)}" for count in counts], strict=True)),
        "text": [f"{count:,}" if count else "" for count in counts] if len(counts) <= _LABELLED else None,
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colours.accent, "line": {"width": 0 if single else 1, "color": colours.background}},
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }


def _count_axis(most: int, logarithmic: bool) -> dict[str, object]:
    """`most`: the highest count."""
    axis = {"separatethousands": True, "exponentformat": "none"}
    if not logarithmic:
        return axis | {"title": {"text": "건수", "standoff": 12}}
    return axis | {
        "title": {"text": "건수(로그 눈금)", "standoff": 12},
        "type": "log",
        "range": [math.log10(_LEAST), math.log10(most) * 1.06 + 0.1],
        "dtick": 1,
    }


def _boxes(drawn: Sequence[Box], colours: Palette) -> list[dict[str, object]]:
    """Quartiles are given, so that no rows go to the browser."""
    points = [(each, value, index) for index, each in enumerate(drawn) for value in each.outliers]
    return [
        {
            "type": "box",
            "y": list(range(len(drawn))),
            "q1": [each.lower_quartile for each in drawn],
            "median": [each.median for each in drawn],
            "q3": [each.upper_quartile for each in drawn],
            "lowerfence": [each.lower_whisker for each in drawn],
            "upperfence": [each.upper_whisker for each in drawn],
            "mean": [each.mean for each in drawn],
            "boxmean": True,
            "orientation": "h",
            "width": 0.56,
            "line": {"color": colours.accent, "width": 2},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "x": [value for _, value, _ in points],
            "y": [index for _, _, index in points],
            "mode": "markers",
            "marker": {"symbol": "circle-open", "size": 6, "color": colours.rise},
            "customdata": [number(value) for _, value, _ in points],
            "hovertemplate": "이상치 %{customdata}<extra></extra>",
        },
        {
            "type": "scatter",
            "x": [each.median for each in drawn],
            "y": list(range(len(drawn))),
            "mode": "markers",
            "marker": {"size": 22, "opacity": 0},
            "customdata": [[theme.escape(each.name), *_summary(each)] for each in drawn],
            "hovertemplate": (
                "<b>%{customdata[0]}</b> %{customdata[1]}<br>중앙값 %{customdata[2]} · 평균 %{customdata[3]}"
                "<br>가운데 절반 %{customdata[4]}<extra></extra>"
            ),
        },
    ]


def _figure_axis(label: str) -> dict[str, object]:
    """The layout of boxes along the figures of a column."""
    title = {"text": theme.escape(label, 30)}
    axis = {"title": title, "separatethousands": True, "exponentformat": "power", "zeroline": False}
    return {"showlegend": False, "hovermode": "closest", "xaxis": axis}


def _summary(each: Box) -> list[str]:
    half = f"{number(each.lower_quartile)}~{number(each.upper_quartile)}"
    return [f"{each.count:,}건", number(each.median), number(each.mean), half]


def _name(first: float, last: float, unit: str) -> str:
    if first == last:
        return number(first, unit)
    return f"{number(first, unit)} 이상 {number(last, unit)} 미만"
