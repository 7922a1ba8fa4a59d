"""The chosen conditions against the city: four figures."""

import pandas as pd
import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import severity_metric, theme
from frontend.risk.district_risk import SERIOUS

_MEAN_HELP = (
    "이 조건의 사고가 모든 동에서 한 번씩 났을 때 예상 ECLO의 평균입니다. 사고가 잦은 동도 한 번만 셉니다. "
    "대표 사고는 항목마다 대구에서 가장 흔한 값을 모은 사고 한 건입니다."
)
_SERIOUS_HELP = "사망자나 중상자가 한 명이라도 생길 확률을 모든 동에서 평균한 값입니다."


def show(ranked: pd.DataFrame, model: pb.GetModelResponse) -> None:
    mean, serious = float(ranked["ECLO"].mean()), float(ranked[SERIOUS].mean())
    figures = [
        (
            "동 평균 ECLO",
            theme.eclo(mean),
            theme.signed(mean - model.typical_eclo),
            f"대구 대표 사고 {theme.eclo(model.typical_eclo)}",
            _MEAN_HELP,
        ),
        (
            "동 평균 사망·중상 확률",
            theme.percent(serious),
            theme.points(serious - model.serious_city_average),
            f"대구 평균 {theme.percent(model.serious_city_average)}",
            _SERIOUS_HELP,
        ),
    ]
    for label, row in (("가장 심각한 동", ranked.iloc[0]), ("가장 가벼운 동", ranked.iloc[-1])):
        figures.append(
            (
                f"{label} · {row['구·군']}",
                row["읍·면·동"],
                theme.signed(row["차이"]),
                f"ECLO {theme.eclo(row['ECLO'])}",
                "",
            )
        )
    for column, (label, value, change, against, explained) in zip(st.columns(len(figures)), figures, strict=True):
        with column:
            severity_metric.show(label, value, change, against, help=explained or None, border=True)
