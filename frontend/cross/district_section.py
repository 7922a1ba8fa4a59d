"""The tab 동별 비교: two datasets counted by 구 and 동; for what has no coordinates as well."""

from collections.abc import Sequence

import streamlit as st

from frontend import chart_card, theme
from frontend.analysis import comparison
from frontend.cross import chosen_tables, cross_charts, cross_words
from frontend.cross.chosen_tables import Item
from frontend.literal_text import literal


def show(items: Sequence[Item]) -> None:
    one, other = chosen_tables.pair(items, "첫째 데이터셋", "둘째 데이터셋")
    if one.table.places is None or other.table.places is None:
        missing = one if one.table.places is None else other
        st.info(f"‘{literal(missing.label)}’에는 구와 동을 알려 주는 열이 없습니다.", icon=":material/location_off:")
        return
    labels = one.label, other.label
    by_gu = comparison.shares(
        comparison.values(one.table, comparison.GU), comparison.values(other.table, comparison.GU)
    )
    if len(by_gu):
        chart_card.show(
            cross_charts.grouped(by_gu, "구·군별 비율", *labels, theme.palette()),
            lambda: cross_words.columns(by_gu, "구·군", *labels),
            "구별_비교",
            cross_words.shares(by_gu, "구·군", *labels),
        )
    compared = comparison.by_district(one.table.places, other.table.places)
    if nowhere := [item.label for item, part in ((one, "one"), (other, "other")) if not compared[part].sum()]:
        st.info(
            f"‘{literal(nowhere[0])}’에는 동까지 알 수 있는 행이 없어 구·군까지만 견주었습니다.",
            icon=":material/location_off:",
        )
        return
    first, second = cross_words.count_names(*labels)
    shown = compared.rename(columns={"gu": "구·군", "dong": "읍·면·동", "one": first, "other": second})
    chart_card.show(
        cross_charts.districts(compared, *labels, theme.palette()),
        lambda: shown,
        "동별_비교",
        cross_words.districts(compared, *labels),
        "점 하나가 동 하나입니다. 어느 한쪽에 한 건이라도 있는 동을 세었습니다.",
    )
    whole = st.column_config.NumberColumn(format="localized")
    st.dataframe(shown, hide_index=True, column_config={first: whole, second: whole}, height=420, alt="동별 건수")
