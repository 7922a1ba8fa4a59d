"""The answer of one prediction: number, scale, probabilities, interval, and what moved it."""

import plotly.graph_objects as go
import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import narration, severity_metric, tables, theme
from frontend.predict import prediction_charts

_ECLO_HELP = "ECLO(인명피해 심각도)는 사고 한 건의 사망×10 + 중상×5 + 경상×3 + 부상신고×1입니다."
_SERIOUS_HELP = (
    "사망자나 중상자가 한 명이라도 생길 확률입니다. "
    "보행자 사고처럼 ECLO는 낮아도 이 확률이 높은 사고가 있어 따로 보여드립니다."
)
_INTERVAL_HELP = "비슷한 조건의 사고 열 건 가운데 여덟 건쯤은 실제 ECLO가 이 구간에 듭니다."


def empty() -> None:
    """What is shown before the first prediction."""
    with st.container(border=True, horizontal_alignment="center", key="empty_result"):
        st.space("small")
        st.markdown("## :material/monitoring:", text_alignment="center")
        st.markdown("**아직 예측이 없습니다**", text_alignment="center")
        st.caption(
            "사고 조건을 고르고 ‘예측하기’를 누르면 예상 ECLO와 백분위, 피해 규모별 확률, "
            "무엇이 예측을 움직였는지 보여드립니다.",
            text_alignment="center",
        )
        st.space("small")


def show(answer: pb.PredictEcloResponse, model: pb.GetModelResponse) -> None:
    for warning in answer.warnings:
        st.warning(warning.message, icon=":material/info:")
    left, right = st.columns([6, 5])
    with left.container(border=True, height="stretch"):
        _headline(answer, model)
    with right.container(border=True, height="stretch"):
        _bands(answer)
    left, right = st.columns([6, 5])
    with left.container(border=True, height="stretch"):
        _contributions(answer)
    with right.container(border=True, height="stretch"):
        _risk(answer, model)
    st.caption(f"예측 번호 `{answer.prediction_id}` · 모델 버전 `{answer.model_version}`")


def _headline(answer: pb.PredictEcloResponse, model: pb.GetModelResponse) -> None:
    labels = [(label.name, label.from_percentile) for label in model.labels]
    severity_metric.show(
        "예상 ECLO",
        theme.eclo(answer.eclo),
        theme.signed(answer.eclo - model.typical_eclo),
        f"대구 대표 사고 {theme.eclo(model.typical_eclo)} 대비",
        help=_ECLO_HELP,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        colour = theme.badge_colour(answer.interpretation, [name for name, _ in labels])
        st.badge(answer.interpretation, color=colour, icon=":material/speed:")
        st.caption(f"대구 사고 가운데 {theme.top_percent(answer.percentile)}", width="content")
    _chart(
        prediction_charts.percentile_bar(answer.percentile, labels, theme.palette()),
        "percentile",
        f"백분위 {answer.percentile:.0f}, {answer.interpretation}",
    )
    st.markdown(answer.detail)


def _bands(answer: pb.PredictEcloResponse) -> None:
    st.subheader("피해 규모별 확률", anchor=False)
    bands = answer.band_probabilities
    _chart(prediction_charts.band_bars(bands, theme.palette()), "bands", narration.band_comparison(bands))
    tables.download(
        [
            {"ECLO 구간": band.label, "피해": band.name, "이 사고": band.probability, "대구 평균": band.city_average}
            for band in bands
        ],
        "피해_규모별_확률",
    )


def _contributions(answer: pb.PredictEcloResponse) -> None:
    st.subheader("무엇이 예측을 움직였나", anchor=False)
    sentence = narration.contributions(answer.contributions)
    st.caption(f"대구에서 가장 흔한 값으로 바꾸었을 때와의 ECLO 차이입니다. {sentence}")
    _chart(prediction_charts.contribution_bars(answer.contributions, theme.palette()), "contributions", sentence)
    tables.download(
        [{"항목": item.label, "값": item.value, "ECLO 차이": item.difference} for item in answer.contributions],
        "예측_기여도",
    )


def _risk(answer: pb.PredictEcloResponse, model: pb.GetModelResponse) -> None:
    st.subheader("얼마나 위험하고 얼마나 확실한가", anchor=False)
    severity_metric.show(
        "사망·중상 확률",
        theme.percent(answer.serious_probability),
        theme.points(answer.serious_probability - answer.serious_city_average),
        f"대구 평균 {theme.percent(answer.serious_city_average)} 대비",
        help=_SERIOUS_HELP,
    )
    _chart(
        prediction_charts.serious_bars(answer.serious_probability, answer.serious_city_average, theme.palette()),
        "serious",
        f"사망·중상 확률은 {theme.percent(answer.serious_probability)}, "
        f"대구 평균은 {theme.percent(answer.serious_city_average)}입니다.",
    )
    lower, upper = answer.interval.lower, answer.interval.upper
    st.metric("80% 예측 구간", f"{lower:.1f} – {upper:.1f}", help=_INTERVAL_HELP)
    _chart(
        prediction_charts.interval_bar(answer.eclo, answer.interval, model.typical_eclo, theme.palette()),
        "interval",
        f"80% 예측 구간은 ECLO {lower:.1f}에서 {upper:.1f}까지입니다.",
    )


def _chart(figure: go.Figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, theme=None, config=theme.CHART_CONFIG, key=key, alt=alt)
