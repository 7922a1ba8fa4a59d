"""A map is a page of its own that fetches tiles and nothing else, whatever users typed."""

import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from offlinefolium.elements import _res

from frontend.point_maps import point_map
from frontend.point_maps.layers import Drawn
from frontend.point_maps.settings import MapSettings, Tiles
from frontend.theme import DARK, LIGHT, Palette
from tests.unit.frontend.point_maps.layers import HOSTILE, layer

TILES = Tiles("https://tiles.example/{z}/{x}/{y}.png", "© 지도 <회사>")
ALL = [layer(name=kind.value, kind=kind, popups={"값": ["가", "나", "다"]}) for kind in Drawn]


class Page(HTMLParser):
    """What a browser would find in a page: its tags, scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in self.texts:
            self.texts[self._inside].append(data)

    @property
    def own_scripts(self) -> str:
        """Without those of the libraries."""
        libraries = {text.strip() for text in _res.values()}
        return "\n".join(text for text in self.texts["script"] if text.strip() not in libraries)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Palette:
    palette: Palette = request.param
    return palette


def build(*layers: object, **settings: object) -> str:
    return point_map.build(layers, MapSettings(**settings), LIGHT)  # type: ignore[arg-type]


def _argument(text: str, call: str, number: int = 0) -> str:
    """What is given to a function in a script."""
    line = [line.strip() for line in text.split("\n") if call in line][number]
    return line.split(call, 1)[1].removesuffix(");")


def _popups(text: str, number: int) -> list[dict[str, object]]:
    popups: list[dict[str, object]] = json.loads(_argument(text, "pointMap.layer(", number))["popups"]
    return popups


def test_a_page_asks_nobody_for_anything(colours: Palette) -> None:
    page = Page(point_map.build(ALL, MapSettings(), colours))
    assert not [attributes for _, attributes in page.tags if attributes.keys() & {"src", "href", "srcset", "data"}]
    assert "http" not in page.own_scripts
    for style in page.texts["style"]:
        assert "@import" not in style
        assert not re.search(r"url\((?!data:|#)", style)


def test_only_the_tiles_come_from_outside() -> None:
    page = Page(point_map.build(ALL, MapSettings(tiles=TILES), LIGHT))
    assert re.findall(r"https?://[^\"']*", page.own_scripts) == [TILES.url]
    assert not [attributes for _, attributes in page.tags if attributes.keys() & {"src", "href"}]


def test_whose_the_tiles_are_is_written_as_text() -> None:
    text = build(layer(), tiles=TILES)
    assert "\\u0026lt;회사" in text or "\\u0026lt;\\ud68c\\uc0ac" in text
    assert "<회사>" not in text


def test_a_library_is_in_the_page_only_if_a_layer_needs_it() -> None:
    sizes = {kind: len(build(layer(kind=kind))) for kind in Drawn}
    assert "L.MarkerClusterGroup=" not in build(layer(kind=Drawn.DOTS))
    assert "L.MarkerClusterGroup=" in build(layer(kind=Drawn.CLUSTERS))
    assert "L.HeatLayer=" in build(layer(kind=Drawn.HEAT))
    assert max(sizes.values()) < 250_000


def test_no_cell_header_or_name_of_a_layer_becomes_a_part_of_the_page() -> None:
    plain = Page(build(*(layer(name=name) for name in ("가", "나", "다"))))
    columns = {text: list(HOSTILE) for text in HOSTILE}
    text = build(*(layer(name=name, popups=columns) for name in HOSTILE))
    page = Page(text)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert "<img" not in page.own_scripts
    assert "</script><script>alert" not in text
    for number in range(3):
        assert [(each["label"], each["texts"]) for each in _popups(text, number)] == [
            (" ".join(told.split()), [" ".join(cell.split()) for cell in HOSTILE]) for told in HOSTILE
        ]


def test_the_title_and_the_view_are_no_part_of_the_page_either() -> None:
    for text in HOSTILE:
        page = point_map.build([layer()], MapSettings(), LIGHT, text, text)
        assert [tag for tag, _ in Page(page).tags] == [tag for tag, _ in Page(build(layer())).tags]
        assert json.loads(_argument(page, "pointMap.frame(map, "))["title"] == text


def test_the_same_map_is_the_same_text() -> None:
    """Streamlit loads a frame again whose text has changed."""
    assert point_map.build(ALL, MapSettings(tiles=TILES), LIGHT) == point_map.build(
        ALL, MapSettings(tiles=TILES), LIGHT
    )


def test_no_more_points_than_allowed_are_in_the_page() -> None:
    text = build(layer(2_000, popups={"번호": [f"행{row}." for row in range(2_000)]}), max_points=1_000)
    assert len(re.findall(r"행\d+\.", text)) == 1_000


def test_one_layer_needs_no_legend_and_several_have_one() -> None:
    assert "L.control.layers(" not in Page(build(layer())).own_scripts
    assert "L.control.layers(" in Page(build(layer(), layer(name="둘"))).own_scripts


def test_the_ground_is_that_of_the_palette_and_dark_tiles_are_turned_around(colours: Palette) -> None:
    text = point_map.build([layer()], MapSettings(tiles=TILES), colours)
    assert f"--ground:{colours.ground}" in text
    assert ("invert(1)" in text) == (colours is DARK)


def test_every_gu_and_the_dong_with_a_centre_of_their_own_are_named() -> None:
    options = point_map.build([layer()], MapSettings(), LIGHT)
    assert '["수성구",' in options
    assert '["범어동",' in options


def test_the_first_view_holds_all_points_but_a_few_far_away() -> None:
    far = layer(1_000)
    far.points.loc[0, ["latitude", "longitude"]] = [37.5, 127.0]
    assert point_map.bounds([far])[1][0] == 37.5
    (south, west), (north, east) = point_map.bounds([far], 0.02)
    assert 35.87 < south < north < 35.98
    assert 128.6 < west < east < 128.71


def test_a_circle_counts_for_as_many_points_as_it_stands_for() -> None:
    circles = layer(3, kind=Drawn.CIRCLES)
    circles.points["count"] = [1, 10_000, 10_000]
    assert point_map.bounds([circles], 0.02)[0][0] == circles.points["latitude"][1]


def test_one_point_and_none_have_a_view() -> None:
    assert point_map.bounds([layer(1)], 0.02) == ((35.87, 128.6), (35.87, 128.6))
    (south, west), (north, east) = point_map.bounds([layer(0)])
    assert south < 35.87 < north
    assert west < 128.6 < east
    assert "pointMap.layer" in build(layer(0), layer(1))


def test_points_without_a_place_are_not_drawn() -> None:
    gaps = layer(3, popups={"값": ["가없음", "나있음", "다있음"]})
    gaps.points.loc[0, "latitude"] = float("nan")
    text = build(gaps)
    assert "가없음" not in text
    assert "나있음" in text
    assert "NaN" not in Page(text).own_scripts


def test_columns_of_one_name_stay_apart() -> None:
    twice = layer(2)
    popups = pd.DataFrame([["가", "나"], ["다", "라"]], columns=["값", "값"])
    text = build(type(twice)(twice.name, twice.points, twice.colour, twice.kind, popups))
    assert '"texts":["가","다"]' in text
    assert '"texts":["나","라"]' in text
