"""교차 분석: the chosen datasets together, on one map, by distance, by 동 and by what they have in common."""

from functools import partial

import streamlit as st

from frontend import url_tabs
from frontend.cross import (
    chosen_tables,
    comparison_section,
    district_section,
    overlay_section,
    proximity_section,
)
from frontend.cross.cross_place import DISTRICTS, STATE

_TABS = {
    "map": (":material/layers: 겹쳐 보기", overlay_section.show),
    "near": (":material/social_distance: 가까움", proximity_section.show),
    DISTRICTS: (":material/location_city: 동별 비교", district_section.show),
    "shares": (":material/compare: 분포 비교", comparison_section.show),
}


def page() -> None:
    STATE.restore()
    st.title("교차 분석", anchor=False)
    st.caption("데이터셋 여러 개를 함께 봅니다. 한 지도에 겹치고, 서로 얼마나 가까운지 세고, 분포를 견줍니다.")
    items = chosen_tables.open_all()
    if len(items) < 2:
        chosen_tables.ask_for_more(len(items))
        return
    url_tabs.show(STATE, {name: (label, partial(draw, items)) for name, (label, draw) in _TABS.items()})


page()
