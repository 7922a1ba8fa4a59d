"""Layers as the script of the page reads them.

Popups travel column by column, each different text once: most cells of public data repeat. What users typed is text in
JSON and becomes text on the page; no character of it can end the script that carries it, or begin an expression of
Jinja: Folium reads what it has made once more as a template.
"""

import html
import json
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from frontend import theme
from frontend.point_maps.layers import Drawn, PointLayer
from frontend.theme import Palette

_DIGITS = 6  # of degrees, a tenth of a metre
_LONGEST = 200  # characters of a cell
_SMALLEST, _LARGEST = 12.0, 48.0  # pixels, diameter of a circle with a count
_LINES = 8
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
    "{{": "{\\u007b",  # outside of texts JSON never has one of these three
    "{%": "{\\u0025",
    "{#": "{\\u0023",
}


def script_json(value: object) -> str:
    """JSON that may stand in a script of an HTML page, and in a template."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text


def encode(layer: PointLayer, key: str, colours: Palette) -> dict[str, object]:
    """A layer whose points all have a place. `key`: what the legend calls it, as HTML."""
    points = layer.points
    encoded: dict[str, object] = {
        "kind": layer.kind.value,
        "key": key,
        "shown": layer.shown,
        "below": layer.below,
        "colour": layer.colour,
        "ink": theme.ink(layer.colour),
        "latitude": points["latitude"].round(_DIGITS).tolist(),
        "longitude": points["longitude"].round(_DIGITS).tolist(),
        "popups": [] if layer.popups is None else _columns(layer.popups.iloc[:, :_LINES]),
    }
    if layer.kind is Drawn.CIRCLES:
        counts = points["count"].tolist()
        encoded |= {"count": counts, "diameter": diameters(counts)}
    elif layer.kind is Drawn.AREAS:
        encoded["metres"] = points["metres"].round(1).tolist()
    elif layer.kind is Drawn.HEAT:
        encoded["gradient"] = gradient(colours)
    return encoded


def legend(layers: Sequence[PointLayer], colours: Palette) -> list[str]:
    """What the legend calls the layers, as HTML: a mark in their colour and the name. All are different."""
    marks: list[str] = []
    for layer in layers:
        fill = f"linear-gradient(90deg,{','.join(gradient(colours).values())})"
        colour = fill if layer.kind is Drawn.HEAT else layer.colour
        mark = f'<span class="mark {layer.kind.value}" style="--mark:{html.escape(colour)}"></span>'
        name = as_html(" ".join(layer.name.split()))
        number = sum(each.startswith(f"{mark}{name}<") or each == mark + name for each in marks)
        marks.append(f"{mark}{name}<!--{number}-->" if number else mark + name)
    return marks


def as_html(text: str) -> str:
    """Text as HTML, without any meaning in a template either."""
    return html.escape(text).replace("{", "&#123;")


def gradient(colours: Palette) -> dict[str, str]:
    """Colours of a heat map by density, 0-1. The first of the scale, which is the ground, is left out."""
    strong = colours.sequential[1:]
    return {f"{(index + 1) / len(strong):.2f}": colour for index, colour in enumerate(strong)}


def diameters(counts: Sequence[float]) -> list[float]:
    """Pixels; the area grows with the count."""
    most = max(counts, default=1) or 1
    return [round(max(_LARGEST * math.sqrt(max(count, 0) / most), _SMALLEST), 1) for count in counts]


def _columns(popups: pd.DataFrame) -> list[dict[str, object]]:
    columns: list[dict[str, object]] = []
    for number in range(popups.shape[1]):
        codes, values = pd.factorize(popups.iloc[:, number])
        label = _line(str(popups.columns[number]))
        columns.append({"label": label, "texts": cell_texts(pd.Series(values)), "codes": codes.tolist()})
    return columns


def cell_texts(values: pd.Series) -> list[str]:
    """Cells, none missing, as popups write them: dates without midnight, 30 for 30.0, one line of at most 200
    characters."""
    if pd.api.types.is_datetime64_any_dtype(values):
        with_time = bool((values != values.dt.normalize()).any())
        moments = values.dt.tz_localize(None).to_numpy("datetime64[s]")
        written = np.datetime_as_string(moments, unit="m" if with_time else "D")
        return [text.replace("T", " ") for text in written.tolist()]
    if pd.api.types.is_float_dtype(values):
        return [f"{value:.10g}" for value in values.tolist()]
    return [_line(str(value)) for value in values.tolist()]


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
