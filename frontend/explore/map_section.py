"""The tab 지도: where the rows are, on a map and counted by 동."""

import numpy as np
import pandas as pd
import streamlit as st

from frontend import dong_centres, map_card, map_settings, tables, theme
from frontend.analysis import dong_counts, map_points
from frontend.analysis.table import Mask, Table
from frontend.explore import explore_place, map_layers, map_words
from frontend.explore.explore_place import STATE
from frontend.explore.map_layers import Way
from frontend.literal_text import literal
from frontend.point_maps import sampling
from frontend.point_maps.layers import PointLayer

_LABELS = {Way.CLUSTERS: "모아 보기", Way.HEAT: "열지도", Way.KINDS: "종류별", Way.DONG: "동별"}
_NAMES = {
    Way.CLUSTERS: "지도: 가까운 점을 모아 보기",
    Way.HEAT: "지도: 얼마나 몰려 있는지",
    Way.KINDS: "지도: 종류별",
    Way.DONG: "지도: 동별 건수",
}
_HINTS = {
    Way.CLUSTERS: "숫자는 그 자리에 모인 점의 수입니다. 누르면 확대하고, 점을 누르면 내용을 보여줍니다.",
    Way.HEAT: "색이 진한 곳일수록 많이 몰려 있습니다. 진하기는 지금 보이는 범위에서 정합니다.",
    Way.KINDS: "오른쪽 위 목록에서 종류를 켜고 끌 수 있습니다. 점을 누르면 내용을 보여줍니다.",
    Way.DONG: "원이 클수록 많습니다. 원은 그 동의 가운데에 있고 사고나 시설이 있는 자리가 아닙니다.",
}


def show(table: Table) -> None:
    """Draws the map of the rows of `table`."""
    ways = map_layers.ways(table)
    if not ways:
        st.info(_missing(table), icon=":material/location_off:")
        return
    with st.container(horizontal=True, vertical_alignment="top"):
        way = ways[0]
        if len(ways) > 1:
            way = STATE.segmented("map", "그리는 방법", ways, way, format_func=_LABELS.__getitem__)
        by = _kind(table) if way is Way.KINDS else ""
    without_point = np.ones(len(table), dtype=bool) if way is Way.DONG else ~_known(table)
    layers, note = _layers(table, way, by, without_point)
    counts = dong_counts.counts(table.places) if table.places else pd.DataFrame()
    map_card.show(
        layers,
        f"{_NAMES[way]} ({by})" if by else _NAMES[way],
        note=" ".join(filter(None, (_HINTS[way], note, _left_out(table, without_point)))),
        sentence=map_words.most(counts) or f"좌표가 있는 {int(_known(table).sum()):,}건이 있는 곳입니다.",
        view=" ".join(("explore", *STATE.all(explore_place.DATASET))),
    )
    if len(counts):
        _table(counts)


def _kind(table: Table) -> str:
    names = map_points.kinds(table)
    return STATE.select("map_by", "나누는 기준", names, names[0], format_func=literal, width=260)


def _layers(table: Table, way: Way, by: str, without_point: Mask) -> tuple[list[PointLayer], str]:
    """The layers, and how many points of how many they have if they are not all."""
    colours = theme.palette()
    layers: list[PointLayer] = []
    note = ""
    if table.points and way is Way.KINDS:
        placed = np.flatnonzero(table.points.known)
        which = np.zeros(len(table), dtype=bool)
        which[placed[sampling.positions(len(placed), map_settings.current().max_points)]] = True
        layers += map_layers.by_kind(table, table.points, by, which, colours)
        note = sampling.sentence(int(which.sum()), len(placed))
    elif table.points and way is not Way.DONG:
        layers.append(map_layers.at_points(table, table.points, way, colours))
    if table.places and without_point.any():
        name, colour = (_LABELS[way], colours.series[0]) if way is Way.DONG else (map_layers.AT_DONG, colours.series[1])
        circles = map_layers.at_dong(table.places.take(without_point), dong_centres.centres(), name, colour)
        layers += [circles] if len(circles.points) else []
    return layers, note


def _left_out(table: Table, without_point: Mask) -> str:
    if table.places is None:
        return map_words.left_out(0, int(without_point.sum()))
    nowhere = dong_counts.unplaced(table.places.take(without_point))
    at_dong = 0 if without_point.all() else int(without_point.sum()) - nowhere
    return map_words.left_out(at_dong, nowhere)


def _known(table: Table) -> Mask:
    return table.points.known if table.points else np.zeros(len(table), dtype=bool)


def _missing(table: Table) -> str:
    if table.points or table.places:
        return "지금 고른 행에는 좌표도 동 이름도 없어 지도에 표시할 수 없습니다. 필터를 바꿔주세요."
    return (
        "이 데이터셋에는 위치를 알려 주는 열이 없어 지도를 그릴 수 없습니다. "
        "위도와 경도 열, 또는 ‘대구광역시 수성구 상동’처럼 구와 동이 적힌 주소 열이 있으면 지도에 표시합니다."
    )


def _table(counts: pd.DataFrame) -> None:
    st.markdown("**동별 건수**")
    shown = counts.assign(동=counts["동"].where(counts["동"] != "", "(동 모름)"))
    st.dataframe(
        shown,
        hide_index=True,
        height=320 if len(counts) > 8 else "content",
        column_config=tables.COLUMNS | {"비율": st.column_config.NumberColumn(format="percent")},
    )
    tables.download_frame(lambda: shown.round({"비율": 4}), "동별 건수")
