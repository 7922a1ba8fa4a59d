"""The tabs of the page 시각화; which one is open stands in the URL."""

from collections.abc import Callable, Mapping
from functools import partial

from frontend import url_tabs
from frontend.analysis.table import Table
from frontend.explore import (
    category_section,
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


def show(table: Table) -> None:
    """Only the open tab is drawn."""
    url_tabs.show(STATE, {name: (label, partial(draw, table)) for name, (label, draw) in TABS.items()})
