"""Charts of how often values occur. Pure functions: counts and a palette in, a Plotly figure out."""

import pandas as pd
import plotly.graph_objects as go

from frontend import chart_labels, chart_making, theme
from frontend.analysis.category_counts import Cross
from frontend.number_format import share
from frontend.theme import Palette

_WRITTEN = 0.11
"""Share from which on a part of a bar has room for its number, also on a phone."""


def bars(values: pd.DataFrame, column: str, colours: Palette) -> go.Figure:
    """`values`: `value`, `count` and `share`, the first one on top."""
    counts = values["count"].tolist()
    drawn = {
        "type": "bar",
        "y": list(range(len(values))),
        "x": counts,
        "orientation": "h",
        "text": [f"<b>{count:,}</b> {share(part)}" for count, part in zip(counts, values["share"], strict=True)],
        "textposition": "outside",
        "textfont": {"color": colours.text},
        "cliponaxis": False,
        "customdata": [theme.escape(value) for value in values["value"]],
        "marker": {"color": colours.accent, "cornerradius": 3},
        "hovertemplate": "%{customdata}<br>%{text}<extra></extra>",
    }
    layout = {
        "showlegend": False,
        "bargap": 0.3,
        "xaxis": {
            "title": {"text": "건수"},
            "range": [0, max([*counts, 1]) * 1.45],  # room for the numbers beside the longest bar
            "separatethousands": True,
            "exponentformat": "none",
            "nticks": 5,
        },
        "yaxis": chart_labels.beside(values["value"].tolist(), colours),
    }
    title = f"{chart_labels.title(column)}별 건수"
    return chart_making.chart(colours, 70 + 30 * len(values), title, [drawn], layout)


def stacked(crossed: Cross, column: str, by: str, colours: Palette) -> go.Figure:
    """Shares of the second column's values within each of the first, which add up to 100%."""
    shares, counts = crossed.shares, crossed.counts
    rows = [theme.escape(str(name)) for name in shares.index]
    series = iter(colours.series)
    traces = []
    for number, name in enumerate(shares.columns):
        parts, here = shares.iloc[:, number].tolist(), counts.iloc[:, number].tolist()
        colour = colours.neutral if str(name) == crossed.rest else next(series)
        traces.append(
            {
                "type": "bar",
                "name": chart_labels.short(str(name), 14),
                "y": list(range(len(shares))),
                "x": parts,
                "orientation": "h",
                "text": [share(part) if part >= _WRITTEN else "" for part in parts],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {"color": theme.ink(colour), "size": 12},
                "marker": {"color": colour, "line": {"color": colours.background, "width": 1}},
                "customdata": [
                    [row, theme.escape(str(name)), share(part), f"{count:,}"]
                    for row, part, count in zip(rows, parts, here, strict=True)
                ],
                "hovertemplate": (
                    "%{customdata[0]}<br>%{customdata[1]} <b>%{customdata[2]}</b> (%{customdata[3]}건)<extra></extra>"
                ),
            }
        )
    height = 150 + 36 * len(shares)
    layout = {
        "barmode": "stack",
        "bargap": 0.24,
        "legend": chart_making.legend_below(height) | {"traceorder": "normal"},
        "xaxis": {
            "title": {"text": "비율", "standoff": chart_making.ABOVE_LEGEND},
            "range": [0, 1],
            "tickformat": ".0%",
            "showgrid": False,
            "nticks": 6,
        },
        "yaxis": chart_labels.beside([str(name) for name in shares.index], colours),
    }
    title = f"{chart_labels.title(column)}별 {chart_labels.title(by)} 비율"
    return chart_making.chart(colours, height, title, traces, layout)
