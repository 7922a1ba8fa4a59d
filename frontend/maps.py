"""Maps. Pure functions: a frame and a palette in, a Plotly figure out.

They ask nobody for anything but tiles, and for those only if they are given. The style of the ground is given as a
whole instead of by one of Plotly's names: those fetch tiles, and even its `white-bg` fetches letters from the internet;
without an address for letters MapLibre draws them with the fonts of the reader's machine. What stands last has the
first right to its place, and of what is written in one trace the first row: where two names would overlap, the later
one waits until the reader comes closer.
"""

import html
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from frontend import chart_making, theme
from frontend.dong_centres import Centre
from frontend.point_maps.settings import Tiles
from frontend.theme import Palette

CONFIG = {"displayModeBar": False, "scrollZoom": True, "showTips": False}
"""The wheel, two fingers, + and - zoom, a double click leads back. Plotly's buttons are left out: within Streamlit some
presses of them are lost, since it draws the figure again as it was a press before."""

HEIGHT = 620
_SMALLEST, _LARGEST = 7.0, 28.0  # pixels, diameter of a bubble
_SIZES = (10.0, 16.0, 22.0, _LARGEST)  # classes of them
_RIM = 1.5  # pixels
_BEYOND = 0.025  # share of the rows beyond each end of the colours
_NARROWEST_SCALE = 0.01  # ECLO
_LETTERS = 11  # pixels, height of the names of places
_AROUND = 0.06  # of the span of the places, left free around them for the names of the outermost ones
# Plotly leaves an empty `sources` out when a map is drawn again, and MapLibre calls a style without it an error.
_NOTHING = {"type": "geojson", "data": {"type": "Point", "coordinates": [128.6, 35.87]}}


@dataclass(frozen=True)
class Scale:
    """Colours from `low` to `high`, which stand for what lies beyond them as well. `usual`: the value of a bubble that
    is as small as they get. `write`: a value as a reader sees it."""

    title: str
    low: float
    high: float
    colours: Sequence[str]
    usual: float = 0.0
    write: Callable[[float], str] = theme.eclo


def bubbles(
    places: pd.DataFrame, regions: Mapping[str, Centre], colours: Palette, tiles: Tiles | None = None
) -> go.Figure:
    """One bubble per place: its area is the number of rows, its colour their mean.

    `places`: columns `label` (written below the bubble), `name` and `detail` (under the pointer), `latitude`,
    `longitude` (degrees), `count`, `mean`. `regions`: what is written larger, by name. `tiles`: below all of it.
    """
    shown = places.assign(size=diameters(places["count"].tolist()), colour=places["mean"])
    low, high = scale_ends(shown["mean"].tolist(), shown["count"].tolist())
    told = (
        ["name", "count", "mean", "detail"],
        "<b>%{customdata[0]}</b><br>%{customdata[1]:,}건 · 평균 ECLO %{customdata[2]:.2f}%{customdata[3]}",
    )
    scale = Scale("평균 ECLO", low, high, colours.sequential)
    return _figure(shown, scale, told, regions=regions, colours=colours, tiles=tiles)


def values(
    places: pd.DataFrame,
    scale: Scale,
    regions: Mapping[str, Centre],
    colours: Palette,
    tiles: Tiles | None = None,
) -> go.Figure:
    """One bubble per place, whose colour and size both are its value: the further from `scale.usual`, the larger.

    `places`: columns `label` (written below the bubble), `name` and `detail` (under the pointer), `latitude`,
    `longitude` (degrees), `value`.
    """
    furthest = max(scale.high - scale.usual, scale.usual - scale.low)
    distance = ((places["value"] - scale.usual).abs() / furthest).clip(0, 1)
    shown = places.assign(size=(_SMALLEST + (_SIZES[2] - _SMALLEST) * distance).round(1), colour=places["value"])
    told = (["name", "detail"], "<b>%{customdata[0]}</b><br>%{customdata[1]}")
    return _figure(shown, scale, told, regions=regions, colours=colours, tiles=tiles)


def diameters(counts: Sequence[int]) -> list[float]:
    """Pixels; the area grows with the count."""
    most = max(counts, default=1)
    return [round(max(_LARGEST * math.sqrt(count / most), _SMALLEST), 1) for count in counts]


def scale_ends(means: Sequence[float], counts: Sequence[int]) -> tuple[float, float]:
    """Where the colours begin and end: all but a twentieth of the rows lie between, so that a place with few rows and
    an extreme mean does not leave the same colour for all others. Apart even where all means are the same."""
    ordered = sorted(zip(means, counts, strict=True))
    beyond = sum(counts) * _BEYOND
    low, high = _first(ordered, beyond), _first(reversed(ordered), beyond)
    return (low, high) if high - low >= _NARROWEST_SCALE else (low - 0.5, high + 0.5)


def _figure(
    places: pd.DataFrame,
    scale: Scale,
    told: tuple[list[str], str],
    *,
    regions: Mapping[str, Centre],
    colours: Palette,
    tiles: Tiles | None,
) -> go.Figure:
    """`places` with `size` (pixels) and `colour` (a value on the scale). `told`: what the pointer is told, as columns
    and a template of them."""
    shown = places.sort_values("size", ascending=False, kind="stable")
    classes = [
        (largest, here)
        for smallest, largest in itertools.pairwise((0.0, *_SIZES))
        if len(here := shown[(shown["size"] > smallest) & (shown["size"] <= largest)])
    ]
    # Small bubbles stand on large ones, and names on both.
    traces = [
        *(trace for _, here in reversed(classes) for trace in _bubbles(here, told, colours)),
        *(_names(here, size, colours) for size, here in classes),
        _regions(regions, colours),
        _corners(shown),
    ]
    ends = {"cmin": scale.low, "cmax": scale.high, "colorscale": theme.colour_scale(scale.colours)}
    layout = {"coloraxis": ends | {"colorbar": _colour_bar(scale, colours)}}
    return chart_making.chart(colours, HEIGHT, "", traces, _ground(colours, tiles), layout)


