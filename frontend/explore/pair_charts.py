"""Charts of two columns together. Pure functions: numbers and a palette in, a Plotly figure out."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from frontend import chart_labels, chart_making, theme
from frontend.analysis.category_counts import Cross
from frontend.analysis.figures import Figures
from frontend.analysis.pairs import Line, Pairs
from frontend.number_format import correlation, number, share
from frontend.theme import Palette

_WRITTEN = 8
"""Columns of a heat map up to which cells have room for their number on a phone."""
_HEIGHT = 400  # pixels, of a scatter chart
_LARGEST = 34  # pixels across, of a circle that stands for most rows


def correlations(r: pd.DataFrame, colours: Palette) -> go.Figure:
    """Each column with each; an empty cell where there is no correlation to compute."""
    names = [theme.escape(str(name)) for name in r.columns]
    values = r.to_numpy()
    cells = {
        "type": "heatmap",
        "z": values,
        "x": list(range(len(names))),
        "y": list(range(len(names))),
        "zmin": -1,
        "zmax": 1,
        "colorscale": theme.colour_scale([colours.fall, colours.ground, colours.rise]),
        "xgap": 2,
        "ygap": 2,
        "text": [["" if np.isnan(each) else correlation(each) for each in row] for row in values],
        "texttemplate": "%{text}" if len(names) <= _WRITTEN else None,
        "customdata": [[[down, across] for across in names] for down in names],
        "hoverongaps": False,
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<br><b>r = %{text}</b><extra></extra>",
        "showscale": len(names) > _WRITTEN,
        "colorbar": {
            "title": {"text": "r"},
            "thickness": 8,
            "tickvals": [-1, 0, 1],
            "outlinewidth": 0,
            "x": 1,
            "xpad": 4,
        },
    }
    columns = list(map(str, r.columns))
    height = 150 + max(34 * len(r), 120)
    return chart_making.chart(colours, height, "숫자 열 사이의 상관", [cells], _two_lists(columns, columns, colours))


def scatter(pairs: Pairs, line: Line | None, x: Figures, y: Figures, colours: Palette) -> go.Figure:
    """Semi-transparent points, or circles whose area is the number of rows; the line of least squares over them."""
    points = pairs.points
    counts = points["count"].to_numpy()
    most = int(counts.max()) if len(counts) else 1
    sizes = 6.0 if most == 1 else np.maximum(_LARGEST * np.sqrt(counts / most), 4)
    opacity = 0.3 if most == 1 else 0.5
    traces: list[dict[str, object]] = [
        {
            "type": "scatter",
            "x": points["x"].tolist(),
            "y": points["y"].tolist(),
            "mode": "markers",
            "marker": {"size": sizes, "color": colours.accent, "opacity": opacity, "line": {"width": 0}},
            "name": "자료",
            "customdata": [
                [number(across, x.unit), number(up, y.unit), f"{count:,}건"]
                for across, up, count in zip(points["x"], points["y"], counts, strict=True)
            ],
            "hovertemplate": (
                f"{theme.escape(x.name, 30)} %{{customdata[0]}}<br>{theme.escape(y.name, 30)} %{{customdata[1]}}"
                "<br><b>%{customdata[2]}</b><extra></extra>"
            ),
        }
    ]
    if line is not None:
        ends = np.array([points["x"].min(), points["x"].max()])
        traces.append(
            {
                "type": "scatter",
                "x": ends.tolist(),
                "y": (line.intercept + line.slope * ends).tolist(),
                "mode": "lines",
                "name": "회귀 직선",
                "line": {"color": colours.rise, "width": 3},
                "hoverinfo": "skip",
            }
        )
    layout = {
        "hovermode": "closest",
        "showlegend": line is not None,
        "legend": chart_making.legend_below(_HEIGHT) | {"itemsizing": "constant"},
        "xaxis": _figure_axis(x, chart_making.ABOVE_LEGEND),
        "yaxis": _figure_axis(y, 12),
    }
    title = f"{chart_labels.title(x.name)}, {chart_labels.title(y.name)}"
    return chart_making.chart(colours, _HEIGHT, title, traces, layout)


def shares(crossed: Cross, x: str, y: str, colours: Palette) -> go.Figure:
    """Shares of the second column's values within each of the first, which add up to 100% in a row."""
    part = crossed.shares
    across = [theme.escape(str(name)) for name in part.columns]
    cells = {
        "type": "heatmap",
        "z": part.to_numpy(),
        "x": list(range(part.shape[1])),
        "y": list(range(len(part))),
        "zmin": 0,
        "colorscale": theme.colour_scale(colours.sequential),
        "xgap": 2,
        "ygap": 2,
        "texttemplate": "%{z:.0%}",
        "textfont": {"size": 11},
        "customdata": [
            [
                [theme.escape(str(name)), each, share(float(here)), f"{rows:,}"]
                for each, here, rows in zip(*row, strict=True)
            ]
            for name, row in (
                (name, (across, part.iloc[index], crossed.counts.iloc[index])) for index, name in enumerate(part.index)
            )
        ],
        "hovertemplate": (
            "%{customdata[0]}<br>%{customdata[1]} <b>%{customdata[2]}</b> (%{customdata[3]}건)<extra></extra>"
        ),
        "showscale": False,
    }
    lists = _two_lists([str(name) for name in part.columns], [str(name) for name in part.index], colours)
    title = f"{chart_labels.title(x)}별 {chart_labels.title(y)} 비율"
    named = {"xaxis": {"title": {"text": theme.escape(y, 24)}}}
    return chart_making.chart(colours, 190 + 36 * len(part), title, [cells], lists, named)


def _figure_axis(column: Figures, standoff: int) -> dict[str, object]:
    return {
        "title": {"text": theme.escape(column.label, 24), "standoff": standoff},
        "separatethousands": True,
        "exponentformat": "power",
        "zeroline": False,
    }


def _two_lists(across: list[str], down: list[str], colours: Palette) -> dict[str, object]:
    """The layout of names on both sides of a heat map, those below it aslant."""
    quiet = {"showgrid": False, "zeroline": False, "ticks": ""}
    return {
        "xaxis": chart_labels.slanted(across) | quiet | {"side": "bottom", "tickfont": {"size": 11}},
        "yaxis": chart_labels.beside(down, colours) | quiet,
    }
