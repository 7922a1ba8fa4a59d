"""The answer of one prediction: number, scale, probabilities, interval, and what moved it."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import charts, narration, tables, theme

_SERIOUS_HELP = (
    "사망자나 중상자가 한 명이라도 생길 확률입니다. 보행자 사고처럼 ECLO는 낮아도 이 확률이 높은 사고가 있어 따로 보여드립니다."
)


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
    colours = theme.palette()
    _headline(answer, model)
    for warning in answer.warnings:
        st.warning(warning.message, icon=":material/info:")
    with st.container(border=True):
        st.subheader("피해 규모별 확률", anchor=False)
        st.plotly_chart(
            charts.band_bars(answer.band_probabilities, colours),
            theme=None,
            config=theme.CHART_CONFIG,
            key="bands",
            alt=narration.band_comparison(answer.band_probabilities),
        )
        tables.download(
            [
                {"구간": band.label, "이 사고": band.probability, "대구 평균": band.city_average}
                for band in answer.band_probabilities
            ],
            "피해_규모별_확률",
        )
    if answer.contributions:
        _contributions(answer)
    st.caption(f"예측 번호 `{answer.prediction_id}`  \n모델 버전 `{answer.model_version}`")


def _headline(answer: pb.PredictEcloResponse, model: pb.GetModelResponse) -> None:
    colours = theme.palette()
    labels = [(label.name, label.from_percentile) for label in model.labels]
    with st.container(border=True, key="headline"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            st.metric(
                "예상 ECLO",
                theme.eclo(answer.eclo),
                f"{theme.signed(answer.eclo - model.typical_eclo)} (대구 대표 사고 {theme.eclo(model.typical_eclo)} 대비)",
                delta_color="inverse",
                width="content",
                help="ECLO(인명피해 심각도) = 사망×10 + 중상×5 + 경상×3 + 부상신고×1, 사고 한 건 기준",
            )
            with st.container(width="content", gap="small"):
                st.badge(
                    answer.interpretation,
                    color=theme.badge_colour(answer.interpretation, [name for name, _ in labels]),
                    icon=":material/speed:",
                )
                st.caption(f"대구 사고 가운데 {theme.top_percent(answer.percentile)}")
        st.plotly_chart(
            charts.percentile_bar(answer.percentile, labels, colours),
            theme=None,
            config=theme.CHART_CONFIG,
            key="percentile",
            alt=f"백분위 {answer.percentile:.0f}, {answer.interpretation}",
        )
        st.markdown(answer.detail)
        left, right = st.columns([2, 3], gap="medium")
        difference = (answer.serious_probability - answer.serious_city_average) * 100
        left.metric(
            "사망·중상 확률",
            theme.percent(answer.serious_probability),
            f"{difference:+.1f}%p (대구 평균 {theme.percent(answer.serious_city_average)})",
            delta_color="inverse",
            help=_SERIOUS_HELP,
        )
        with right:
            st.caption(
                "80% 예측 구간",
                help="비슷한 조건의 사고 열 건 가운데 여덟 건쯤은 ECLO가 이 구간에 듭니다.",
            )
            st.plotly_chart(
                charts.interval_bar(answer.eclo, answer.interval, model.typical_eclo, colours),
                theme=None,
                config=theme.CHART_CONFIG,
                key="interval",
                alt=f"80% 예측 구간 {answer.interval.lower:.1f}에서 {answer.interval.upper:.1f}",
            )


def _contributions(answer: pb.PredictEcloResponse) -> None:
    with st.container(border=True):
        st.subheader("무엇이 예측을 움직였나", anchor=False)
        sentence = narration.contributions(answer.contributions)
        st.caption(f"대구에서 가장 흔한 값으로 바꾸었을 때와의 ECLO 차이입니다. {sentence}")
        st.plotly_chart(
            charts.contribution_bars(answer.contributions, theme.palette()),
            theme=None,
            config=theme.CHART_CONFIG,
            key="contributions",
            alt=sentence,
        )
        tables.download(
            [{"항목": item.label, "값": item.value, "ECLO 차이": item.difference} for item in answer.contributions],
            "예측_기여도",
        )
