"""A map of layers as a page of its own."""

import html
from collections.abc import Sequence

from frontend.point_maps.layers import PointLayer
from frontend.point_maps.settings import MapSettings
from frontend.theme import Palette


def build(
    layers: Sequence[PointLayer], settings: MapSettings, colours: Palette, title: str = "지도", view: str = ""
) -> str:
    """The text of the page, the same for the same arguments.

    `title`: for readers who do not see it. `view`: maps of the same name keep the place and the zoom of their reader,
    also with other points.
    """
    listed = "".join(f"<li>{html.escape(layer.name)}: {len(layer.points):,}</li>" for layer in layers)
    return f"<body style='background:{colours.ground}' title='{html.escape(title)}'><ul>{listed}</ul></body>"
