"""What the charts of missing values say, in sentences."""

import pandas as pd

from frontend.analysis.missing import Together
from frontend.number_format import share, topic

MANY = 0.3
"""Share of missing values from which on readers are warned."""
_NAMED = 5


def warning(counts: pd.DataFrame) -> str:
    """Names the columns with many gaps; empty if there are none."""
    many = counts[counts["share"] >= MANY]
    if many.empty:
        return ""
    named = [f"{topic(name)} {share(part)}" for name, part in zip(many["column"], many["share"], strict=True)]
    return (
        f"빈 값이 {share(MANY)} 이상인 열이 {len(many):,}개 있습니다: {_list(named)}. "
        "이 열의 평균이나 비율은 남은 값만으로 계산한 것입니다."
    )


def bars(counts: pd.DataFrame, columns: int) -> str:
    """How many of `columns` have gaps, and which has most."""
    first = counts.iloc[0]
    alike = int((counts["missing"] == first["missing"]).sum())
    others = f" 등 {alike:,}개" if alike > 1 else ""
    return (
        f"열 {columns:,}개 가운데 {len(counts):,}개에 빈 값이 있습니다. 가장 많은 열은 {topic(first['column'])}{others}"
        f"({first['missing']:,}건, {share(first['share'])})입니다."
    )


def together(found: Together | None) -> str:
    """Which columns have their gaps in the same rows."""
    if found is None:
        return "같은 행에서 함께 비는 열은 두드러지지 않습니다."
    names = _list([topic(name) for name in found.columns])
    if found.both == found.either:
        return f"{names} 열은 늘 같은 행에서 함께 비어 있습니다({found.both:,}행)."
    return (
        f"{names} 열은 자주 함께 비어 있습니다. 어느 하나라도 빈 {found.either:,}행 가운데 "
        f"{share(found.both / found.either)}인 {found.both:,}행에서 둘 다 비어 있습니다."
    )


def _list(names: list[str]) -> str:
    more = f" 등 {len(names):,}개" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
