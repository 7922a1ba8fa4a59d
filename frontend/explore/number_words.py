"""What the charts of figures say, in sentences."""

from collections.abc import Sequence

from frontend.analysis.distribution import Box, Summary
from frontend.analysis.figures import Figures
from frontend.number_format import number, share, topic

_MANY_ZEROS = 0.5
_OUTLIERS = 0.005
_ENOUGH = 10
"""Rows of a group from which on its median says something."""


def distribution(figures: Figures, summary: Summary) -> str:
    """Whatever says most: the one value, the zeros, or the middle half and the outliers."""
    name, unit = topic(figures.name), figures.unit
    if summary.least == summary.greatest:
        return f"{name} 값은 {summary.count:,}건 모두 {number(summary.least, unit)}입니다."
    zeros = summary.zeros / summary.count
    if zeros >= _MANY_ZEROS:
        ends = (
            f"최댓값은 {number(summary.greatest, unit)}"
            if summary.least >= 0
            else f"값은 {number(summary.least, unit)}부터 {number(summary.greatest, unit)}까지"
        )
        return (
            f"{name} 값은 {summary.count:,}건 가운데 {share(zeros)}인 {summary.zeros:,}건이 0입니다. "
            f"0이 아닌 값은 {summary.count - summary.zeros:,}건이고, {ends}, "
            f"전체 평균은 {number(summary.mean, unit)}입니다."
        )
    said = f"{name}의 중앙값은 {number(summary.median, unit)}, 평균은 {number(summary.mean, unit)}입니다. "
    if summary.lower_quartile == summary.upper_quartile:
        said += f"적어도 절반이 {number(summary.median, unit)}입니다."
    else:
        said += (
            f"가운데 절반은 {number(summary.lower_quartile, unit)}에서 "
            f"{number(summary.upper_quartile, unit)} 사이에 있습니다."
        )
    if summary.outliers / summary.count >= _OUTLIERS:
        part = share(summary.outliers / summary.count)
        said += f" 상자그림의 수염 밖에 있는 이상치가 {part}({summary.outliers:,}건)입니다."
    return said


def box(summary: Summary, unit: str) -> str:
    """How to read the box, with its outliers."""
    return (
        f"상자는 가운데 절반({number(summary.lower_quartile, unit)}~{number(summary.upper_quartile, unit)}), "
        f"가운데 줄은 중앙값({number(summary.median, unit)}), 점선은 평균입니다. "
        + (
            f"수염 밖의 값 {summary.outliers:,}건은 동그라미로 표시했습니다."
            if summary.outliers
            else "수염 밖에 있는 값은 없습니다."
        )
    )


def groups(boxes: Sequence[Box], by: str, unit: str) -> str:
    """The groups with the highest and lowest median; the means, where the medians are all the same."""
    told = [each for each in boxes if each.count >= _ENOUGH] or list(boxes)
    if len(told) < 2:
        return f"{topic(by)} 값은 ‘{told[0].name}’ 하나입니다." if len(boxes) == 1 else ""
    high, low = max(told, key=lambda each: each.median), min(told, key=lambda each: each.median)
    if high.median > low.median:
        return (
            f"{topic(by)}별 중앙값은 {topic(high.name)}에서 가장 높고({number(high.median, unit)}), "
            f"{topic(low.name)}에서 가장 낮습니다({number(low.median, unit)})."
        )
    median = number(high.median, unit)
    high, low = max(told, key=lambda each: each.mean), min(told, key=lambda each: each.mean)
    if high.mean == low.mean:
        return f"중앙값은 모두 {median}이고, 평균도 모두 {number(high.mean, unit)}로 같습니다."
    return (
        f"중앙값은 모두 {median}입니다. 평균은 {topic(high.name)}에서 가장 높고"
        f"({number(high.mean, unit)}), {topic(low.name)}에서 가장 낮습니다({number(low.mean, unit)})."
    )
