"""The tab 표: the rows that the filters let through, and all of them as CSV."""

import streamlit as st

from frontend import tables
from frontend.analysis.columns import Kind
from frontend.analysis.table import Table

_ROWS = 1000  # as many as a browser scrolls through easily; the file has all


def show(table: Table) -> None:
    frame = table.frame
    shown = frame.head(_ROWS)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        cut = f" 가운데 처음 {len(shown):,}행" if len(shown) < len(table) else ""
        st.caption(f"조건에 맞는 {len(table):,}행{cut}입니다. 파일에는 모두 들어 있습니다.", width="content")
        tables.download_frame(lambda: frame, "걸러낸_표")
    st.dataframe(
        shown,
        hide_index=True,
        height=560,
        column_config={
            column.name: st.column_config.NumberColumn(format="%d")
            for column in table.columns
            if column.kind is Kind.YEAR or column.is_key
        },
        alt="조건에 맞는 행",
    )
