"""The card of the model that serves: what it was made of and for, how good it is, and what it cannot do."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import theme

# The figures of the model that help a reader, their Korean names, and what a good one looks like.
_METRICS = {
    "rmsle": ("RMSLE", "로그 눈금의 오차입니다. 낮을수록 좋습니다."),
    "log_r2": ("설명력(로그 R²)", "이 조건들이 심각도의 차이를 얼마나 설명하는지입니다. 1이면 전부입니다."),
    "band_log_loss": ("구간 로그 손실", "네 구간 확률의 정확도입니다. 낮을수록 좋습니다."),
    "interval_coverage": ("80% 구간 적중률", "0.8에 가까울수록 좋습니다."),
    "interval_width": ("80% 구간의 폭", "ECLO 단위입니다. 좁을수록 확실합니다."),
    "serious_auc": ("사망·중상 AUC", "0.5는 우연, 1은 완벽입니다."),
    "serious_brier": ("사망·중상 Brier", "확률의 오차입니다. 낮을수록 좋습니다."),
    "serious_ece": ("사망·중상 ECE", "확률이 실제와 어긋난 정도입니다. 낮을수록 좋습니다."),
}
_PURPOSE = """
**쓸 곳** · 같은 사고라도 언제, 어디서, 어떤 도로와 날씨에서 더 심각해지는지 견주어 볼 때, 시설이나 단속을 어디에
먼저 둘지 살펴볼 때, 수업과 취재에서 씁니다.

**쓰지 말아야 할 곳** · 실제로 일어난 한 사고의 책임이나 보상을 정할 때, 사고가 **얼마나 자주** 나는지 알고 싶을 때
(이 모델은 이미 일어난 사고가 얼마나 심각한지만 다룹니다), 대구 밖의 사고에는 쓰지 마세요.

**자료와 방법** · 도로교통공단 교통사고분석시스템(TAAS)에 공개된 대구 사고로 학습했습니다. 사고의 결과 없이 알 수 있는
항목만 씁니다(날짜·시각·요일, 동, 날씨, 노면, 도로 형태, 사고 유형). LightGBM 모델 하나가 ECLO 구간마다의 확률을 내고,
예상 값과 네 구간의 확률, 80% 구간, 사망·중상 확률을 모두 거기서 읽습니다.

**한계** · 심각도의 대부분은 속도, 안전띠, 나이처럼 이 항목에 없는 것이 정합니다. 그래서 예상 값은 평균 근처에 모입니다.
‘경미·일반·심각·매우 심각’은 예상 값이 대구 사고 가운데 어디쯤인지를 말하고, 사망·중상 확률과는 순서가 다를 수
있습니다(보행자 사고는 ECLO가 낮아도 크게 다치는 일이 많습니다). 학습 기간 밖의 연도와 모르는 동에는 알림이 붙습니다.
"""


def show(model: pb.GetModelResponse) -> None:
    with st.container(border=True):
        columns = st.columns(3)
        columns[0].metric("학습 기간", f"{model.training_first_year}–{model.training_last_year}")
        columns[1].metric("학습한 사고", f"{model.training_rows:,}건")
        columns[2].metric("대표 사고의 ECLO", theme.eclo(model.typical_eclo))
        st.caption(f"모델 버전 `{model.model_version}` · 자료 도로교통공단 교통사고분석시스템(TAAS)")
    st.markdown("**성능** · 학습에 쓰지 않은 해로 잰 값입니다.")
    with st.container(horizontal=True):
        for name, (label, hint) in _METRICS.items():
            if name in model.metrics:
                st.metric(label, f"{model.metrics[name]:.4g}", help=hint, border=True, width=200)
    st.caption(
        "사고의 심각도는 대부분 이 조건들로 설명되지 않습니다. "
        "예측은 한 사고의 결과가 아니라 비슷한 사고들의 평균적인 모습으로 읽어주세요."
    )
    with st.expander("무엇에 쓰고, 무엇을 할 수 없는지", icon=":material/description:"):
        st.markdown(_PURPOSE)
    with st.expander("모델이 아는 항목과 값", icon=":material/list:"):
        st.dataframe(
            [
                {
                    "항목": field.label,
                    "이름": field.name,
                    "가장 흔한 값": field.typical,
                    "값": ", ".join(field.values) if field.values else f"{field.minimum}–{field.maximum}",
                }
                for field in model.fields
            ],
            hide_index=True,
        )
