"""시스템: which parts answer, the jobs, the model that serves, and the documents for developers."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, recovery, sidebar, theme
from frontend.backend_error import BackendError
from frontend.batch import batch_list
from frontend.settings import Settings

_JOBS = 10  # on a page
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


def page() -> None:
    st.title("시스템", anchor=False)
    st.subheader("연결 상태", anchor=False)
    with st.container(border=True):
        sidebar.connection_state()
    st.subheader("일괄 예측 작업", anchor=False)
    batch_list.pages(_JOBS)
    st.subheader("예측 모델", anchor=False)
    try:
        _model(clients.model())
    except BackendError as error:
        recovery.show(error)
    st.subheader("개발자 문서", anchor=False)
    settings = Settings()
    url = settings.public_url
    with st.container(horizontal=True):
        st.link_button("REST API 문서", f"{url}/docs", icon=":material/menu_book:")
        st.link_button("OpenAPI 명세", f"{url}/openapi.json", icon=":material/data_object:")
        st.link_button("Flower(작업 큐)", settings.flower_public_url, icon=":material/monitoring:")


def _model(model: pb.GetModelResponse) -> None:
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


page()
