import json

import pandas as pd
import pytest

from frontend import theme
from frontend.point_maps import encoding
from frontend.point_maps.layers import Drawn
from frontend.theme import DARK, LIGHT
from tests.unit.frontend.point_maps.layers import HOSTILE, layer


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_script_is_text_again_for_who_reads_the_json(text: str) -> None:
    written = encoding.script_json([text])
    assert json.loads(written) == [text]
    assert not set(written) & set("<>&\u2028")


def test_a_popup_has_its_cells_and_no_missing_ones() -> None:
    given = layer(3, popups={"유형": ["차대차", None, "차대차"], "ECLO": [3.0, 5.5, float("nan")]})
    assert encoding.encode(given, "", LIGHT)["popups"] == [
        {"label": "유형", "texts": ["차대차"], "codes": [0, -1, 0]},
        {"label": "ECLO", "texts": ["3", "5.5"], "codes": [0, 1, -1]},
    ]


def test_a_popup_has_at_most_eight_lines() -> None:
    columns = {f"열{number}": [1, 2, 3] for number in range(20)}
    assert len(encoding.encode(layer(3, popups=columns), "", LIGHT)["popups"]) == 8  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        (pd.to_datetime(["2016-01-01", "2017-12-31"]), ["2016-01-01", "2017-12-31"]),
        (pd.to_datetime(["2016-01-01 00:00", "2017-12-31 23:05"]), ["2016-01-01 00:00", "2017-12-31 23:05"]),
        (pd.to_datetime(["2016-01-01 09:30+09:00"]), ["2016-01-01 09:30"]),
        ([30.0, 0.25, 128.601234], ["30", "0.25", "128.601234"]),
        ([2016, -1], ["2016", "-1"]),
        ([True, False], ["True", "False"]),
        (["  두\n줄 ", "가" * 300], ["두 줄", "가" * 199 + "…"]),
        (pd.Categorical(["수성구"]), ["수성구"]),
    ],
)
def test_cells_are_written_as_in_the_file(cells: object, written: list[str]) -> None:
    assert encoding.cell_texts(pd.Series(cells)) == written


def test_the_legend_tells_layers_of_one_name_apart_and_shows_their_colours() -> None:
    names = encoding.legend([layer(name="가"), layer(name="가"), layer(name="<b>")], LIGHT)
    assert len(set(names)) == 3
    assert all("#0072b2" in name for name in names)
    assert "&lt;b&gt;" in names[2]
    assert LIGHT.sequential[-1] in encoding.legend([layer(kind=Drawn.HEAT)], LIGHT)[0]


def test_text_on_a_colour_can_be_read() -> None:
    assert [theme.ink(colour) for colour in ("#0072b2", "#e69f00", "#000000", "#ffffff")] == [
        "#ffffff",
        "#000000",
        "#ffffff",
        "#000000",
    ]
    assert theme.ink(DARK.series[0]) == "#000000"


def test_the_area_of_a_circle_grows_with_its_count() -> None:
    one, four, most = encoding.diameters([1_000, 4_000, 16_000])
    assert (four / one, most / four) == pytest.approx((2, 2), rel=0.02)
    assert encoding.diameters([0, 1, 1_000_000])[:2] == [12, 12]
    assert encoding.diameters([]) == []
    assert encoding.diameters([0]) == [12]
