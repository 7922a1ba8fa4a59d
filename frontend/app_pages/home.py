"""홈: what this is, where to start, what was used last."""

import streamlit as st

from frontend.home import eclo_weights, last_things, steps


def page() -> None:
    st.title("대구 공공데이터", anchor=False)
    st.markdown("코드 없이 대구의 공공데이터를 살펴보고, 한국어로 물어보고, 교통사고가 얼마나 심각할지 예측해 보세요.")
    steps.start()
    steps.cards()
    last_things.show()
    eclo_weights.show()


page()
