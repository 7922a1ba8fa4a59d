"""The parts of the page as Folium elements: Leaflet and what draws its layers stand in the page itself.

Importing it takes about a second, since the package that brings Leaflet holds all that Folium could ever need.
"""

from pathlib import Path
from typing import ClassVar

from branca.element import MacroElement
from offlinefolium import LayerControl, Map, TileLayer
from offlinefolium.elements import JSCSSMixin
from offlinefolium.map import Layer
from offlinefolium.plugins import HeatMap, MarkerCluster
from offlinefolium.template import Template

from frontend.point_maps.layers import Drawn

_HERE = Path(__file__).parent
_SCRIPT = (_HERE / "point_map.js").read_text(encoding="utf-8")
_STYLE = (_HERE / "point_map.css").read_text(encoding="utf-8")


class Ground(Map):
    """A map without Folium's other libraries and icons. All names in the page are fixed, so that the same map is the
    same text, and Streamlit does not load it again."""

    default_js = [pair for pair in Map.default_js if pair[0] == "leaflet"]  # noqa: RUF012  # as Folium has it
    default_css = [pair for pair in Map.default_css if pair[0] == "leaflet_css"]  # noqa: RUF012

    def get_name(self) -> str:
        return "map"


class Frame(MacroElement):
    """View, controls and names of places. `options`, `colours`: JSON and CSS."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <style>:root { {{ this.colours }} } {{ this.style }}</style>
            <script>{{ this.script }}</script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            pointMap.frame(map, {{ this.options }});
        {% endmacro %}
        """
    )
    script, style = _SCRIPT, _STYLE

    def __init__(self, options: str, colours: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.options = options
        self.colours = colours

    def get_name(self) -> str:
        return "frame"


class Tiles(TileLayer):
    """Below all that is drawn, not in the legend."""

    def get_name(self) -> str:
        return "tiles"


class Points(JSCSSMixin, Layer):
    """A layer, and the library that its kind needs. `key`: what the legend calls it; `data`: JSON."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = pointMap.layer({{ this.data }});
        {% endmacro %}
        """
    )
    _libraries: ClassVar = {
        Drawn.CLUSTERS: (MarkerCluster.default_js, MarkerCluster.default_css[:1]),
        Drawn.HEAT: (HeatMap.default_js, HeatMap.default_css),
    }

    def __init__(self, number: int, kind: Drawn, key: str, data: str) -> None:
        self._number = number
        super().__init__(name=key, overlay=True, show=False)  # the script adds it if the reader left it switched on
        self.data = data
        self.default_js, self.default_css = self._libraries.get(kind, ([], []))

    def get_name(self) -> str:
        return f"points_{self._number}"


class Legend(LayerControl):
    """Switches layers on and off. Always open: closed, it would be a picture without words."""

    def __init__(self) -> None:
        super().__init__(collapsed=False)

    def get_name(self) -> str:
        return "legend"
