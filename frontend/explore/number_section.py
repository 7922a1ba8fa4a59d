"""The tab 숫자: how the figures of one column are distributed, alone and by the values of another."""

import pandas as pd
import streamlit as st

from frontend import chart_card, chart_labels, theme
from frontend.analysis import columns, distribution, figures
from frontend.analysis.distribution import Summary
from frontend.analysis.figures import Figures
from frontend.analysis.table import Table
from frontend.explore import number_charts, number_words
from frontend.explore.explore_place import STATE
from frontend.literal_text import literal
from frontend.number_format import number, topic

_GROUPS = 10
_SKEWED = 0.02
"""Bars lower than this share of the highest one are hardly seen."""


def show(table: Table) -> None:
    units = table.units
    if not units:
        st.info(
            "숫자로 된 열이 없습니다. 수량, 금액, 나이처럼 수를 담은 열이 있으면 분포를 볼 수 있습니다.",
            icon=":material/bar_chart:",
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = STATE.select(
            "number",
            "숫자 열",
            list(units),
            next(iter(units)),
            format_func=lambda name: f"{name}({units[name]})" if units[name] else name,
            width=280,
        )
        others = ["", *(name for name in columns.categories(table.columns) if name != chosen)]
        by = STATE.select("by", "나누어 볼 범주", others, "", format_func=lambda name: name or "나누지 않음", width=280)
        logarithmic = STATE.toggle(
            "log", "건수를 로그 눈금으로", help="한 칸마다 10배가 되는 눈금입니다. 적은 건수도 보입니다."
        )
    column = figures.read(table, chosen)
    summary = distribution.summarise(column.values)
    if summary is None:
        st.info(
            f"지금 조건의 {len(table):,}행에는 {literal(topic(chosen))} 값이 하나도 없습니다. 필터를 넓혀 주세요.",
            icon=":material/hide_source:",
        )
        return
    _key_figures(summary, column.unit)
    _histogram(column, summary, logarithmic)
    if by:
        _groups(column, table.frame[by], by)
    else:
        _box(column, summary)


def _key_figures(summary: Summary, unit: str) -> None:
    with st.container(horizontal=True, gap="medium"):
        for label, value in (
            ("값", f"{summary.count:,}건"),
            ("빈 값", f"{summary.missing:,}건"),
            ("평균", number(summary.mean, unit)),
            ("표준편차", number(summary.std, unit)),
            ("최솟값", number(summary.least, unit)),
            ("1사분위", number(summary.lower_quartile, unit)),
            ("중앙값", number(summary.median, unit)),
            ("3사분위", number(summary.upper_quartile, unit)),
            ("최댓값", number(summary.greatest, unit)),
        ):
            st.metric(label, value, width="content")


def _histogram(column: Figures, summary: Summary, logarithmic: bool) -> None:
    bins = distribution.histogram(column.values)
    width = float(bins["to"].iloc[0] - bins["from"].iloc[0]) or 1.0
    chart_card.show(
        number_charts.histogram(column, bins, distribution.density(column.values, width), logarithmic, theme.palette()),
        lambda: bins.rename(columns={"from": "부터", "to": "까지", "count": "건수"}),
        chart_labels.name("분포", column.name),
        number_words.distribution(column, summary),
        _notes(column, bins, logarithmic),
    )


def _notes(column: Figures, bins: pd.DataFrame, logarithmic: bool) -> str:
    notes = []
    if column.unread:
        notes.append(f"숫자로 읽을 수 없는 글자(기타, 불명 등) {column.unread:,}건은 빈 값으로 셌습니다.")
    small = (bins["count"] > 0) & (bins["count"] < bins["count"].max() * _SKEWED)
    if small.any() and not logarithmic:
        notes.append("낮아서 잘 보이지 않는 막대는 ‘건수를 로그 눈금으로’를 켜면 보입니다.")
    return " ".join(notes)


def _box(column: Figures, summary: Summary) -> None:
    box = distribution.box(column.values, column.name)
    if box:
        chart_card.show(
            number_charts.box(box, column.label, theme.palette()),
            lambda: number_charts.rows([box], "열"),
            chart_labels.name("상자그림", column.name),
            number_words.box(summary, column.unit),
        )


def _groups(column: Figures, groups: pd.Series, by: str) -> None:
    boxes = distribution.boxes(column.values, groups, _GROUPS)
    if not boxes:
        st.info(f"값이 있는 행에 {literal(topic(by))} 값이 없어 나누어 볼 수 없습니다.", icon=":material/hide_source:")
        return
    different = int(groups[column.values.notna()].nunique())
    note = (
        f"서로 다른 값 {different:,}가지 가운데 건수가 많은 {len(boxes)}가지입니다." if different > len(boxes) else ""
    )
    chart_card.show(
        number_charts.boxes(boxes, column.label, by, theme.palette()),
        lambda: number_charts.rows(boxes, by),
        chart_labels.name("상자그림", column.name, by),
        number_words.groups(boxes, by, column.unit),
        note,
    )
