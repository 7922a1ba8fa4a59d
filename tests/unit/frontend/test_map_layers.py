import numpy as np
import pytest

from frontend import dong_centres, map_card
from frontend.analysis import dong_counts
from frontend.analysis.columns import Kind
from frontend.analysis.table import Table
from frontend.explore import map_layers, map_words
from frontend.explore.map_layers import Way
from frontend.point_maps.layers import Drawn
from frontend.theme import LIGHT
from tests.unit.frontend.analysis.tables import accidents, table

KINDS = ["차대차"] * 5 + ["차대사람"] * 4 + ["단독", "철도", "기타", "불명", "가", "나", "다"] + [None] * 2


def located() -> Table:
    """Eighteen accidents of nine kinds, of which the last has no coordinate."""
    rows = len(KINDS)
    return table(
        {
            "사고유형": KINDS,
            "위도": [35.87] * (rows - 1) + [float("nan")],
            "경도": [128.6 + row / 1e4 for row in range(rows)],
            "시군구": ["대구광역시 수성구 상동"] * rows,
        },
        위도=Kind.LATITUDE,
        경도=Kind.LONGITUDE,
    )


def test_what_a_table_has_no_columns_for_is_not_offered() -> None:
    assert map_layers.ways(located()) == [Way.CLUSTERS, Way.HEAT, Way.KINDS, Way.DONG]
    assert map_layers.ways(accidents()) == [Way.DONG]
    assert map_layers.ways(table({"값": [1, 2]})) == []


def test_rows_that_were_filtered_to_none_with_a_place_have_no_map() -> None:
    given = accidents()
    assert map_layers.ways(given.take(given.frame["시군구"].isna().to_numpy())) == []


@pytest.mark.parametrize(("way", "drawn"), [(Way.CLUSTERS, Drawn.CLUSTERS), (Way.HEAT, Drawn.HEAT)])
def test_only_rows_with_a_coordinate_are_points(way: Way, drawn: Drawn) -> None:
    given = located()
    assert given.points is not None
    layer = map_layers.at_points(given, given.points, way, LIGHT)
    assert (layer.kind, len(layer.points)) == (drawn, len(KINDS) - 1)
    assert (layer.popups is None) == (way is Way.HEAT)


def test_each_of_the_six_most_frequent_kinds_is_a_layer_and_the_others_are_one() -> None:
    given = located()
    assert given.points is not None
    layers = map_layers.by_kind(given, given.points, "사고유형", np.ones(len(given), dtype=bool), LIGHT)
    sizes = {layer.name: len(layer.points) for layer in layers}
    assert len(layers) == 7
    assert (sizes["차대차"], sizes["차대사람"], sizes[map_layers.OTHERS]) == (5, 4, 4)
    assert sum(sizes.values()) == len(KINDS) - 1
    assert len({layer.colour for layer in layers}) == 7
    assert [layer.name for layer in layers if layer.below] == [map_layers.OTHERS]


def test_kinds_are_those_of_all_rows_and_points_those_that_are_to_be_drawn() -> None:
    given = located()
    assert given.points is not None
    which = np.zeros(len(given), dtype=bool)
    which[[0, 5, 6]] = True
    layers = map_layers.by_kind(given, given.points, "사고유형", which, LIGHT)
    assert [len(layer.points) for layer in layers[:2]] == [1, 2]


def test_a_circle_says_how_many_rows_a_dong_has_and_their_share() -> None:
    places = accidents().places
    assert places is not None
    layer = map_layers.at_dong(places, dong_centres.centres(), "동별", LIGHT.series[0])
    assert layer.popups is not None
    first = layer.popups.iloc[0]
    assert (first["곳"], first["건수"], first["비율"]) == ("수성구 상동", "2건", "40%")
    assert layer.points["count"].sum() == 5


def test_the_data_of_a_map_are_its_points_with_what_their_popups_say() -> None:
    given = located()
    assert given.points is not None
    layer = map_layers.at_points(given, given.points, Way.CLUSTERS, LIGHT)
    data = map_card.data([layer])
    assert data.columns.tolist() == ["표시", "위도", "경도", "사고유형"]
    assert len(data) == len(KINDS) - 1
    assert map_card.data([]).empty


def test_the_sentence_names_the_dong_with_most_rows() -> None:
    places = accidents().places
    assert places is not None
    assert map_words.most(dong_counts.counts(places)) == "가장 많은 동: 수성구 상동 2건(40%)."


def test_where_only_gu_are_known_the_sentence_names_one() -> None:
    given = table({"구": ["대구광역시 수성구", "대구광역시 수성구", "대구광역시 남구"]})
    assert given.places is not None
    assert map_words.most(dong_counts.counts(given.places)) == "가장 많은 구: 수성구 2건(67%)."


def test_rows_that_are_not_where_they_were_are_counted() -> None:
    assert map_words.left_out(1_200, 3) == (
        "좌표가 없는 1,200건은 동의 중심에 원으로 표시했습니다. 장소를 알 수 없는 3건은 지도에 없습니다."
    )
    assert map_words.left_out(0, 0) == ""
