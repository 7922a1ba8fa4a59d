"""The tab 분포 비교: what two datasets have in common, side by side."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from frontend import chart_card, theme
from frontend.analysis import comparison, distribution, figures
from frontend.cross import chosen_tables, cross_charts, cross_words
from frontend.cross.chosen_tables import Item
from frontend.cross.cross_place import ASPECT, NUMBER, OTHER_NUMBER, STATE
from frontend.explore import number_charts
from frontend.literal_text import literal

_MOST = 15  # values in a chart; the file has all
_FIGURES = "숫자"


def show(items: Sequence[Item]) -> None:
    one, other = chosen_tables.pair(items, "첫째 데이터셋", "둘째 데이터셋")
    aspects = comparison.aspects(one.table, other.table)
    offered = [*aspects, _FIGURES] if one.table.units and other.table.units else aspects
    if not offered:
        st.info(
            "두 데이터셋이 함께 가진 시간, 장소, 같은 이름의 범주가 없어 견줄 것이 없습니다. "
            "다른 데이터셋을 골라주세요.",
            icon=":material/compare_arrows:",
        )
        return
    aspect = STATE.select(ASPECT, "무엇을 견줄까요", offered, offered[0], width=320)
    if aspect == _FIGURES and _FIGURES not in aspects:
        _figures(one, other)
    else:
        _shares(one, other, aspect)


def _shares(one: Item, other: Item, aspect: str) -> None:
    values = comparison.values(one.table, aspect), comparison.values(other.table, aspect)
    compared = comparison.shares(*values, comparison.order(aspect, *values))
    if not compared["one"].sum() or not compared["other"].sum():
        empty = one if not compared["one"].sum() else other
        st.info(f"‘{literal(empty.label)}’에는 이 값이 있는 행이 없습니다.", icon=":material/hide_source:")
        return
    labels = one.label, other.label
    drawn = compared if comparison.order(aspect, *values) else compared.head(_MOST)
    chart_card.show(
        cross_charts.grouped(drawn, f"{aspect} 분포", *labels, theme.palette()),
        lambda: cross_words.columns(compared, aspect, *labels),
        "분포_비교",
        cross_words.shares(compared, aspect, *labels),
        f"값 {len(compared):,}가지 가운데 {len(drawn):,}가지를 그렸습니다." if len(drawn) < len(compared) else "",
    )


def _figures(one: Item, other: Item) -> None:
    first, second = one.table.units, other.table.units
    with st.container(horizontal=True):
        name = STATE.select(NUMBER, "첫째의 열", list(first), next(iter(first)), width=320)
        alike = [each for each, unit in second.items() if unit == first[name]]
        if alike:
            usual = name if name in alike else alike[0]
            name_b = STATE.select(OTHER_NUMBER, "둘째의 열", alike, usual, width=320)
    if not alike:
        st.info(
            f"‘{literal(other.label)}’에는 단위가 같은 숫자 열이 없습니다. 다른 열을 골라주세요.",
            icon=":material/compare_arrows:",
        )
        return
    read = figures.read(one.table, name), figures.read(other.table, name_b)
    values = pd.concat([each.values for each in read], ignore_index=True)
    labels = pd.Series([one.label] * len(read[0].values) + [other.label] * len(read[1].values), dtype=object)
    boxes = distribution.boxes(values, labels)
    if len(boxes) < 2:
        st.info("두 열에 모두 값이 있어야 견줄 수 있습니다.", icon=":material/hide_source:")
        return
    label = read[0].label if name == name_b else f"{read[0].label}, {read[1].label}"
    chart_card.show(
        number_charts.boxes(boxes, label, "데이터셋", theme.palette()),
        lambda: number_charts.rows(boxes, "데이터셋"),
        "숫자_비교",
        cross_words.medians((one.label, other.label), (read[0].values.dropna(), read[1].values.dropna()), first[name]),
    )
