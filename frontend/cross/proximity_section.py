"""The tab 가까움: how many rows of one dataset lie near each row of another."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from frontend import chart_card, map_card, tables, theme
from frontend.analysis import comparison, map_points, proximity
from frontend.analysis.table import Points
from frontend.cross import chosen_tables, cross_charts, cross_words
from frontend.cross.chosen_tables import Item
from frontend.cross.cross_place import STATE
from frontend.explore import map_layers
from frontend.literal_text import literal
from frontend.number_format import number, share
from frontend.point_maps.layers import Drawn, PointLayer

_SHOWN = 200  # rows of the table on the screen; the file has all
_ECLO = "ECLO"


def show(items: Sequence[Item]) -> None:
    chosen = chosen_tables.pair(items, "어디에서 (기준)", "무엇이 가까운지")
    if chosen is None:
        return
    one, other = chosen
    placed = [chosen_tables.known_places(item, "가까운 곳을") for item in chosen]
    if not all(placed) or one.table.points is None or other.table.points is None:
        return
    metres = STATE.segmented("radius", "반경", proximity.RADII, proximity.RADII[0], format_func=cross_words.radius)
    with st.spinner("가까운 곳을 세고 있습니다."):
        found = _near(one.content, other.content, one.table.points, other.table.points)
    _figures(found, metres)
    bands = cross_charts.nearest_bands(found[proximity.NEAREST])
    chart_card.show(
        cross_charts.nearest(bands, theme.palette()),
        bands.rename(columns={"band": "거리", "count": "건수", "share": "비율"}),
        "가까운_거리",
        cross_words.near(found, metres, one.label, other.label),
    )
    if sentence := _severity(one, found[metres] > 0, metres, other):
        st.info(literal(sentence), icon=":material/balance:")
    _map(one, other, found[metres] > 0, metres)
    _by_gu(one, found[metres])
    _table(one, found)


@st.cache_resource(show_spinner=False, max_entries=8)
def _near(one: str, other: str, _places: Points, _others: Points) -> pd.DataFrame:
    """`one`, `other`: SHA-256 of the contents, which decide the result. Shared between readers, not to be changed."""
    return proximity.near(_places, _others)


def _figures(found: pd.DataFrame, metres: int) -> None:
    counts = found[metres]
    with st.container(horizontal=True, gap="medium"):
        st.metric("좌표가 있는 기준", f"{len(found):,}건", width="content")
        st.metric("가까이에 있음", share(float((counts > 0).mean())), width="content")
        st.metric("한 건에 평균", f"{number(round(float(counts.mean()), 2))}곳", width="content")
        st.metric("가장 가까운 거리(중앙값)", _distance(found[proximity.NEAREST].median()), width="content")


def _distance(metres: float) -> str:
    return cross_words.distance(metres) if pd.notna(metres) else "없음"


def _severity(one: Item, is_near: pd.Series, metres: int, other: Item) -> str:
    frame = one.table.frame
    if _ECLO not in frame or not pd.api.types.is_numeric_dtype(frame[_ECLO]):
        return ""
    return cross_words.severity(is_near, frame.loc[is_near.index, _ECLO], metres, other.label)


def _map(one: Item, other: Item, is_near: pd.Series, metres: int) -> None:
    colours = theme.palette()
    layers = []
    for name, rows, colour in (
        (f"{cross_words.radius(metres)} 안에 있음", is_near.index[is_near], colours.series[0]),
        (f"{cross_words.radius(metres)} 안에 없음", is_near.index[~is_near], colours.series[1]),
    ):
        which = one.table.frame.index.isin(rows)
        if one.table.points and which.any():
            told = one.table.frame.loc[which, map_points.telling(one.table)]
            places = map_layers.coordinates(one.table.points, which)
            layers.append(PointLayer(name, places, colour, Drawn.DOTS, told, below=True))
    if other.table.points:
        known = other.table.points.known
        told = other.table.frame.loc[known, map_points.telling(other.table)]
        places = map_layers.coordinates(other.table.points, known)
        layers.append(PointLayer(other.label, places, colours.series[3], Drawn.DOTS, told))
    map_card.show(
        layers,
        "가까이에 있는 곳과 없는 곳",
        "점을 누르면 내용을 보여줍니다.",
        f"가까이에 있음 {int(is_near.sum()):,}건, 없음 {int((~is_near).sum()):,}건입니다.",
        view=f"near {one.dataset_id} {other.dataset_id}",
    )


def _by_gu(one: Item, counts: pd.Series) -> None:
    if one.table.places is None:
        return
    gu = comparison.values(one.table, comparison.GU).loc[counts.index]
    grouped = counts.groupby(gu)
    summary = pd.DataFrame(
        {"rows": grouped.size(), "share": grouped.agg(lambda each: (each > 0).mean()), "mean": grouped.mean()}
    )
    summary = summary.rename_axis("gu").reset_index().sort_values("share", ascending=False, ignore_index=True)
    st.markdown("**구·군별**")
    st.markdown(literal(cross_words.by_gu(summary)))
    shown = summary.rename(
        columns={"gu": "구·군", "rows": "건수", "share": "가까이에 있는 비율", "mean": "한 건에 평균"}
    )
    st.dataframe(
        shown,
        hide_index=True,
        width=560,
        column_config=tables.COLUMNS
        | {
            "가까이에 있는 비율": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
            "한 건에 평균": st.column_config.NumberColumn(format="%.2f"),
        },
        alt="구·군별로 가까이에 있는 비율",
    )
    tables.download_frame(shown, "구별_가까움")


def _table(one: Item, found: pd.DataFrame) -> None:
    counted = found.rename(columns={radius: f"{cross_words.radius(radius)} 안" for radius in proximity.RADII})
    counted = counted.rename(columns={proximity.NEAREST: "가장 가까운 거리(m)"}).round(1)
    rows = pd.concat([one.table.frame.loc[found.index, map_points.telling(one.table)], counted], axis=1)
    rows = rows.sort_values("가장 가까운 거리(m)")
    with st.expander(f"한 건씩 보기 ({len(rows):,}건)", icon=":material/table_rows:"):
        st.caption(f"가까운 것부터 {min(len(rows), _SHOWN):,}건입니다. 파일에는 모두 들어 있습니다.")
        st.dataframe(rows.head(_SHOWN), hide_index=True, alt="한 건씩 센 결과")
        tables.download_frame(rows, "가까운_곳")
