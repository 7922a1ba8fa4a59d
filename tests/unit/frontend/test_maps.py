"""Maps draw every place where it lies and ask nobody for anything."""

import itertools
import json

import pandas as pd
import plotly.graph_objects as go
import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import dong_centres, maps, theme
from frontend.batch import batch_places
from frontend.maps import Scale
from frontend.point_maps.settings import Tiles
from frontend.theme import DARK, LIGHT, Palette

_District = pb.GetBatchSummaryResponse.District


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Palette:
    palette: Palette = request.param
    return palette


def place(name: str, count: int, mean: float, latitude: float = 35.85, longitude: float = 128.6) -> dict[str, object]:
    return {
        "label": name,
        "name": f"수성구 {name}",
        "detail": "",
        "latitude": latitude,
        "longitude": longitude,
        "count": count,
        "mean": mean,
        "gathered": 0,
    }


def city() -> list[_District]:
    """An accident or more in every 동."""
    names = [name for name in dong_centres.centres() if name.count(" ") == 2]
    return [
        _District(district=name, count=number + 1, mean_eclo=4 + number % 7 / 5, mean_serious_probability=0.3)
        for number, name in enumerate(names)
    ]


def test_a_map_fetches_nothing(colours: Palette) -> None:
    figure = maps.bubbles(batch_places.places(city()), dong_centres.gu_centres(), colours)
    style = figure.layout.map.style
    assert [source["type"] for source in style["sources"].values()] == ["geojson"]
    assert "glyphs" not in style
    assert "sprite" not in style
    assert "http" not in json.dumps(figure.to_dict()["layout"]["map"])


def test_every_place_is_drawn_once_with_its_numbers_under_the_pointer(colours: Palette) -> None:
    places = batch_places.places(city())
    figure = maps.bubbles(places, dong_centres.gu_centres(), colours)
    told = [each for trace in figure.data if trace.hovertemplate for each in trace.customdata]
    assert sorted(each[0] for each in told) == sorted(places["name"])
    assert {each[0]: (each[1], each[2]) for each in told} == {
        row["name"]: (row["count"], row["mean"]) for _, row in places.iterrows()
    }


def test_every_place_has_its_name_and_every_gu_too() -> None:
    places = batch_places.places(city())
    figure = maps.bubbles(places, dong_centres.gu_centres(), LIGHT)
    *names, regions = [list(trace.text) for trace in figure.data if trace.text is not None]
    assert sorted(itertools.chain(*names)) == sorted(places["label"])
    assert regions == list(dong_centres.gu_centres())


def test_small_bubbles_stand_on_large_ones_and_each_has_a_rim() -> None:
    figure = maps.bubbles(batch_places.places(city()), {}, LIGHT)
    drawn = [trace for trace in figure.data if trace.mode == "markers" and trace.marker.size]
    largest = [max(trace.marker.size) for trace in drawn if trace.hovertemplate]
    assert largest == sorted(largest, reverse=True)
    for rim, bubble in zip(drawn[::2], drawn[1::2], strict=True):
        assert list(rim.marker.size) == pytest.approx([size + 3 for size in bubble.marker.size])
        assert rim.marker.color == LIGHT.muted


def test_what_fits_the_places_into_the_window_leaves_room_for_the_names_around_them() -> None:
    frame = pd.DataFrame([place("가", 5, 4.1, 35.6), place("나", 5, 5.3, 36.0)])
    located = [trace for trace in maps.bubbles(frame, {}, LIGHT).data if trace.lat]
    assert min(min(trace.lat) for trace in located) == pytest.approx(35.6 - 0.06 * 0.4)
    assert max(max(trace.lat) for trace in located) == pytest.approx(36.0 + 0.06 * 0.4)


def test_the_area_of_a_bubble_grows_with_its_count_and_none_is_too_small_to_be_seen() -> None:
    one, four, most = maps.diameters([1_000, 4_000, 16_000])
    assert (four / one, most / four) == pytest.approx((2, 2), rel=0.02)
    assert maps.diameters([1, 1_000_000])[0] >= 7
    assert maps.diameters([]) == []


