"""Korean sentences of the page 교차 분석. Pure functions: numbers in, text out."""

from collections.abc import Sequence
from typing import SupportsInt

import pandas as pd

from frontend.analysis import comparison, proximity
from frontend.number_format import number, share, topic

_ALIKE = 0.02
"""Total variation below which two distributions are called almost the same."""
_FEW = 30
"""Rows of which shares say little."""
_WEAK, _STRONG = 0.3, 0.6
"""Sizes of a rank correlation."""


def overlay(items: Sequence[tuple[str, int, int]]) -> str:
    """`items`: label, rows on the map and all rows of each dataset."""
    parts = [
        f"{topic(label)} {placed:,}건" + (f"(전체 {rows:,}건 가운데)" if placed < rows else "")
        for label, placed, rows in items
        if placed
    ]
    missing = [topic(label) for label, placed, _ in items if not placed]
    left_out = f" {', '.join(missing)}에는 위치를 알려 주는 열이 없어 지도에 없습니다." if missing else ""
    return f"{', '.join(parts)}을 한 지도에 표시했습니다.{left_out}"


def radius(metres: int) -> str:
    """`500m`, `1km`"""
    return f"{metres / 1000:g}km" if metres >= 1000 else f"{metres}m"


def near(found: pd.DataFrame, metres: int, one: str, other: str) -> str:
    """`found`: of `proximity.near`, at least one row."""
    counts = found[metres]
    with_some = int((counts > 0).sum())
    nearest = found[proximity.NEAREST].median()
    middle = f" 가장 가까운 곳까지의 거리는 가운데 값이 {distance(nearest)}입니다." if pd.notna(nearest) else ""
    return (
        f"{topic(one)} 가운데 좌표가 있는 {len(found):,}건 중 {with_some:,}건({share(with_some / len(found))})은 "
        f"{radius(metres)} 안에 {topic(other)} 자리가 하나 이상 있습니다. "
        f"한 건에 평균 {number(round(float(counts.mean()), 2))}곳입니다.{middle}"
    )


def distance(metres: float) -> str:
    """`265m`, `1.24km`"""
    return f"{metres:,.0f}m" if metres < 1000 else f"{metres / 1000:,.2f}km"


def severity(is_near: pd.Series, eclo: pd.Series, metres: int, other: str) -> str:
    """The mean ECLO of rows with and without a neighbour; empty if either has none. Says that it is no cause."""
    with_some, without = eclo[is_near].dropna(), eclo[~is_near].dropna()
    if with_some.empty or without.empty:
        return ""
    few = " 한쪽의 건수가 적어 차이를 크게 믿기 어렵습니다." if min(len(with_some), len(without)) < _FEW else ""
    return (
        f"{radius(metres)} 안에 {topic(other)} 자리가 있는 사고의 평균 ECLO는 "
        f"{with_some.mean():.2f}({len(with_some):,}건), 없는 사고는 {without.mean():.2f}({len(without):,}건)입니다. "
        f"자리가 있어서 그렇게 되었다는 뜻은 아닙니다.{few}"
    )


def by_gu(table: pd.DataFrame) -> str:
    """`table`: 구 with `share` of rows that have a neighbour; the highest and the lowest."""
    if len(table) < 2:
        return ""
    highest, lowest = _row(table, table["share"].argmax()), _row(table, table["share"].argmin())
    return (
        f"비율은 {highest['gu']}에서 {share(float(highest['share']))}로 가장 높고, "
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
    return sentence + f"동 {len(compared):,}곳에서 두 건수의 순서는 {size}(스피어만 상관 {correlation:.2f})."


def shares(compared: pd.DataFrame, aspect: str, one: str, other: str) -> str:
    """`compared`: of `comparison.shares`, both with rows."""
    variation = comparison.total_variation(compared)
    rows = int(compared["one"].sum()), int(compared["other"].sum())
    few = [topic(name) for name, count in zip((one, other), rows, strict=True) if count < _FEW]
    warning = f" {', '.join(few)}의 건수가 {_FEW}건보다 적어 비율을 크게 믿기 어렵습니다." if few else ""
    if variation < _ALIKE:
        return f"{aspect} 분포는 두 데이터셋이 거의 같습니다(전체의 {share(variation)}만 다릅니다).{warning}"
    widest = _row(compared, compared["difference"].abs().argmax())
    points = abs(float(widest["difference"])) * 100
    more, less = (one, other) if widest["difference"] > 0 else (other, one)
    high, low = sorted((float(widest["one_share"]), float(widest["other_share"])), reverse=True)
    return (
        f"{aspect} 분포가 가장 다른 값은 {topic(str(widest['value']))}입니다. {topic(more)}에서 {share(high)}로, "
        f"{topic(less)}의 {share(low)}보다 {points:.1f}%포인트 높습니다. "
        f"두 분포가 같아지려면 한쪽의 {share(variation)}가 다른 값이어야 합니다.{warning}"
    )


def medians(one: str, other: str, first: float, second: float, unit: str = "") -> str:
    """The medians of a figure in two datasets."""
    if first == second:
        return f"중앙값은 {topic(one)}, {topic(other)} 모두 {number(first, unit)}로 같습니다."
    more, less = (one, other) if first > second else (other, one)
    high, low = max(first, second), min(first, second)
    return (
        f"중앙값은 {topic(more)} {number(high, unit)}, {topic(less)} {number(low, unit)}입니다"
        f"(차이 {number(high - low, unit)})."
    )


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
