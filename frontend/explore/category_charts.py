"""Charts of how often values occur. Pure functions: counts and a palette in, a Plotly figure out."""

import pandas as pd
import plotly.graph_objects as go

from frontend import chart_labels, theme
from frontend.analysis.category_counts import Cross
from frontend.number_format import share
from frontend.theme import Palette

_WRITTEN = 0.11
"""Share from which on a part of a bar has room for its number, also on a phone."""


def bars(values: pd.DataFrame, column: str, colours: Palette) -> go.Figure:
    """`values`: `value`, `count` and `share`, the first one on top."""
    figure = theme.figure(colours, 70 + 30 * len(values), f"{chart_labels.title(column)}별 건수")
    counts = values["count"].tolist()
    texts = [f"<b>{count:,}</b> {share(part)}" for count, part in zip(counts, values["share"], strict=True)]
    figure.add_bar(
        y=list(range(len(values))),
        x=counts,
        orientation="h",
        text=texts,
        textposition="outside",
        textfont={"color": colours.text},
        cliponaxis=False,
        customdata=[theme.escape(value) for value in values["value"]],
        marker={"color": colours.accent, "cornerradius": 3},
        hovertemplate="%{customdata}<br>%{text}<extra></extra>",
    )
    figure.update_layout(showlegend=False, bargap=0.3)
    # Room for the numbers beside the longest bar.
    figure.update_xaxes(
        title="건수", range=[0, max([*counts, 1]) * 1.45], separatethousands=True, exponentformat="none", nticks=5
    )
    names = chart_labels.axis(values["value"].tolist())
    figure.update_yaxes(names, autorange="reversed", showgrid=False, tickfont={"color": colours.text, "size": 12})
    return figure


def stacked(crossed: Cross, column: str, by: str, colours: Palette) -> go.Figure:
    """Shares of the second column's values within each of the first, which add up to 100%."""
    title = f"{chart_labels.title(column)}별 {chart_labels.title(by)} 비율"
    shares, counts = crossed.shares, crossed.counts
    figure = theme.figure(colours, 150 + 36 * len(shares), title)
    rows = [theme.escape(str(name)) for name in shares.index]
    series = iter(colours.series)
    for number, name in enumerate(shares.columns):
        parts, here = shares.iloc[:, number].tolist(), counts.iloc[:, number].tolist()
        label = chart_labels.short(str(name), 14)
        colour = colours.neutral if str(name) == crossed.rest else next(series)
        figure.add_bar(
            name=label,
            y=list(range(len(shares))),
            x=parts,
            orientation="h",
            text=[share(part) if part >= _WRITTEN else "" for part in parts],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": theme.ink(colour), "size": 12},
            marker={"color": colour, "line": {"color": colours.background, "width": 1}},
            customdata=[
                [row, theme.escape(str(name)), share(part), f"{count:,}"]
                for row, part, count in zip(rows, parts, here, strict=True)
            ],
            hovertemplate=(
                "%{customdata[0]}<br>%{customdata[1]} <b>%{customdata[2]}</b> (%{customdata[3]}건)<extra></extra>"
            ),
        )
    figure.update_layout(barmode="stack", bargap=0.24, legend={"traceorder": "normal"})
    chart_labels.legend_below(figure)
    figure.update_xaxes(title="비율", range=[0, 1], tickformat=".0%", showgrid=False, nticks=6)
    names = chart_labels.axis([str(name) for name in shares.index])
    figure.update_yaxes(names, autorange="reversed", showgrid=False, tickfont={"color": colours.text, "size": 12})
    return figure
