"""홈: what this is, where to start, and the last predictions."""

import streamlit as st

from frontend import history

_LAST = 5


def page() -> None:
    st.title("대구 공공데이터", anchor=False)
    st.markdown("코드 없이 대구의 교통사고를 살펴보고, 사고가 얼마나 심각할지 예측해 보세요.")
    with st.container(border=True):
        st.subheader(":material/insights: ECLO 예측", anchor=False)
        st.markdown(
            "날짜와 시각, 장소, 날씨, 도로와 사고 유형만으로 사고 한 건의 **인명피해 심각도(ECLO)** 를 예측합니다. "
            "대구의 다른 사고와 견준 백분위와 피해 규모별 확률, 무엇이 예측을 움직였는지도 함께 보여드립니다."
        )
        st.page_link("app_pages/predict.py", label="예측 시작하기", icon=":material/arrow_forward:")
    with st.expander("ECLO란 무엇인가요?", icon=":material/help:"):
        st.markdown(
            "ECLO(Equivalent Casualties Loss Only)는 사고 한 건의 인명피해를 하나의 수로 나타냅니다.\n\n"
            "| 피해 | 사망 | 중상 | 경상 | 부상신고 |\n|---|---|---|---|---|\n| 한 명당 | 10 | 5 | 3 | 1 |\n\n"
            "예를 들어 경상자 한 명이면 3, 중상자 한 명과 경상자 두 명이면 11입니다."
        )
    st.subheader("최근 예측", anchor=False)
    history.show(_LAST)


page()