def _ground(colours: Palette, tiles: Tiles | None) -> dict[str, object]:
    """A ground that shows all that will be drawn on it, as close as the window allows."""
    sources: dict[str, object] = {"nothing": _NOTHING}
    layers: list[object] = [{"id": "ground", "type": "background", "paint": {"background-color": colours.ground}}]
    if tiles:
        sources["tiles"] = _source(tiles)
        layers.append({"id": "tiles", "type": "raster", "source": "tiles", "paint": _paint(colours)})
    style = {"version": 8, "sources": sources, "layers": layers}
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "dragmode": "pan",
        "map": {"style": style, "fitbounds": "locations"},
    }


def _source(tiles: Tiles) -> dict[str, object]:
    """Tiles as MapLibre takes them: it knows neither `{s}` for a choice of servers nor `{r}` for finer pictures."""
    urls = [tiles.url.replace("{s}", server).replace("{r}", "") for server in "abc"]
    return {
        "type": "raster",
        "tiles": list(dict.fromkeys(urls)),
        "tileSize": 256,
        "maxzoom": 18,
        "attribution": html.escape(tiles.attribution),
    }


def _paint(colours: Palette) -> dict[str, float]:
    """Tiles are drawn for light pages; a dark one turns their lightness around."""
    if colours != theme.DARK:
        return {"raster-fade-duration": 0}
    return {
        "raster-fade-duration": 0,
        "raster-brightness-min": 0.9,
        "raster-brightness-max": 0.05,
        "raster-hue-rotate": 180,
        "raster-saturation": -0.3,
    }


def _bubbles(places: pd.DataFrame, told: tuple[list[str], str], colours: Palette) -> list[dict[str, object]]:
    """Each on a rim: markers of a map have none, and light colours need one on a light ground."""
    sizes = places["size"].tolist()
    rim = {"size": [size + 2 * _RIM for size in sizes], "color": colours.muted, "opacity": 1}
    colour = {"color": places["colour"].tolist(), "coloraxis": "coloraxis"}
    return [
        _at(places) | {"mode": "markers", "marker": rim, "hoverinfo": "skip"},
        _at(places)
        | {
            "mode": "markers",
            "marker": {"size": sizes, "opacity": 1} | colour,
            "customdata": places[told[0]].to_numpy(dtype=object),
            "hovertemplate": f"{told[1]}<extra></extra>",
        },
    ]


def _names(places: pd.DataFrame, size: float, colours: Palette) -> dict[str, object]:
    """The names below bubbles of `size`: all names of a trace are equally far below, hence one per class.

    Plotly has no setting for that. It lets the text end at 1.5 times its height below the centre, and a hundredth of it
    more for each pixel of the marker.
    """
    lower_edge = size / 2 + _RIM + 1 + _LETTERS
    return _at(places) | {
        "mode": "markers+text",
        "text": places["label"].tolist(),
        "textposition": "bottom center",
        "textfont": {"size": _LETTERS, "color": colours.text},
        "marker": {"size": 100 * (lower_edge / _LETTERS - 1.5), "opacity": 0},  # never drawn
        "hoverinfo": "skip",
    }


def _at(places: pd.DataFrame) -> dict[str, object]:
    return {"type": "scattermap", "lat": places["latitude"].tolist(), "lon": places["longitude"].tolist()}


def _regions(regions: Mapping[str, Centre], colours: Palette) -> dict[str, object]:
    return {
        "type": "scattermap",
        "lat": [centre.latitude for centre in regions.values()],
        "lon": [centre.longitude for centre in regions.values()],
        "mode": "text",
        "text": list(regions),
        "textfont": {"size": 15, "color": colours.text, "weight": 700},
        "hoverinfo": "skip",
    }


def _corners(places: pd.DataFrame) -> dict[str, object]:
    """Two points that nobody sees, so that what fits all places into the window leaves room around them."""
    return {
        "type": "scattermap",
        "lat": _widened(places["latitude"]),
        "lon": _widened(places["longitude"]),
        "mode": "markers",
        "marker": {"opacity": 0},
        "hoverinfo": "skip",
    }


def _widened(degrees: pd.Series) -> list[float]:
    low, high = float(degrees.min()), float(degrees.max())
    beyond = (high - low) * _AROUND
    return [low - beyond, high + beyond]


def _first(ordered: Iterable[tuple[float, int]], beyond: float) -> float:
    """The mean of the first place at which more than `beyond` rows are counted."""
    counted = 0
    for mean, count in ordered:
        counted += count
        if counted > beyond:
            return mean
    raise ValueError("a map has at least one row")


def _colour_bar(scale: Scale, colours: Palette) -> dict[str, object]:
    """Lies below the map, where it takes no width from a phone. Its ends stand for what lies beyond them as well."""
    low, *inner, high = [scale.low + (scale.high - scale.low) * part / 4 for part in range(5)]
    return {
        "tickmode": "array",
        "tickvals": [low, *inner, high],
        "ticktext": [f"{scale.write(low)} 이하", *map(scale.write, inner), f"{scale.write(high)} 이상"],
        "orientation": "h",
        "x": 0.5,
        "y": 0,
        "yanchor": "top",
        "len": 0.7,
        "thickness": 10,
        "outlinewidth": 0,
        "tickfont": {"color": colours.muted, "size": 12},
        "title": {"text": scale.title, "side": "top", "font": {"color": colours.text, "size": 12}},
    }
