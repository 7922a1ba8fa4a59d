"""The tab 범주: how often each value of a column occurs, alone and by the values of another."""

import streamlit as st

from frontend import chart_card, chart_labels, theme
from frontend.analysis import category_counts, columns
from frontend.analysis.table import Table
from frontend.explore import category_charts, category_words
from frontend.explore.explore_place import STATE
from frontend.literal_text import literal
from frontend.number_format import topic

_BARS = 20
_ROWS, _PARTS = 10, 6
"""Values of both columns in the chart of shares."""


def show(table: Table) -> None:
    names = columns.categories(table.columns)
    if not names:
        st.info(
            "범주로 볼 열이 없습니다. 종류, 지역, 등급처럼 같은 값이 되풀이되는 열이 있으면 건수를 비교할 수 있습니다.",
            icon=":material/category:",
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = STATE.select("category", "범주 열", names, names[0], width=280)
        others = ["", *(name for name in names if name != chosen)]
        by = STATE.select(
            "by_category", "나누어 볼 범주", others, "", format_func=lambda name: name or "나누지 않음", width=280
        )
    counts(table, chosen)
    if by:
        _shares(table, chosen, by)


def counts(table: Table, chosen: str, most: int = _BARS) -> None:
    """Bars of the `most` most frequent values of a column."""
    found = category_counts.count(table.frame[chosen])
    if not len(found.values):
        st.info(
            f"지금 조건의 {len(table):,}행에는 {literal(topic(chosen))} 값이 하나도 없습니다. 필터를 넓혀 주세요.",
            icon=":material/hide_source:",
        )
        return
    chart_card.show(
        category_charts.bars(found.values.head(most), chosen, theme.palette()),
        lambda: found.values.rename(columns={"value": chosen, "count": "건수", "share": "비율"}),
        chart_labels.name("건수", chosen),
        category_words.counts(found, chosen),
        category_words.rest(found, most),
    )


def _shares(table: Table, chosen: str, by: str) -> None:
    crossed = category_counts.cross(table.frame[chosen], table.frame[by], _ROWS, _PARTS, rest="그 밖")
    if not crossed.rows:
        st.info(
            f"{literal(topic(chosen))}, {literal(topic(by))} 값이 함께 있는 행이 없습니다.",
            icon=":material/hide_source:",
        )
        return
    chart_card.show(
        category_charts.stacked(crossed, chosen, by, theme.palette()),
        lambda: crossed.counts.rename_axis(index=chosen, columns=None).reset_index(allow_duplicates=True),
        chart_labels.name("비율", chosen, by),
        category_words.shares(crossed, chosen, by),
        f"두 값이 모두 있는 {crossed.rows:,}건 가운데 {crossed.shown:,}건을 그렸습니다."
        if crossed.shown < crossed.rows
        else "",
    )
