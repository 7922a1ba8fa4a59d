"""How many days, months and years a period has, as far as conditions on dates leave them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.reading import Condition
from services.chat.agent.analyst.time_words import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Spans:
    days: int
    months: int
    years: int


def counted(columns: Columns, first: str, last: str, conditions: Sequence[Condition]) -> Spans:
    """Calendar days from `first` to `last` (ISO dates, both counted) that meet the conditions on year, month, weekday
    and date; conditions on anything else leave all days. Months and years are those that have such a day."""
    days = pd.Series(pd.date_range(pd.Timestamp(first).normalize(), pd.Timestamp(last).normalize(), freq="D"))
    for condition in conditions:
        if not condition.time:
            if condition.column != columns.named("요일"):
                continue
            days = days[_met(days.dt.weekday.map(lambda day: WEEKDAYS[day]), condition)]
            continue
        part = condition.column.rpartition(".")[2]
        if part == "연도":
            days = days[_met(days.dt.year, condition)]
        elif part == "월":
            days = days[_met(days.dt.month, condition)]
        elif part == "요일":
            days = days[_met(days.dt.weekday.map(lambda day: WEEKDAYS[day]), condition)]
        elif part not in ("시", "시간대"):
            days = days[_dated(days.dt.strftime("%Y-%m-%d"), condition)]
    return Spans(len(days), days.dt.to_period("M").nunique(), days.dt.year.nunique())


def _dated(texts: pd.Series, condition: Condition) -> pd.Series:
    """Conditions on a date, which is a year, a month or a day."""
    if isinstance(condition.value, list):
        ends = [str(each) for each in condition.value]
        if condition.operator == "in":
            return texts.isin(ends)
        return texts.ge(ends[0]) & texts.str.slice(stop=len(ends[-1])).le(ends[-1])
    whole = texts.str.slice(stop=len(str(condition.value)))
    return _met(whole, condition)


def _met(values: pd.Series, condition: Condition) -> pd.Series:
    value: Any = condition.value
    if condition.operator == "between":
        return values.between(value[0], value[1])
    if condition.operator == "in":
        return values.isin(value)
    found: pd.Series = {
        "==": values.eq,
        "!=": values.ne,
        ">=": values.ge,
        "<=": values.le,
        ">": values.gt,
        "<": values.lt,
    }[condition.operator](value)
    return found
