"""What the charts of two columns say, in sentences."""

import numpy as np
import pandas as pd

from frontend.analysis.figures import Figures
from frontend.analysis.pairs import Line
from frontend.number_format import correlation, number, topic

CAUSE = "관계가 있다고 해서 한쪽이 다른 쪽의 원인이라는 뜻은 아닙니다."
_NONE = 0.1
"""Correlations below are as good as none (Cohen 1988, as are the steps of the words)."""


def strength(r: float) -> str:
    """A correlation in words: `약한 양의 관계입니다(한쪽이 클수록 다른 쪽도 큰 편).`"""
    size = abs(r)
    if size < _NONE:
        return "관계가 거의 없습니다."
    word = "약한" if size < 0.3 else "중간 정도의" if size < 0.5 else "강한" if size < 0.8 else "매우 강한"
    way = (
        "양의 관계입니다(한쪽이 클수록 다른 쪽도 큰 편)."
        if r > 0
        else "음의 관계입니다(한쪽이 클수록 다른 쪽은 작은 편)."
    )
    return f"{word} {way}"


def correlations(r: pd.DataFrame) -> str:
    """The pair that goes together most."""
    values = r.to_numpy()
    upper = np.where(np.triu(np.ones(values.shape, dtype=bool), 1), values, np.nan)
    if np.isnan(upper).all():
        return "상관을 계산할 수 있는 쌍이 없습니다. 값이 모두 같거나 함께 있는 값이 3건보다 적습니다."
    row, column = divmod(int(np.nanargmax(np.abs(upper))), upper.shape[1])
    most = float(upper[row, column])
    if abs(most) < _NONE:
        return f"뚜렷한 관계가 있는 쌍이 없습니다. 상관계수의 크기가 모두 {_NONE}보다 작습니다."
    pair = f"{topic(str(r.index[row]))}, {topic(str(r.columns[column]))}"
    return f"가장 뚜렷한 쌍은 {pair}: r = {correlation(most)}, {strength(most)}"


def line(found: Line | None, x: Figures, y: Figures) -> str:
    """The correlation in words, and what the line says."""
    if found is None:
        why = "값이 함께 있는 행이 적거나 한쪽 값이 모두 같아 관계를 계산할 수 없습니다."
        return f"{topic(x.name)}, {topic(y.name)}: {why}"
    said = f"{topic(x.name)}, {topic(y.name)}: r = {correlation(found.r)}, {strength(found.r)}"
    if abs(found.r) >= _NONE:
        way = "커집니다" if found.slope > 0 else "작아집니다"
        said += (
            f" 회귀 직선에서 {topic(x.name)} 값이 {number(1, x.unit)} 커지면 {topic(y.name)} 값은 평균 "
            f"{number(abs(found.slope), y.unit)} {way}."
        )
    return said
