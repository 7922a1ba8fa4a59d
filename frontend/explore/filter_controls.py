"""The filters of the page 시각화 as widgets; what is chosen stands in the URL."""

import datetime
from collections.abc import Callable

import pandas as pd
import streamlit as st

from frontend import districts
from frontend.analysis import columns as column_kinds
from frontend.analysis import filters
from frontend.analysis.columns import Column, Kind
from frontend.analysis.filters import Filters
from frontend.analysis.table import Moments, Places, Table
from frontend.explore import filter_words
from frontend.explore.explore_place import STATE
from frontend.literal_text import literal

_MORE = "filter"
"""Parameter with the names of the columns that have a filter of their own."""
_OFFERED = 1000  # values of one column, the most frequent ones
_STEPS = 200  # of a slider over numbers with decimals


def show(table: Table) -> Filters:
    """Draws the filters that `table`, the whole dataset, can have, and returns what they say."""
    found = filters.applicable(table, current())
    title = f"필터 {len(filter_words.describe(found))}개 적용 중" if found else "필터"
    with st.expander(title, icon=":material/filter_alt:", key="filters"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if table.moments:
                _time(table.moments, found)
        if table.places:
            with st.container(horizontal=True):
                _place(table.places, found)
        _more(table, found)
    if found:
        with st.container(horizontal=True, vertical_alignment="center"):
            for phrase in filter_words.describe(found):
                st.badge(literal(phrase), icon=":material/filter_alt:", color="blue")
            st.button("필터 모두 지우기", key="clear_filters", type="tertiary", icon=":material/close:", on_click=clear)
    return found


def current() -> Filters:
    """The filters that the URL says."""
    return filter_words.parse({name: STATE.all(name) for name in STATE.names()})


def clear() -> None:
    """Takes all filters out of the URL. For callbacks."""
    own = (filter_words.DATES, filter_words.HOURS, filter_words.WEEKDAYS, filter_words.GU, filter_words.DONG, _MORE)
    for name in STATE.names():
        if name in own or name.startswith((filter_words.VALUES, filter_words.RANGES)):
            STATE.set(name, [])


def _time(moments: Moments, found: Filters) -> None:
    first, last = _day(moments.when.min()), _day(moments.when.max())
    if moments.has_months:
        _widget(
            filter_words.DATES,
            [min(max(day, first), last) for day in found.dates or (first, last)],
            lambda key: st.date_input(
                "기간",
                min_value=first,
                max_value=last,
                key=key,
                format="YYYY-MM-DD",
                width=260,
                on_change=_take_dates,
                args=(key, first, last),
            ),
        )
    elif first.year < last.year:
        years = [day.year for day in found.dates or (first, last)]
        _widget(
            filter_words.DATES,
            tuple(min(max(year, first.year), last.year) for year in years),
            lambda key: st.slider(
                "연도",
                first.year,
                last.year,
                key=key,
                format="%d",
                width=260,
                on_change=_take_years,
                args=(key, first, last),
            ),
        )
    if moments.has_hours:
        for index, (word, hour) in enumerate(zip(("시각: 부터", "까지"), found.hours or filters.HOURS, strict=True)):
            key = f"explore_hour_{index}"
            st.session_state[key] = hour
            help_ = "22시부터 5시까지처럼 자정을 넘길 수 있습니다." if index == 0 else None
            st.selectbox(
                word,
                range(24),
                key=key,
                format_func="{}시".format,
                width=130,
                help=help_,
                on_change=_take_hours,
            )
    if moments.has_months:
        STATE.multiselect(
            filter_words.WEEKDAYS, "요일", range(7), format_func=lambda day: f"{filter_words.DAYS[day]}요일"
        )


def _place(places: Places, found: Filters) -> None:
    groups = districts.by_gu(places.district.cat.categories)
    STATE.multiselect(filter_words.GU, "구·군", list(groups))
    full_names = {
        name: f"{gu} {dong}"
        for gu, dongs in groups.items()
        for dong, name in dongs.items()
        if dong and (not found.gu or gu in found.gu)
    }
    if full_names:
        STATE.multiselect(filter_words.DONG, "읍·면·동", list(full_names), format_func=full_names.__getitem__)


def _more(table: Table, found: Filters) -> None:
    """Columns that the reader picks get a filter of their own."""
    offered = dict.fromkeys([*column_kinds.categories(table.columns), *column_kinds.numbers(table.columns)])
    shown = [name for name in offered if name in found.values or name in found.ranges]
    picked = STATE.multiselect(_MORE, "다른 열로 거르기", list(offered), placeholder="열을 골라 조건을 더하세요")
    wanted = dict.fromkeys([*picked, *shown])
    if not wanted:
        return
    with st.container(horizontal=True):
        for name in wanted:
            column = table.column(name)
            if column.is_number and not (column.is_category and name in found.values):
                _range(table, column, found)
            else:
                _values(table, column)


def _values(table: Table, column: Column) -> None:
    counts = filters.value_texts(table.frame[column.name]).value_counts().head(_OFFERED)
    STATE.multiselect(
        f"{filter_words.VALUES}{column.name}",
        literal(column.name),
        list(counts.index),
        format_func=lambda value: f"{value} ({counts[value]:,})",
    )


def _range(table: Table, column: Column, found: Filters) -> None:
    values = table.frame[column.name]
    whole = column.kind is Kind.INTEGER
    least, greatest = (int(values.min()), int(values.max())) if whole else (float(values.min()), float(values.max()))
    if least == greatest:
        return
    wanted = found.ranges.get(column.name, (least, greatest))
    ends = tuple(min(max(type(least)(end), least), greatest) for end in wanted)
    name = f"{filter_words.RANGES}{column.name}"
    _widget(
        name,
        ends,
        lambda key: st.slider(
            literal(column.name),
            least,
            greatest,
            step=None if whole else (greatest - least) / _STEPS,
            key=key,
            width=260,
            on_change=_take_range,
            args=(name, key, (least, greatest)),
        ),
    )


def _widget(name: str, value: object, draw: Callable[[str], object]) -> None:
    """A widget that shows what the URL says."""
    key = f"explore_{name}"
    st.session_state[key] = value
    draw(key)


def _take_dates(key: str, first: datetime.date, last: datetime.date) -> None:
    chosen = tuple(st.session_state[key])
    if len(chosen) == 2:  # one day while the reader has clicked the first of two
        STATE.set(filter_words.DATES, [] if chosen == (first, last) else filter_words.written(*chosen))


def _take_years(key: str, first: datetime.date, last: datetime.date) -> None:
    chosen = st.session_state[key]
    days = datetime.date(chosen[0], 1, 1), datetime.date(chosen[1], 12, 31)
    everything = chosen == (first.year, last.year)
    STATE.set(filter_words.DATES, [] if everything else filter_words.written(*days))


def _take_hours() -> None:
    chosen = (st.session_state["explore_hour_0"], st.session_state["explore_hour_1"])
    STATE.set(filter_words.HOURS, [] if chosen == filters.HOURS else filter_words.written(*chosen))


def _take_range(name: str, key: str, everything: tuple[float, float]) -> None:
    chosen = st.session_state[key]
    STATE.set(name, [] if chosen == everything else filter_words.written(*chosen))


def _day(moment: pd.Timestamp) -> datetime.date:
    return moment.date()
