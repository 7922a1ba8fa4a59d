"""홈: what this is, where to start, and the last predictions."""

import streamlit as st

from frontend import history

_LAST = 5
_WEIGHTS = [
    {"피해": "사망자 한 명", "ECLO": "10"},
    {"피해": "중상자 한 명", "ECLO": "5"},
    {"피해": "경상자 한 명", "ECLO": "3"},
    {"피해": "부상신고자 한 명", "ECLO": "1"},
]


def page() -> None:
    st.title("대구 공공데이터", anchor=False)
    st.markdown("코드 없이 대구의 교통사고를 살펴보고, 사고가 얼마나 심각할지 예측해 보세요.")
    start, meaning = st.columns([3, 2])
    with start.container(border=True, height="stretch"):
        st.subheader(":material/insights: ECLO 예측", anchor=False)
        st.markdown(
            "날짜와 시각, 장소, 날씨, 도로와 사고 유형만으로 사고 한 건의 **인명피해 심각도**, ECLO를 예측합니다. "
            "대구의 다른 사고와 견준 백분위와 피해 규모별 확률, 무엇이 예측을 움직였는지도 함께 보여드립니다."
        )
        if st.button("예측 시작하기", type="primary", icon=":material/arrow_forward:", icon_position="right"):
            st.switch_page("app_pages/predict.py")
    with meaning.container(border=True, height="stretch"):
        st.subheader(":material/help: ECLO란?", anchor=False)
        st.markdown("Equivalent Casualties Loss Only. 사고 한 건의 인명피해를 하나의 수로 나타냅니다.")
        st.table(_WEIGHTS, border="horizontal", hide_header=True, hide_index=True)
        st.caption("예를 들어 중상자 한 명과 경상자 두 명이면 5 + 3 + 3 = 11입니다.")
    st.subheader("최근 예측", anchor=False)
    history.show(_LAST)


page()
