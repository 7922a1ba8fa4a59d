"""The tab 시간: how many rows there are, or what a figure is on average, over the years, months, days and hours."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from frontend import chart_card, theme
from frontend.analysis import figures, time_profile
from frontend.analysis.figures import Figures
from frontend.analysis.table import Moments, Table
from frontend.analysis.time_profile import Part, Period
from frontend.explore import time_charts, time_words
from frontend.explore.explore_place import STATE
from frontend.explore.time_words import Measure
from frontend.literal_text import literal
from frontend.number_format import topic

_ROWS = ""
"""The choice of counting rows."""


def show(table: Table) -> None:
    moments = table.moments
    if moments is None:
        st.info(
            "시간을 담은 열이 없습니다. 날짜나 날짜·시각(예: 2016-01-31 18:00) 또는 연도(예: 2016) 열이 있으면 "
            "시간에 따른 변화를 볼 수 있습니다.",
            icon=":material/schedule:",
        )
        return
    figure = _measured(table)
    measure = Measure(figure.name, figure.unit) if figure else Measure()
    values = figure.values if figure else None
    told = int((moments.when.notna() if values is None else moments.when.notna() & values.notna()).sum())
    st.caption(
        f"시간은 {literal(topic(moments.column))} 열에서 읽었습니다. "
        f"{len(table):,}건 가운데 {'시간이' if figure is None else '시간과 값이'} 있는 {told:,}건으로 그렸습니다."
    )
    if not told:
        st.info("지금 조건에는 시간과 값이 있는 행이 없습니다. 필터를 넓혀 주세요.", icon=":material/hide_source:")
        return
    _profiles(moments, values, measure)
    if moments.has_hours:
        rows = time_profile.week(moments.when, values)
        chart_card.show(
            time_charts.week(rows, measure, theme.palette()),
            lambda: _week_data(rows, measure),
            "요일_시각별",
            time_words.week(rows, measure),
        )
    if moments.has_months:
        period(moments, values, measure)


def period(moments: Moments, values: pd.Series | None, measure: Measure) -> None:
    """A line over the whole period, of a column with months."""
    found = time_profile.period(moments.when, values)
    chart_card.show(
        time_charts.period(found, measure, theme.palette()),
        lambda: _period_data(found, measure),
        "전체_기간",
        time_words.period(found, measure),
    )


def profile(moments: Moments, part: Part, values: pd.Series | None, measure: Measure) -> None:
    """Bars by year, month, weekday or hour."""
    rows = time_profile.profile(moments.when, part, values)
    whole = part != "year" or not moments.has_months
    chart_card.show(
        time_charts.profile(rows, part, measure, theme.palette()),
        lambda: _profile_data(rows, part, measure),
        f"{time_words.PARTS[part]}별",
        time_words.profile(rows, part, measure),
        "" if whole else time_words.incomplete(moments.when),
    )


def _measured(table: Table) -> Figures | None:
    """The column whose mean is wanted; None if rows are counted."""
    units = table.units
    if not units:
        return None
    name = STATE.select(
        "measure",
        "무엇을 볼까요?",
        [_ROWS, *units],
        _ROWS,
        format_func=lambda name: f"{name} 평균" if name else "건수",
        width=280,
    )
    return figures.read(table, name) if name else None


def _profiles(moments: Moments, values: pd.Series | None, measure: Measure) -> None:
    """Two beside each other, one below the other on a phone."""
    parts = time_profile.parts(moments)
    for start in range(0, len(parts), 2):
        for column, part in zip(st.columns(min(len(parts), 2)), parts[start : start + 2], strict=False):
            with column:
                profile(moments, part, values, measure)


def _profile_data(rows: pd.DataFrame, part: Part, measure: Measure) -> pd.DataFrame:
    named = rows.assign(at=time_words.names(rows["at"].tolist(), part))
    return _data(named, {"at": time_words.PARTS[part]}, measure)


def _week_data(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    named = rows.assign(weekday=[f"{time_words.DAYS[day]}요일" for day in rows["weekday"]])
    return _data(named[["weekday", "hour", "count", "mean"]], {"weekday": "요일", "hour": "시각"}, measure)


def _period_data(found: Period, measure: Measure) -> pd.DataFrame:
    starts = found.rows["start"].dt.strftime("%Y-%m" if found.step == "month" else "%Y")
    return _data(found.rows.assign(start=starts)[["start", "count", "mean"]], {"start": "기간"}, measure)


def _data(rows: pd.DataFrame, names: Mapping[str, str], measure: Measure) -> pd.DataFrame:
    """The rows of a chart with Korean names; without a mean where rows are counted."""
    kept = rows.drop(columns="mean") if measure.counts else rows
    return kept.rename(columns={**names, "count": "건수", "mean": f"{measure.name} 평균"})
