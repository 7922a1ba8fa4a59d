"""The tab 가까움: how many rows of one dataset lie near each row of another."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from frontend import chart_card, map_card, tables, theme
from frontend.analysis import map_points, near_rows, proximity
from frontend.analysis.table import Points
from frontend.cross import chosen_tables, cross_charts, cross_words, near_map, radius_choice
from frontend.cross.chosen_tables import Item
from frontend.cross.cross_place import CIRCLES, ORDER, STATE
from frontend.literal_text import literal
from frontend.number_format import number, share

_SHOWN = 200  # rows of the table on the screen; the file has all
_ORDERS = {near_rows.NEAR: "가까운 것부터", near_rows.FAR: "먼 것부터", near_rows.MANY: "많은 것부터"}


def show(items: Sequence[Item]) -> None:
    one, other = chosen_tables.pair(items, "어디에서 (기준)", "무엇이 가까운지")
    if one.table.points is None or other.table.points is None:
        chosen_tables.without_coordinates([item for item in (one, other) if item.table.points is None])
        return
    metres = radius_choice.show()
    with st.spinner("가까운 곳을 세고 있습니다."):
        found = _found(one, other, one.table.points, other.table.points, metres)
    _metrics(found, metres)
    bands = cross_charts.nearest_bands(found[proximity.NEAREST])
    chart_card.show(
        cross_charts.nearest(bands, theme.palette()),
        lambda: bands.rename(columns={"band": "거리", "count": "건수", "share": "비율"}),
        "가까운_거리",
        cross_words.near(found, metres, one.label, other.label),
        cross_words.measured(len(one.table) - len(found), int((~other.table.points.known).sum()), other.label),
    )
    if sentence := _severity(one, found[metres] > 0, metres, other):
        st.info(literal(sentence), icon=":material/balance:")
    _map(one, other, found, metres)
    _by_gu(one, found[metres], metres)
    _table(one, found, metres)


def _found(one: Item, other: Item, places: Points, others: Points, metres: int) -> pd.DataFrame:
    found = _near(one.content, other.content, proximity.RADII, places, others)
    if metres in found:
        return found
    own = _near(one.content, other.content, (metres,), places, others)
    return pd.concat([own[[metres]], found], axis=1)


@st.cache_resource(show_spinner=False, max_entries=16)
def _near(one: str, other: str, radii: Sequence[int], _places: Points, _others: Points) -> pd.DataFrame:
    """`one`, `other`: SHA-256 of the contents, which decide the result. Shared between readers, not to be changed."""
    return proximity.near(_places, _others, radii)


def _metrics(found: pd.DataFrame, metres: int) -> None:
    counts = found[metres]
    nearest = found[proximity.NEAREST].median()
    with st.container(horizontal=True, gap="medium"):
        st.metric("좌표가 있는 기준", f"{len(found):,}건", width="content")
        st.metric(f"{cross_words.radius(metres)} 안에 있음", share(float((counts > 0).mean())), width="content")
        st.metric("한 건에 평균", f"{number(round(float(counts.mean()), 2))}곳", width="content")
        st.metric("가장 가까운 거리(중앙값)", cross_words.distance(nearest), width="content")


def _severity(one: Item, is_near: pd.Series, metres: int, other: Item) -> str:
    name = next((column.name for column in one.table.columns if column.name.upper() == "ECLO"), None)
    if name is None or not pd.api.types.is_numeric_dtype(one.table.frame[name]):
        return ""
    return cross_words.severity(is_near, one.table.frame.loc[is_near.index, name], metres, other.label)


def _map(one: Item, other: Item, found: pd.DataFrame, metres: int) -> None:
    radius, near = cross_words.radius(metres), int((found[metres] > 0).sum())
    circles = STATE.toggle(CIRCLES, literal(f"지도에서 ‘{other.label}’ 둘레에 {radius} 원 그리기"))
    colours = theme.palette()
    map_card.show(
        [
            *near_map.places(one.table, found, metres, colours),
            *near_map.others(other.table, other.label, metres, circles, colours),
        ],
        "가까이에 있는 곳과 없는 곳",
        "점을 누르면 내용을 보여줍니다.",
        f"{radius} 안에 있음 {near:,}건, 없음 {len(found) - near:,}건입니다.",
        view=f"near {one.dataset_id} {other.dataset_id}",
    )


def _by_gu(one: Item, counts: pd.Series, metres: int) -> None:
    summary = near_rows.by_gu(one.table, counts)
    if summary.empty:
        return
    st.markdown("**구·군별**")
    st.markdown(literal(cross_words.by_gu(summary, metres)))
    shown = summary.rename(
        columns={"gu": "구·군", "rows": "건수", "share": "가까이에 있는 비율", "mean": "한 건에 평균"}
    )
    st.dataframe(
        shown,
        hide_index=True,
        width=560,
        height="content",
        column_config=tables.COLUMNS
        | {
            "가까이에 있는 비율": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
            "한 건에 평균": st.column_config.NumberColumn(format="%.2f"),
        },
        alt="구·군별로 가까이에 있는 비율",
    )
    tables.download_frame(lambda: shown.round(4), "구별_가까움")


def _table(one: Item, found: pd.DataFrame, metres: int) -> None:
    st.markdown("**한 건씩**")
    by = STATE.segmented(ORDER, "순서", list(_ORDERS), near_rows.NEAR, format_func=_ORDERS.__getitem__)
    first = near_rows.ordered(found, metres, by, _SHOWN)
    whole = {name: st.column_config.NumberColumn(format="localized") for name in _names(found).values()}
    st.dataframe(
        _beside(one, first).round(dict.fromkeys(whole, 0)),
        hide_index=True,
        column_config=whole,
        height=360,
        alt=f"한 건씩 센 결과, {_ORDERS[by]}",
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        rest = f"{len(found):,}건 가운데 {len(first):,}건입니다. 파일에는 모두 들어 있습니다."
        st.caption(rest if len(first) < len(found) else " ", width="content")
        tables.download_frame(lambda: _beside(one, found), "가까운_곳")


def _beside(one: Item, found: pd.DataFrame) -> pd.DataFrame:
    names = _names(found)
    results = found.round({proximity.NEAREST: 1})[list(names)].rename(columns=names)
    return near_rows.beside(one.table.frame[map_points.telling(one.table)], results)


def _names(found: pd.DataFrame) -> dict[object, str]:
    """What its columns are called, the distance first."""
    return cross_words.result_names([column for column in found if isinstance(column, int)])
