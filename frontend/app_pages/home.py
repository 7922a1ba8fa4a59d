"""홈: what this is, where to start, what was used last."""

import streamlit as st

from frontend.home import last_things, steps

_WEIGHTS = [
    {"피해": "사망자 한 명", "ECLO": "10"},
    {"피해": "중상자 한 명", "ECLO": "5"},
    {"피해": "경상자 한 명", "ECLO": "3"},
    {"피해": "부상신고자 한 명", "ECLO": "1"},
]


def page() -> None:
    st.title("대구 공공데이터", anchor=False)
    st.markdown("코드 없이 대구의 공공데이터를 살펴보고, 한국어로 물어보고, 교통사고가 얼마나 심각할지 예측해 보세요.")
    steps.start()
    steps.cards()
    last_things.show()
    with st.expander("ECLO란?", icon=":material/help:"):
        st.markdown("Equivalent Casualties Loss Only. 사고 한 건의 인명피해를 하나의 수로 나타냅니다.")
        st.table(_WEIGHTS, border="horizontal", hide_header=True, hide_index=True)
        st.caption("예를 들어 중상자 한 명과 경상자 두 명이면 5 + 3 + 3 = 11입니다.")


page()
