"""A map of layers as a page of its own, which fetches nothing but tiles."""

import html
from collections.abc import Sequence

from frontend import dong_centres, theme
from frontend.point_maps import encoding, sampling
from frontend.point_maps.layers import PointLayer
from frontend.point_maps.settings import MapSettings
from frontend.theme import Palette

_CITY = ((35.78, 128.45), (35.96, 128.72))  # degrees, south-west and north-east corner of the built-up area
_CLOSEST, _CLOSEST_TILES = 19, 18  # zoom


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
                attr=html.escape(settings.tiles.attribution) or " ",
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
        "bounds": bounds(layers),
        "closest": _CLOSEST,
        "names": [
            [name.split(" ")[-1], centre.latitude, centre.longitude, name.count(" ") == 1]
            for name, centre in sorted(dong_centres.centres().items(), key=lambda item: -item[1].points)
            if centre.points or name.count(" ") == 1
        ],
    }


def bounds(layers: Sequence[PointLayer]) -> tuple[tuple[float, float], tuple[float, float]]:
    """South-west and north-east corner of all points, in degrees; the city if there are none."""
    points = [layer.points for layer in layers if len(layer.points)]
    if not points:
        return _CITY
    return (
        (min(float(each["latitude"].min()) for each in points), min(float(each["longitude"].min()) for each in points)),
        (max(float(each["latitude"].max()) for each in points), max(float(each["longitude"].max()) for each in points)),
    )


def _style(colours: Palette) -> str:
    """The palette as variables of CSS. Tiles are drawn for light pages; a dark one turns their lightness around."""
    dark = encoding.ink(colours.ground) == "#ffffff"
    return (
        f"--text:{colours.text};--muted:{colours.muted};--grid:{colours.grid};--background:{colours.background};"
        f"--ground:{colours.ground};--accent:{colours.accent};--font:{theme.FONT};"
        f"--tiles:{'invert(1) hue-rotate(180deg) brightness(0.9) contrast(0.9)' if dark else 'none'};"
    )
