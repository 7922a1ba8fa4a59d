"""홈: what this is, where to start, the last datasets, conversations and predictions."""

import streamlit as st

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.chat import chat_conversations, chat_session
from frontend.datasets import dataset_list, dataset_view
from frontend.predict import history

_LAST = 5
_WEIGHTS = [
    {"피해": "사망자 한 명", "ECLO": "10"},
    {"피해": "중상자 한 명", "ECLO": "5"},
    {"피해": "경상자 한 명", "ECLO": "3"},
    {"피해": "부상신고자 한 명", "ECLO": "1"},
]


def page() -> None:
    st.title("대구 공공데이터", anchor=False)
    st.markdown("코드 없이 대구의 공공데이터를 살펴보고, 한국어로 물어보고, 교통사고가 얼마나 심각할지 예측해 보세요.")
    datasets, chat, predictions = st.columns(3)
    with datasets.container(border=True, height="stretch"):
        st.subheader(":material/dataset: 데이터셋", anchor=False)
        st.markdown(
            "공공데이터포털이나 TAAS에서 받은 CSV를 올리면 무엇이 들었는지 알아보고, "
            "열마다 어떤 값이 있는지 보여드립니다. 링크로 다른 사람과 나눌 수도 있습니다."
        )
        if st.button("CSV 올리기", icon=":material/arrow_forward:", icon_position="right"):
            st.switch_page("app_pages/datasets.py")
    with chat.container(border=True, height="stretch"):
        st.subheader(":material/forum: 챗봇", anchor=False)
        st.markdown(
            "데이터에 대해 한국어로 물어보면 표와 차트로 답하고, 어떤 계산을 했는지도 보여드립니다. "
            "API 키가 없어도 내장 분석기가 답합니다."
        )
        if st.button("질문하기", icon=":material/arrow_forward:", icon_position="right"):
            st.switch_page("app_pages/chat.py")
    with predictions.container(border=True, height="stretch"):
        st.subheader(":material/insights: ECLO 예측", anchor=False)
        st.markdown(
            "날짜와 시각, 장소, 날씨, 도로와 사고 유형만으로 사고 한 건의 **인명피해 심각도**, ECLO를 예측합니다. "
            "다른 사고와 견준 백분위와 무엇이 예측을 움직였는지도 보여드립니다. "
            "파일 하나를 통째로 예측할 수도 있습니다."
        )
        if st.button("예측 시작하기", type="primary", icon=":material/arrow_forward:", icon_position="right"):
            st.switch_page("app_pages/predict.py")
    datasets, chat = st.columns(2)
    with datasets:
        st.subheader("최근 데이터셋", anchor=False)
        _datasets()
    with chat:
        st.subheader("최근 대화", anchor=False)
        _conversations()
    predictions, meaning = st.columns(2)
    with predictions:
        st.subheader("최근 예측", anchor=False)
        history.show(_LAST)
    with meaning:
        st.subheader("ECLO란?", anchor=False)
        st.markdown("Equivalent Casualties Loss Only. 사고 한 건의 인명피해를 하나의 수로 나타냅니다.")
        st.table(_WEIGHTS, border="horizontal", hide_header=True, hide_index=True)
        st.caption("예를 들어 중상자 한 명과 경상자 두 명이면 5 + 3 + 3 = 11입니다.")


def _datasets() -> None:
    try:
        answer = clients.backend().datasets.page(_LAST)
    except BackendError as error:
        recovery.show_datasets(error)
        return
    if answer.datasets:
        opened = dataset_list.table(answer.datasets, "last_datasets", ("이름", "종류", "행", "올린 때"))
        st.caption(f"모두 {answer.total:,}개 가운데 최근 {len(answer.datasets)}개입니다. 행을 누르면 열립니다.")
    else:
        st.info("아직 데이터셋이 없습니다. 합성 표본으로 둘러보실 수 있습니다.", icon=":material/folder_open:")
        opened = None
    opened = dataset_list.sample("tertiary" if answer.datasets else "secondary") or opened
    if opened:
        st.switch_page("app_pages/datasets.py", query_params={dataset_view.PARAMETER: opened})


def _conversations() -> None:
    try:
        answer = clients.backend().chat.conversations(_LAST)
    except BackendError as error:
        recovery.show_chat(error)
        return
    if not answer.conversations:
        st.info("아직 대화가 없습니다. 데이터에 대해 물어보세요.", icon=":material/forum:")
        return
    opened = chat_conversations.table(answer.conversations, "last_conversations")
    st.caption(f"모두 {answer.total:,}개 가운데 최근 {len(answer.conversations)}개입니다. 행을 누르면 열립니다.")
    if opened:
        st.switch_page("app_pages/chat.py", query_params={chat_session.PARAMETER: opened})


page()
