"""The tabs of the page 시각화; which one is open stands in the URL."""

from collections.abc import Callable, Mapping

import streamlit as st

from frontend.analysis.table import Table
from frontend.explore import (
    category_section,
    explore_place,
    map_section,
    missing_section,
    number_section,
    overview_section,
    pair_section,
    table_section,
    time_section,
)
from frontend.explore.explore_place import STATE

TABS: Mapping[str, tuple[str, Callable[[Table], None]]] = {
    "overview": (":material/dashboard: 한눈에", overview_section.show),
    "numbers": (":material/ssid_chart: 숫자", number_section.show),
    "categories": (":material/bar_chart: 범주", category_section.show),
    "time": (":material/schedule: 시간", time_section.show),
    "pairs": (":material/scatter_plot: 관계", pair_section.show),
    "missing": (":material/grid_off: 빈 값", missing_section.show),
    "map": (":material/map: 지도", map_section.show),
    "table": (":material/table_rows: 표", table_section.show),
}
_FIRST = next(iter(TABS))
_KEY = "explore_view"


def show(table: Table) -> None:
    """Only the open tab is drawn."""
    wanted = next(iter(STATE.all(explore_place.VIEW)), _FIRST)
    st.session_state[_KEY] = TABS.get(wanted, TABS[_FIRST])[0]
    drawn = st.tabs([label for label, _ in TABS.values()], key=_KEY, on_change=_turn)
    for tab, (_, draw) in zip(drawn, TABS.values(), strict=True):
        with tab:
            if tab.open:
                draw(table)


def _turn() -> None:
    name = next(name for name, (label, _) in TABS.items() if label == st.session_state[_KEY])
    STATE.set(explore_place.VIEW, [] if name == _FIRST else [name])
