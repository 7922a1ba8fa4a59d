"""Korean sentences of the page 교차 분석. Pure functions: numbers in, text out."""

import math
from collections.abc import Sequence
from typing import SupportsInt

import pandas as pd

from frontend.analysis import comparison, proximity
from frontend.number_format import correlation as written
from frontend.number_format import number, share, topic

_ALIKE = 0.02
"""Total variation below which two distributions are called almost the same."""
_POINT = 0.01
"""Difference of shares from which on it is worth a word."""
_FEW = 30
"""Rows of which shares say little."""
_WEAK, _STRONG = 0.3, 0.6
"""Sizes of a rank correlation."""


def overlay(items: Sequence[tuple[str, int, int]]) -> str:
    """`items`: label, rows on the map and all rows of each dataset."""
    parts = [
        f"{topic(label)} " + (f"{rows:,}건 가운데 {placed:,}건" if placed < rows else f"{placed:,}건")
        for label, placed, rows in items
        if placed
    ]
    missing = [topic(label) for label, placed, _ in items if not placed]
    left_out = f" {', '.join(missing)}에는 위치를 알려 주는 열이 없어 지도에 없습니다." if missing else ""
    return f"위치를 아는 자료는 {', '.join(parts)}입니다.{left_out}"


def radius(metres: int) -> str:
    """`500m`, `1km`"""
    return f"{metres / 1000:g}km" if metres >= 1000 else f"{metres}m"


def near(found: pd.DataFrame, metres: int, one: str, other: str) -> str:
    """`found`: of `proximity.near`, at least one row."""
    counts = found[metres]
    with_some = int((counts > 0).sum())
    nearest = found[proximity.NEAREST].median()
    middle = f" 가장 가까운 곳까지의 거리는 중앙값이 {distance(nearest)}입니다." if pd.notna(nearest) else ""
    return (
        f"{topic(one)} 가운데 좌표가 있는 {len(found):,}건 중 {with_some:,}건({share(with_some / len(found))})은 "
        f"{radius(metres)} 안에 {topic(other)} 지점이 하나 이상 있습니다. "
        f"한 건에 평균 {number(round(float(counts.mean()), 2))}곳입니다.{middle}"
    )


def distance(metres: float) -> str:
    """`265m`, `1.24km`; `없음` for NaN."""
    if math.isnan(metres):
        return "없음"
    return f"{metres:,.0f}m" if metres < 1000 else f"{metres / 1000:,.2f}km"


def severity(is_near: pd.Series, eclo: pd.Series, metres: int, other: str) -> str:
    """The mean ECLO of rows with and without a neighbour; empty if either has none. Says that it is no cause."""
    with_some, without = eclo[is_near].dropna(), eclo[~is_near].dropna()
    if with_some.empty or without.empty:
        return ""
    few = " 한쪽의 건수가 적어 차이를 크게 믿기 어렵습니다." if min(len(with_some), len(without)) < _FEW else ""
    return (
        f"{radius(metres)} 안에 {topic(other)} 지점이 있는 사고의 평균 ECLO는 "
        f"{with_some.mean():.2f}({len(with_some):,}건), 없는 사고는 {without.mean():.2f}({len(without):,}건)입니다. "
        f"가까이 있어서 그렇게 되었다는 뜻은 아닙니다.{few}"
    )


def measured(without: int, others_without: int, other: str) -> str:
    """How distances were measured. `without`, `others_without`: rows of both datasets that have no coordinate."""
    left_out = [f"기준 {without:,}건"] if without else []
    left_out += [f"{topic(other)} {others_without:,}건"] if others_without else []
    return "직선거리로 쟀습니다." + (f" 좌표가 없는 {', '.join(left_out)}은 뺐습니다." if left_out else "")


def result_names(radii: Sequence[int]) -> dict[object, str]:
    """What the columns of `proximity.near` are called."""
    return {proximity.NEAREST: "가장 가까운 거리(m)"} | {metres: f"{radius(metres)} 안(곳)" for metres in radii}


def by_gu(table: pd.DataFrame, metres: int) -> str:
    """`table`: of `near_rows.by_gu`; the highest and the lowest of the 구 that have more than a few rows."""
    often = table[table["rows"] >= _FEW]
    if len(often) < 2:
        return ""
    highest, lowest = _row(often, often["share"].argmax()), _row(often, often["share"].argmin())
    if highest["share"] == lowest["share"]:
        return f"{radius(metres)} 안에 있는 비율은 어느 구·군이나 {share(float(highest['share']))}입니다."
    return (
        f"{radius(metres)} 안에 있는 비율은 {highest['gu']}에서 {share(float(highest['share']))}로 가장 높고, "
        f"{lowest['gu']}에서 {share(float(lowest['share']))}로 가장 낮습니다."
    )