def test_the_scale_is_labelled_and_runs_over_the_means(colours: Palette) -> None:
    frame = pd.DataFrame([place("가", 5, 4.1), place("나", 5, 5.3, 35.9)])
    axis = maps.bubbles(frame, {}, colours).layout.coloraxis
    assert (axis.cmin, axis.cmax) == (4.1, 5.3)
    assert axis.colorbar.title.text == "평균 ECLO"
    assert [colour for _, colour in axis.colorscale] == list(colours.sequential)


def test_a_place_with_few_rows_and_an_extreme_mean_does_not_stretch_the_scale() -> None:
    assert maps.scale_ends([4.1, 4.3, 4.6, 9.0], [400, 300, 299, 1]) == (4.1, 4.6)
    assert maps.scale_ends([1.0, 4.3, 4.6], [20, 480, 500]) == (4.3, 4.6)
    assert maps.scale_ends([4.1, 5.3], [5, 5]) == (4.1, 5.3)


def test_the_ends_of_the_scale_stand_for_what_lies_beyond_them() -> None:
    frame = pd.DataFrame([place("가", 5, 4.1), place("나", 5, 5.3, 35.9)])
    bar = maps.bubbles(frame, {}, LIGHT).layout.coloraxis.colorbar
    assert list(bar.ticktext) == ["4.10 이하", "4.40", "4.70", "5.00", "5.30 이상"]


def test_one_place_alone_has_a_scale_and_a_view() -> None:
    figure = maps.bubbles(pd.DataFrame([place("가", 5, 4.5)]), {}, LIGHT)
    assert figure.layout.coloraxis.cmin < 4.5 < figure.layout.coloraxis.cmax
    assert figure.layout.map.fitbounds == "locations"


def test_a_name_ends_below_its_bubble() -> None:
    """Plotly lets a text end (1.5 + size / 100) of its heights below the point."""
    figure = maps.bubbles(pd.DataFrame([place("가", 100, 4.5), place("나", 1, 4.6, 35.9)]), {}, LIGHT)
    drawn = [trace for trace in figure.data if trace.hovertemplate and len(trace.lat)]
    diameters = {
        told[0]: size for trace in drawn for told, size in zip(trace.customdata, trace.marker.size, strict=True)
    }
    assert set(diameters) == {"수성구 가", "수성구 나"}
    for trace in figure.data:
        if trace.mode == "markers+text" and len(trace.lat):
            end = (1.5 + trace.marker.size / 100) * trace.textfont.size
            assert end - trace.textfont.size > max(diameters[f"수성구 {label}"] for label in trace.text) / 2


def test_places_at_the_same_spot_are_one_bubble_with_the_sums() -> None:
    known = dong_centres.centres()
    gu = dong_centres.gu_centres()["동구"]
    lost = [name for name, centre in known.items() if centre == dong_centres.Centre(gu.latitude, gu.longitude, 0)][:2]
    frame = batch_places.places(
        [
            _District(district=lost[0], count=30, mean_eclo=4.0, mean_serious_probability=0.2),
            _District(district=lost[1], count=10, mean_eclo=6.0, mean_serious_probability=0.6),
            _District(district="대구광역시 동구", count=10, mean_eclo=4.0, mean_serious_probability=0.2),
        ]
    )
    (row,) = frame.to_dict("records")
    assert (row["label"], row["name"]) == ("동 위치 모름", "동구 (동 위치 모름)")
    assert (row["count"], row["gathered"]) == (50, 2)
    assert row["mean"] == pytest.approx(4.4)
    assert "사망·중상 확률 28%" in row["detail"]
    assert f"위치를 모르는 동: {lost[0].split()[2]}, {lost[1].split()[2]}" in row["detail"]


def test_a_district_that_nobody_knows_is_left_out_and_counted() -> None:
    found = [
        _District(district="대구광역시 수성구 상동", count=3, mean_eclo=4.0),
        _District(district="대구광역시 군위군 군위읍", count=4, mean_eclo=4.0),
    ]
    assert list(batch_places.places(found)["name"]) == ["수성구 상동"]
    assert batch_places.unplaced(found) == 4
    assert batch_places.places([]).empty


