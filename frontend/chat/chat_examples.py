"""An empty conversation: what can be asked, with questions that work at a click."""

import grpc
import streamlit as st

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.chat import chat_datasets, chat_session
from frontend.literal_text import literal


def show() -> None:
    dataset_ids = chat_datasets.for_question()
    if not dataset_ids:
        chat_datasets.hint()
    try:
        with st.spinner("예시 질문을 준비하는 중입니다."):
            questions = clients.backend().chat.suggest(dataset_ids)
    except BackendError as error:
        if error.code == grpc.StatusCode.UNAVAILABLE:
            recovery.show_chat(error)
        return  # without examples a question can still be asked
    if not questions:
        return
    st.markdown("**이렇게 물어보세요**")
    left, right = st.columns(2)
    for index, question in enumerate(questions):
        (left, right)[index % 2].button(
            literal(question),
            key=f"example_{index}",
            icon=":material/chat:",
            width="stretch",
            wrap=True,
            on_click=chat_session.ask,
            args=(question, dataset_ids),
        )