def districts(compared: pd.DataFrame, one: str, other: str) -> str:
    """`compared`: of `comparison.by_district`."""
    correlation = comparison.rank_correlation(compared["one"], compared["other"])
    first, second = _row(compared, compared["one"].argmax()), _row(compared, compared["other"].argmax())
    sentence = (
        f"{topic(one)} 건수가 가장 많은 동은 {first['gu']} {first['dong']}({first['one']:,}건), "
        f"{topic(other)} 건수가 가장 많은 동은 {second['gu']} {second['dong']}({second['other']:,}건)입니다. "
    )
    if correlation is None:
        return sentence + "동마다의 순서를 견주기에는 자료가 적습니다."
    size = "거의 관계가 없습니다" if abs(correlation) < _WEAK else "어느 정도 함께 갑니다"
    size = "뚜렷하게 함께 갑니다" if correlation >= _STRONG else size
    size = "서로 반대로 갑니다" if correlation <= -_WEAK else size
    return sentence + f"동 {len(compared):,}곳에서 두 건수의 순서는 {size}(스피어만 상관 {written(correlation)})."


def shares(compared: pd.DataFrame, aspect: str, one: str, other: str) -> str:
    """`compared`: of `comparison.shares`, both with rows."""
    variation = comparison.total_variation(compared)
    rows = int(compared["one"].sum()), int(compared["other"].sum())
    warning = _warning((one, other), rows)
    if variation < _ALIKE:
        return f"{aspect} 분포는 두 데이터셋이 거의 같습니다(전체의 {share(variation)}만 다릅니다).{warning}"
    widest = _row(compared, compared["difference"].abs().argmax())
    more, less = (one, other) if widest["difference"] > 0 else (other, one)
    # Rounded before they are subtracted, so that a reader who does the sum gets the same.
    high, low = sorted((round(float(widest[name]) * 100, 1) for name in ("one_share", "other_share")), reverse=True)
    return (
        f"{aspect} 분포가 가장 다른 값은 {topic(str(widest['value']))}입니다. {topic(more)}에서 {high:g}%로, "
        f"{topic(less)}의 {low:g}%보다 {high - low:.1f}%포인트 높습니다.{_next(compared, one)} "
        f"두 분포가 같아지려면 한쪽 건수의 {share(variation)}가 다른 값으로 옮겨 가야 합니다.{warning}"
    )


def medians(labels: tuple[str, str], values: tuple[pd.Series, pd.Series], unit: str = "") -> str:
    """The medians of a figure in two datasets that both have it, and where the middle half of each lies."""
    said = [
        f"{topic(label)} {number(float(column.median()), unit)}"
        f"(가운데 절반은 {number(float(column.quantile(0.25)))}~{number(float(column.quantile(0.75)), unit)})"
        for label, column in zip(labels, values, strict=True)
    ]
    means = [number(float(column.mean()), unit) for column in values]
    difference = float(values[0].median() - values[1].median())
    more = labels[0] if difference > 0 else labels[1]
    apart = (
        f"{topic(more)} 쪽이 {number(abs(difference), unit)} 큽니다."
        if difference
        else f"두 중앙값은 서로 같고, 평균은 {means[0]}, {means[1]}입니다."
    )
    return f"중앙값은 {said[0]}, {said[1]}입니다. {apart}{_warning(labels, [len(column) for column in values])}"


def _next(compared: pd.DataFrame, one: str) -> str:
    """The values that differ most after the first, of at least a percentage point. Of two values one says it all."""
    size = compared["difference"].abs()
    following = compared.loc[size[size >= _POINT].sort_values(ascending=False, kind="stable").index[1:3]]
    if following.empty or len(compared) <= 2:
        return ""
    said = [
        f"{topic(str(value))} {abs(difference) * 100:.1f}%포인트 {'높음' if difference > 0 else '낮음'}"
        for value, difference in zip(following["value"], following["difference"], strict=True)
    ]
    return f" 그다음은 {topic(one)} 쪽이 {', '.join(said)}입니다."


def _warning(labels: Sequence[str], rows: Sequence[int]) -> str:
    few = [topic(label) for label, count in zip(labels, rows, strict=True) if count < _FEW]
    return f" {', '.join(few)}의 건수가 {_FEW}건보다 적어 크게 믿기 어렵습니다." if few else ""


def _row(frame: pd.DataFrame, place: SupportsInt) -> pd.Series:
    row: pd.Series = frame.iloc[int(place)]
    return row


def columns(compared: pd.DataFrame, aspect: str, one: str, other: str) -> pd.DataFrame:
    """What `comparison.shares` found, with Korean names of columns."""
    first, second = count_names(one, other)
    return compared.rename(
        columns={
            "value": aspect,
            "one": first,
            "other": second,
            "one_share": f"{one} 비율",
            "other_share": f"{other} 비율",
            "difference": "비율 차이",
        }
    )


def count_names(one: str, other: str) -> tuple[str, str]:
    """What the counts of both datasets are called."""
    return f"{one} 건수", f"{other} 건수"
