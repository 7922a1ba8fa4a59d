"""What the charts of time say, in sentences, and what their steps are called."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from frontend import theme
from frontend.analysis.time_profile import Period
from frontend.number_format import number, share, topic

DAYS = ("월", "화", "수", "목", "금", "토", "일")
PARTS = {"year": "연도", "month": "월", "weekday": "요일", "hour": "시각"}
AXES = {"year": "연도(년)", "month": "월", "weekday": "요일", "hour": "시각(시)"}
_ENDINGS = {"year": "년", "month": "월", "hour": "시"}
_ENOUGH = 10
"""Rows from which on a mean says something."""


@dataclass(frozen=True)
class Measure:
    """Rows are counted, or the mean of the column `name` is taken."""

    name: str = ""
    unit: str = ""

    @property
    def counts(self) -> bool:
        return not self.name

    @property
    def axis(self) -> str:
        if self.counts:
            return "건수"
        return f"평균 {theme.escape(self.name, 14)}" + (f"({self.unit})" if self.unit else "")


def names(steps: Sequence[int], part: str) -> list[str]:
    """`2016년`, `3월`, `월요일`, `17시`"""
    if part == "weekday":
        return [f"{DAYS[step]}요일" for step in steps]
    return [f"{step}{_ENDINGS[part]}" for step in steps]


def profile(rows: pd.DataFrame, part: str, measure: Measure) -> str:
    """The highest and the lowest step, and the years without any row."""
    said = _ends(rows, names(rows["at"].tolist(), part), measure)
    empty = [f"{year}" for year, count in zip(rows["at"], rows["count"], strict=True) if part == "year" and not count]
    if empty:
        some = ", ".join(empty[:5]) + (f" 등 {len(empty)}개 해" if len(empty) > 5 else "년")
        said += f" {some}에는 자료가 없습니다."
    return said


def week(rows: pd.DataFrame, measure: Measure) -> str:
    """The highest and the lowest hour of the week."""
    called = [f"{DAYS[day]}요일 {hour}시" for day, hour in zip(rows["weekday"], rows["hour"], strict=True)]
    return _ends(rows, called, measure)


def period(found: Period, measure: Measure) -> str:
    """The highest and the lowest step of the whole period."""
    called = found.rows["start"].dt.strftime("%Y년 %-m월" if found.step == "month" else "%Y년").tolist()
    return _ends(found.rows, called, measure)


def incomplete(when: pd.Series) -> str:
    """Says of the first and the last year, where they are not whole, which months they have."""
    first, last = when.min(), when.max()
    if pd.isna(first):
        return ""
    if first.year == last.year:
        return (
            f"{first.year}년은 {first.month}월부터 {last.month}월까지의 자료입니다."
            if last.month - first.month < 11
            else ""
        )
    notes = []
    if first.month > 1:
        notes.append(f"{first.year}년은 {first.month}월부터")
    if last.month < 12:
        notes.append(f"{last.year}년은 {last.month}월까지")
    return ", ".join(notes) + "의 자료입니다." if notes else ""


def _ends(rows: pd.DataFrame, called: list[str], measure: Measure) -> str:
    told = rows.assign(called=called)
    if not measure.counts:
        told = told[told["count"] >= min(_ENOUGH, rows["count"].max())].dropna(subset="mean")
    if told.empty:
        return ""
    values = told["count"] if measure.counts else told["mean"]
    high, low = told.iloc[int(values.argmax())], told.iloc[int(values.argmin())]
    if values.max() == values.min():
        if len(told) == 1:
            return f"{high['called']} 하나뿐이고, {_amount(high, measure, told)}입니다."
        return f"{len(told)}개 모두 같습니다({_amount(high, measure, told)})."
    best, least = _others(values == values.max()), _others(values == values.min())
    whose = "" if measure.counts else f"{topic(measure.name)} 평균이 "
    much, little = ("많은", "적은") if measure.counts else ("높은", "낮은")
    return (
        f"{whose}가장 {much} 때는 {high['called']}{best}({_amount(high, measure, told)}), "
        f"가장 {little} 때는 {low['called']}{least}({_amount(low, measure, told)})입니다."
    )


def _others(alike: pd.Series) -> str:
    return f" 등 {alike.sum()}개" if alike.sum() > 1 else ""


def _amount(row: pd.Series, measure: Measure, rows: pd.DataFrame) -> str:
    if measure.counts:
        part = f", {share(row['count'] / rows['count'].sum())}" if len(rows) > 1 else ""
        return f"{row['count']:,}건{part}"
    return number(row["mean"], measure.unit)
