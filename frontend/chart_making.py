"""A chart is made of plain dictionaries in one step: Plotly checks a figure again each time something is added."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from frontend import theme
from frontend.theme import Palette

_TITLE = 40  # pixels, height of a title
_AXIS = 66  # pixels that the numbers and the title of a horizontal axis take
ABOVE_LEGEND = 6
"""Pixels between a horizontal axis and its title, with which the title stays out of a legend below."""

Settings = Mapping[str, Any]
"""A trace with its `type`, or a part of a layout, as Plotly names them."""


def chart(colours: Palette, height: int, title: str, traces: Sequence[Settings], *layouts: Settings) -> go.Figure:
    """A chart of `traces`; `height` in pixels without the title, which may be empty.

    `layouts`: what differs from the look of every chart, also deep inside; the later one counts. Raises ValueError
    where one would have to go into a text, such as into `"title": "건수"`. A chart with a title has an opaque ground:
    as a picture in a document it is then as legible as on the page.
    """
    layout: dict[str, Any] = {"template": theme.template(colours), "height": height}
    if title:
        layout |= {
            "title": {
                "text": f"<b>{title}</b>",
                "x": 0,
                "xanchor": "left",
                "y": 1,
                "yanchor": "top",
                "pad": {"t": 12, "l": 8},
                "yref": "container",
                "font": {"size": 16, "color": colours.text},
            },
            "height": height + _TITLE,
            "margin": {"t": _TITLE + 8},
            "paper_bgcolor": colours.background,
        }
    for each in layouts:
        layout = _merged(layout, each)
    return go.Figure(data=traces, layout=layout)


def room_for_counts(most: float) -> dict[str, Any]:
    """A layout with room for counts up to `most` and the titles of both axes, whose other names are short.

    Plotly measures the names of axes otherwise, and draws a chart once more for what it has found.
    """
    digits = max(len(f"{most * 1.06:,.0f}"), 4)  # axes end above the highest value; small ones have a decimal
    fixed = {"automargin": False}
    return {"margin": {"l": 22 + 7 * digits, "b": 44}, "xaxis": fixed, "yaxis": fixed}


def legend_below(height: int) -> dict[str, Any]:
    """A legend below the horizontal axis; above, one of several lines would lie over the title.

    `height`: of a chart with a title, as `chart` takes it.
    """
    return {"y": -_AXIS / (height + _TITLE - 2 * _AXIS), "yanchor": "top"}


def upright_line(at: float, colours: Palette) -> dict[str, Any]:
    """A shape: a dotted line over the whole height at a place of the horizontal axis."""
    return {
        "type": "line",
        "xref": "x",
        "x0": at,
        "x1": at,
        "yref": "y domain",
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.muted, "width": 1.5, "dash": "dot"},
    }


def _merged(base: Settings, over: Settings) -> dict[str, Any]:
    merged = dict(base)
    for name, value in over.items():
        merged[name] = _merged(merged.get(name, {}), value) if isinstance(value, Mapping) else value
    return merged
