"""A map of layers as a page of its own, which fetches nothing but tiles."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from frontend import dong_centres, theme
from frontend.point_maps import encoding, sampling
from frontend.point_maps.layers import PointLayer
from frontend.point_maps.settings import MapSettings
from frontend.theme import Palette

_CITY = ((35.78, 128.45), (35.96, 128.72))  # degrees, south-west and north-east corner of the built-up area
_CLOSEST, _CLOSEST_TILES = 19, 18  # zoom
_BEYOND = 0.02  # share of the rows beyond each edge of the first view


def build(
    layers: Sequence[PointLayer], settings: MapSettings, colours: Palette, title: str = "지도", view: str = ""
) -> str:
    """The text of the page, the same for the same arguments.

    `title`: for readers who do not see it. `view`: maps of the same one keep the place and the zoom of their reader,
    also with other points.
    """
    from frontend.point_maps import elements  # noqa: PLC0415  # takes a second

    drawn = sampling.thin(layers, settings.max_points)
    page = elements.Ground(tiles=None, zoom_control=False, prefer_canvas=True)
    page.add_child(elements.Frame(encoding.script_json(_options(drawn, title, view)), _style(colours)))
    if settings.tiles:
        page.add_child(
            elements.Tiles(
                settings.tiles.url,
                attr=encoding.as_html(settings.tiles.attribution) or " ",
                max_zoom=_CLOSEST,
                max_native_zoom=_CLOSEST_TILES,
                control=False,
            )
        )
    keys = encoding.legend(drawn, colours)
    for number, (layer, key) in enumerate(zip(drawn, keys, strict=True)):
        data = encoding.script_json(encoding.encode(layer, key, colours))
        page.add_child(elements.Points(number, layer.kind, key, data))
    if len(drawn) > 1:
        page.add_child(elements.Legend())
    text: str = page.get_root().render()
    return text


def _options(layers: Sequence[PointLayer], title: str, view: str) -> dict[str, object]:
    return {
        "title": title,
        "view": view,
        "all": bounds(layers),
        "most": bounds(layers, _BEYOND),
        "closest": _CLOSEST,
        "names": [
            [name.split(" ")[-1], centre.latitude, centre.longitude, name.count(" ") == 1]
            for name, centre in sorted(dong_centres.centres().items(), key=lambda item: -item[1].points)
            if centre.points or name.count(" ") == 1
        ],
    }


def bounds(layers: Sequence[PointLayer], beyond: float = 0) -> tuple[tuple[float, float], tuple[float, float]]:
    """South-west and north-east corner of the points, in degrees; of the city if there are none.

    `beyond`: share of the rows that may lie outside on each side; a few places far away do not make all others small.
    """
    points = [layer.points for layer in layers if len(layer.points)]
    if not points:
        return _CITY
    rows = np.concatenate([each["count"] if "count" in each else np.ones(len(each)) for each in points])
    south, north = _ends(np.concatenate([each["latitude"] for each in points]), rows, beyond)
    west, east = _ends(np.concatenate([each["longitude"] for each in points]), rows, beyond)
    return (south, west), (north, east)


def _ends(degrees: npt.NDArray[np.float64], rows: npt.NDArray[np.float64], beyond: float) -> tuple[float, float]:
    order = np.argsort(degrees)
    share = np.cumsum(rows[order]) / max(float(rows.sum()), 1)
    first = int(np.searchsorted(share, beyond, side="right"))
    last = int(np.searchsorted(share, 1 - beyond, side="left"))
    most = len(order) - 1
    return float(degrees[order[min(first, most)]]), float(degrees[order[min(last, most)]])


def _style(colours: Palette) -> str:
    """The palette as variables of CSS. Tiles are drawn for light pages; a dark one turns their lightness around."""
    dark = theme.ink(colours.ground) == "#ffffff"
    return (
        f"--text:{colours.text};--muted:{colours.muted};--grid:{colours.grid};--background:{colours.background};"
        f"--ground:{colours.ground};--accent:{colours.accent};--font:{theme.FONT};"
        f"--tiles:{'invert(1) hue-rotate(180deg) brightness(0.9) contrast(0.9)' if dark else 'none'};"
    )