def test_the_table_of_districts_tells_gu_and_dong_apart() -> None:
    found = [_District(district="대구광역시 수성구 상동", count=3, mean_eclo=4.1239, mean_serious_probability=0.31234)]
    assert batch_places.table(found) == [
        {"구·군": "수성구", "읍·면·동": "상동", "건수": 3, "평균 ECLO": 4.124, "사망·중상 확률": 0.312}
    ]


def test_dong_of_the_same_name_are_told_apart() -> None:
    found = [_District(district=f"대구광역시 {gu} 도원동", count=3, mean_eclo=4.0) for gu in ("달서구", "중구")]
    frame = batch_places.places(found)
    assert list(frame["label"]) == ["도원동", "도원동"]
    assert list(frame["name"]) == ["달서구 도원동", "중구 도원동"]


def test_tiles_lie_between_the_ground_and_what_is_drawn(colours: Palette) -> None:
    tiles = Tiles("https://{s}.tiles.example/{z}/{x}/{y}{r}.png", "© <회사>")
    style = maps.bubbles(batch_places.places(city()), {}, colours, tiles).layout.map.style
    assert [layer["id"] for layer in style["layers"]] == ["ground", "tiles"]
    source = style["sources"]["tiles"]
    assert source["tiles"] == [f"https://{server}.tiles.example/{{z}}/{{x}}/{{y}}.png" for server in "abc"]
    assert source["attribution"] == "© &lt;회사&gt;"


def test_a_dark_page_turns_the_lightness_of_tiles_around() -> None:
    tiles = Tiles("https://tiles.example/{z}/{x}/{y}.png", "")
    paints = [
        maps.bubbles(batch_places.places(city()), {}, each, tiles).layout.map.style["layers"][1]["paint"]
        for each in (LIGHT, DARK)
    ]
    assert "raster-brightness-min" not in paints[0]
    assert paints[1]["raster-brightness-min"] > paints[1]["raster-brightness-max"]


def values(*each: float) -> pd.DataFrame:
    return pd.DataFrame(
        [place(f"동{number}", 1, 0, 35.8 + number / 100) | {"value": value} for number, value in enumerate(each)]
    )


def drawn(figure: go.Figure) -> dict[str, tuple[float, float]]:
    """Size and value of each bubble by the name under the pointer."""
    return {
        told[0]: (size, value)
        for trace in figure.data
        if trace.hovertemplate
        for told, size, value in zip(trace.customdata, trace.marker.size, trace.marker.color, strict=True)
    }


def test_a_value_is_both_colour_and_size(colours: Palette) -> None:
    figure = maps.values(values(4.0, 5.0, 6.0), Scale("예상 ECLO", 4.0, 6.0, colours.sequential, 4.0), {}, colours)
    sizes = [size for _, (size, _) in sorted(drawn(figure).items())]
    assert sizes == sorted(set(sizes))
    assert [value for _, (_, value) in sorted(drawn(figure).items())] == [4.0, 5.0, 6.0]
    axis = figure.layout.coloraxis
    assert (axis.cmin, axis.cmax, axis.colorbar.title.text) == (4.0, 6.0, "예상 ECLO")


def test_on_a_scale_around_nothing_what_is_far_below_is_as_large_as_what_is_far_above(colours: Palette) -> None:
    scale = Scale("차이", -1.0, 1.0, (colours.fall, colours.ground, colours.rise), 0.0, theme.signed)
    figure = maps.values(values(-1.0, 0.0, 1.0, 7.0), scale, {}, colours)
    below, same, above, beyond = (size for _, (size, _) in sorted(drawn(figure).items()))
    assert below == above == beyond > same
    assert list(figure.layout.coloraxis.colorbar.ticktext) == ["−1.00 이하", "−0.50", "±0.00", "+0.50", "+1.00 이상"]


def test_a_map_of_values_fetches_nothing_and_names_every_place() -> None:
    figure = maps.values(values(4.0, 5.0), Scale("예상 ECLO", 4.0, 5.0, LIGHT.sequential, 4.0), {}, LIGHT)
    assert "http" not in json.dumps(figure.to_dict()["layout"]["map"])
    assert sorted(itertools.chain(*(trace.text for trace in figure.data if trace.text is not None))) == ["동0", "동1"]
