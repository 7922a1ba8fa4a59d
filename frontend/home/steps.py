"""What the product can do, in the order in which somebody who has never seen it would try it."""

from dataclasses import dataclass

import streamlit as st

from frontend import chosen_datasets, clients, recovery
from frontend.backend_error import BackendError
from frontend.explore import explore_place


@dataclass(frozen=True)
class Step:
    """A page: its name, an icon, what it does, and the words on the button that leads there."""

    page: str
    title: str
    icon: str
    what: str
    button: str


STEPS = (
    Step(
        "datasets",
        "데이터셋",
        ":material/dataset:",
        "공공데이터포털이나 TAAS에서 받은 CSV를 그대로 올리면 무엇이 들었는지 알아보고, 링크로 나눌 수 있습니다.",
        "CSV 올리기",
    ),
    Step(
        "explore",
        "시각화",
        ":material/bar_chart:",
        "데이터셋 하나를 차트와 지도로 살펴봅니다. 기간과 시각, 동, 값으로 거르면 모두 함께 바뀝니다.",
        "차트와 지도 보기",
    ),
    Step(
        "cross_analysis",
        "교차 분석",
        ":material/join_inner:",
        "데이터셋 여러 개를 한 지도에 겹치고, 사고 가까이에 CCTV가 몇 대 있는지 세고, 분포를 견줍니다.",
        "함께 견주기",
    ),
    Step(
        "chat",
        "챗봇",
        ":material/forum:",
        "데이터에 대해 한국어로 물어보면 표와 차트로 답합니다. API 키가 없어도 내장 분석기가 답합니다.",
        "질문하기",
    ),
    Step(
        "predict",
        "ECLO 예측",
        ":material/insights:",
        "날짜와 장소, 날씨, 도로만으로 사고의 **인명피해 심각도**를 예측합니다. 파일을 통째로 예측할 수도 있습니다.",
        "예측 시작하기",
    ),
    Step(
        "risk_map",
        "위험 지도",
        ":material/map:",
        "시각과 날씨를 고르면 같은 사고가 어느 동에서, 언제 나면 더 심각할지 지도와 순위로 보여드립니다.",
        "위험 지도 보기",
    ),
)
_BESIDE = 3


def start() -> None:
    """The sample in one click, and then its charts."""
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(width=620):
            st.markdown("**처음 오셨나요?**")
            st.caption(
                "파일이 없어도 됩니다. 대구의 통계에 맞추어 만든 합성 사고 2만 건을 불러와 차트와 지도, 질문, 예측을 "
                "바로 해 보실 수 있습니다."
            )
        clicked = st.button("표본으로 시작하기", key="start", type="primary", icon=":material/play_arrow:")
    if not clicked:
        return
    try:
        with st.spinner("표본을 불러오는 중입니다."):
            sample = clients.backend().datasets.sample()
    except BackendError as error:
        recovery.show_datasets(error)
        return
    chosen_datasets.choose(sample.dataset_id)
    st.switch_page("app_pages/explore.py", query_params={explore_place.DATASET: sample.dataset_id})


def cards() -> None:
    """Three beside each other, below each other on a phone."""
    for start in range(0, len(STEPS), _BESIDE):
        row = STEPS[start : start + _BESIDE]
        for column, step in zip(st.columns(_BESIDE), row, strict=True):
            with column.container(border=True, height="stretch"):
                _card(step)


def _card(step: Step) -> None:
    st.markdown(f"**{step.icon} {step.title}**")
    st.markdown(step.what)
    if st.button(step.button, key=f"step_{step.page}", icon=":material/arrow_forward:", icon_position="right"):
        st.switch_page(f"app_pages/{step.page}.py")
