"""The tab 한눈에: the figures of the rows that the filters let through, and what their columns are."""

import streamlit as st

from frontend import theme
from frontend.analysis import map_points
from frontend.analysis.columns import Kind
from frontend.analysis.table import Table
from frontend.explore import category_section

_BARS = 10
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
    with st.container(horizontal=True, gap="large"):
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
    """What says most of the rows, and their columns."""
    kinds = map_points.kinds(table)
    if kinds:
        category_section.counts(table, kinds[0], _BARS)
    with st.container(border=True):
        st.markdown("**열**")
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
    values = table.frame[name].dropna()
    return str(values.iloc[0]) if len(values) else ""
