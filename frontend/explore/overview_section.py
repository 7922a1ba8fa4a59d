"""The tab 한눈에: the figures of the rows that the filters let through, and what their columns are."""

import streamlit as st

from frontend import theme
from frontend.analysis import map_points
from frontend.analysis.columns import Kind
from frontend.analysis.table import Table
from frontend.explore import category_section, time_section
from frontend.explore.time_words import Measure

_BARS = 8
_LOOKED_AT = 100  # rows in which an example is found as a rule, without looking through all of them
_KINDS = {
    Kind.INTEGER: "정수",
    Kind.FLOAT: "실수",
    Kind.TEXT: "문자",
    Kind.BOOLEAN: "참/거짓",
    Kind.DATETIME: "날짜·시간",
    Kind.LATITUDE: "위도",
    Kind.LONGITUDE: "경도",
    Kind.YEAR: "연도",
}


def metrics(table: Table, rows: int) -> None:
    """Rows (of `rows` in all), columns, missing cells and the period."""
    cells = table.frame.size
    missing = int(table.frame.isna().to_numpy().sum())
    with st.container(horizontal=True, gap="medium"):
        share = f"전체 {rows:,}행의 {theme.percent(len(table) / rows)}" if len(table) < rows else None
        st.metric("행", f"{len(table):,}", share, delta_color="off", delta_arrow="off", width="content")
        st.metric("열", f"{len(table.columns):,}", width="content")
        st.metric(
            "빈 칸",
            f"{missing:,}",
            theme.percent(missing / cells) if cells else None,
            delta_color="off",
            delta_arrow="off",
            width="content",
        )
        if table.moments and len(table) and table.moments.when.notna().any():
            first, last = table.moments.when.min(), table.moments.when.max()
            form = "%Y-%m-%d" if table.moments.has_months else "%Y년"
            st.metric("기간", f"{first:{form}} ~ {last:{form}}", width="content")


def show(table: Table) -> None:
    """How the rows lie in time, their most telling category, and the columns."""
    kinds = map_points.kinds(table)
    in_time = table.moments is not None and bool(table.moments.when.notna().any())
    places = iter(st.columns(2) if in_time and kinds else [st.container()])
    if table.moments and in_time:
        with next(places):
            if table.moments.has_months:
                time_section.period(table.moments, None, Measure())
            else:
                time_section.profile(table.moments, "year", None, Measure())
    if kinds:
        with next(places):
            category_section.counts(table, kinds[0], _BARS)
    with st.expander("열마다 무엇이 들었는지", icon=":material/view_column:", expanded=not (in_time or kinds)):
        column_info(table)


def column_info(table: Table) -> None:
    """What each column of the dataset is."""
    st.dataframe(
        [
            {
                "열": column.name,
                "종류": _KINDS[column.kind],
                "빈 값": column.missing,
                "서로 다른 값": column.distinct,
                "예": _example(table, column.name),
            }
            for column in table.columns
        ],
        hide_index=True,
        column_config={
            "빈 값": st.column_config.NumberColumn(format="localized"),
            "서로 다른 값": st.column_config.NumberColumn(format="localized"),
        },
        alt="열마다 종류와 빈 값",
    )


def _example(table: Table, name: str) -> str:
    values = table.frame[name]
    first = values.head(_LOOKED_AT).first_valid_index()
    if first is None:
        first = values.first_valid_index()
    return "" if first is None else str(values.loc[first])
