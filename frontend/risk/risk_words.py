"""What the page 위험 지도 says in sentences. Pure functions."""

from collections.abc import Sequence
from statistics import fmean

import pandas as pd
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import theme
from frontend.risk.district_risk import SERIOUS

_NOTABLE = 0.3
"""ECLO above or below the mean from which on a 동 is counted as far from it."""


def called(row: pd.Series) -> str:
    """`수성구 상동`"""
    return f"{row['구·군']} {row['읍·면·동']}".strip()


def ends(ranked: pd.DataFrame) -> str:
    """Where the same accident is most and least severe, and how far these are apart, as their rounded values say."""
    if ranked.empty:
        return ""
    highest, lowest = ranked.iloc[0], ranked.iloc[-1]
    mean = f"동 {len(ranked):,}곳의 평균은 {theme.eclo(ranked['ECLO'].mean())}입니다."
    if highest["ECLO"] - lowest["ECLO"] < 0.005:
        return f"어느 동에서나 예상 ECLO가 거의 같습니다. {mean}"
    apart = round(highest["ECLO"], 2) - round(lowest["ECLO"], 2)
    return (
        f"예상 ECLO가 가장 높은 곳은 {called(highest)}({_told(highest)}), "
        f"가장 낮은 곳은 {called(lowest)}({_told(lowest)})이고, 둘의 차이는 {theme.eclo(apart)}입니다. {mean}"
    )


def spread(ranked: pd.DataFrame) -> str:
    """How many 동 are far from the mean."""
    above, below = (int((ranked["차이"] * sign >= _NOTABLE).sum()) for sign in (1, -1))
    return f"평균보다 {_NOTABLE} 이상 높은 동은 {above:,}곳, {_NOTABLE} 이상 낮은 동은 {below:,}곳입니다."


def serious(ranked: pd.DataFrame) -> str:
    """Where somebody is most and least likely to die or be seriously injured."""
    if ranked.empty:
        return ""
    most, least = (ranked.iloc[row] for row in (int(ranked[SERIOUS].argmax()), int(ranked[SERIOUS].argmin())))
    return (
        f"사망·중상 확률이 가장 높은 곳은 {called(most)}({theme.percent(most[SERIOUS])}), "
        f"가장 낮은 곳은 {called(least)}({theme.percent(least[SERIOUS])})입니다."
    )


def gu(means: pd.DataFrame) -> str:
    """The 구 whose 동 are the most and the least severe on average."""
    if len(means) < 2:
        return ""
    highest, lowest = means.iloc[0], means.iloc[-1]
    return (
        f"동의 평균이 가장 높은 곳은 {highest['구·군']}({_told(highest)}), "
        f"가장 낮은 곳은 {lowest['구·군']}({_told(lowest)})입니다."
    )


def hour(cells: Sequence[pb.GetWeeklyRiskResponse.Cell], chosen: tuple[str, int]) -> str:
    """The chosen hour beside the mean of its week."""
    here = next((cell for cell in cells if (cell.day_of_week, cell.hour) == chosen), None)
    if here is None:
        return ""
    mean = fmean(cell.eclo for cell in cells)
    return (
        f"고른 {here.day_of_week} {here.hour}시는 ECLO {theme.eclo(here.eclo)}, "
        f"일주일 평균 {theme.eclo(mean)}보다 {theme.signed(here.eclo - mean)}입니다."
    )


def _told(row: pd.Series) -> str:
    return f"{theme.eclo(row['ECLO'])}, 평균보다 {theme.signed(row['차이'])}"
