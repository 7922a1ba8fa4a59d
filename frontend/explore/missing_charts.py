"""Charts of missing values. Pure functions: numbers and a palette in, a Plotly figure out."""

import pandas as pd
import plotly.graph_objects as go

from frontend import chart_labels, chart_making, theme
from frontend.analysis.missing import Bands
from frontend.explore.missing_words import MANY
from frontend.number_format import share
from frontend.theme import Palette


def bars(counts: pd.DataFrame, colours: Palette) -> go.Figure:
    """A bar per column; those with many gaps have another colour and a word."""
    many = counts["share"] >= MANY
    drawn = {
        "type": "bar",
        "y": list(range(len(counts))),
        "x": counts["share"].tolist(),
        "orientation": "h",
        "text": [
            f"<b>{share(part)}</b>{' 많음' if warned else ''}"
            for part, warned in zip(counts["share"], many, strict=True)
        ],
        "textposition": "outside",
        "textfont": {"color": colours.text},
        "cliponaxis": False,
        "marker": {"color": [colours.rise if warned else colours.accent for warned in many], "cornerradius": 3},
        "customdata": [
            [theme.escape(name), f"{missing:,}"]
            for name, missing in zip(counts["column"], counts["missing"], strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br>%{text} (%{customdata[1]}건)<extra></extra>",
    }
    layout = {
        "showlegend": False,
        "bargap": 0.3,
        "shapes": [chart_making.upright_line(MANY, colours)],
        "xaxis": {
            "title": {"text": "빈 값의 비율"},
            "range": [0, 1.32],
            "tickvals": [0, MANY, 0.6, 1],
            "tickformat": ".0%",
        },
        "yaxis": chart_labels.beside(counts["column"].tolist(), colours),
    }
    return chart_making.chart(colours, 70 + 32 * len(counts), "열마다 빈 값의 비율", [drawn], layout)


def picture(found: Bands, colours: Palette) -> go.Figure:
    """The rows of the file from left to right, a strip per column: the more colour, the more is missing."""
    shares = found.shares
    spans = [
        f"{first:,}번째 행" if first == last else f"{first:,}~{last:,}번째 행"
        for first, last in zip(found.first, found.last, strict=True)
    ]
    names = [str(name) for name in shares.index]
    strips = {
        "type": "heatmap",
        "z": shares.to_numpy(),
        "x": [(first + last) / 2 for first, last in zip(found.first, found.last, strict=True)],
        "y": list(range(len(shares))),
        "zmin": 0,
        "zmax": found.most,
        "colorscale": [[0, colours.ground], [1, colours.accent]],
        "ygap": 3,
        "customdata": [
            [[theme.escape(name), span, share(float(part))] for span, part in zip(spans, parts, strict=True)]
            for name, parts in zip(names, shares.to_numpy(), strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}: 빈 값 <b>%{customdata[2]}</b><extra></extra>",
        "showscale": False,
    }
    layout = {
        "xaxis": {
            "title": {"text": "행(파일 순서)"},
            "showgrid": False,
            "zeroline": False,
            "separatethousands": True,
            "exponentformat": "none",
            "nticks": 6,
        },
        "yaxis": chart_labels.beside(names, colours) | {"zeroline": False},
    }
    return chart_making.chart(colours, 130 + 30 * len(shares), "파일 순서로 본 빈 값", [strips], layout)
