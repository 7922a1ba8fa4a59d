"""챗봇: ask about datasets in Korean, see how the answer came about, come back to it later."""

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from frontend import afterwards, recovery
from frontend.backend_error import BackendError
from frontend.chat import (
    chat_conversations,
    chat_datasets,
    chat_examples,
    chat_export,
    chat_failure,
    chat_messages,
    chat_session,
    chat_stream,
)
from frontend.chat.chat_session import Attempt, Opened, Phase
from frontend.literal_text import literal

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_LONGEST_QUESTION = 4000  # characters, as the contract says
_INPUT = "chat_input"
_STYLE = Path(__file__).parents[1] / "assets" / "chat.css"


def page() -> None:
    head = st.container()  # one place, however much stands in it: the messages below keep theirs
    try:
        opened = chat_session.load()
    except BackendError as error:
        with head:
            st.title("챗봇", anchor=False)
            recovery.show_chat(error)
        return
    attempt = chat_session.attempt()
    asking = attempt is not None and attempt.phase == Phase.ASKING
    is_new = attempt is not None and not attempt.is_stored_in(opened)
    with head:
        st.html(_STYLE)
        _heading(opened)
        chat_messages.take_to_the_last_question(opened.questions + is_new, opened.focus)
    with st.sidebar:
        chat_conversations.show()
    _bottom(asking)
    chat_messages.show(opened.messages)
    if attempt is None:
        _end(opened)
        return
    if is_new:
        chat_messages.question(attempt.question)
    if not asking:
        _attempt(attempt)
        return
    place = chat_messages.speaker("assistant")
    afterwards.leave(lambda: _follow(attempt, place))


def _follow(attempt: Attempt, place: "DeltaGenerator") -> None:
    """Draws the answer while it arrives; then the page once more, with all of it in its place."""
    with place:
        chat_stream.follow(attempt)
    st.rerun()


def _heading(opened: Opened) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("챗봇", anchor=False, width="content")
        if opened.messages:
            chat_export.show(opened.conversation)
    if notice := chat_session.notice():
        st.warning(notice, icon=":material/search_off:")
    if opened.conversation.title:
        st.subheader(literal(opened.conversation.title), anchor=False)
    else:
        st.caption("데이터에 대해 한국어로 물어보세요. 어떤 도구로 어떻게 답을 찾았는지도 보여드립니다.")
    chat_datasets.show(opened.conversation.dataset_ids, is_new=not opened.messages)


def _bottom(asking: bool) -> None:
    """Where questions are typed, in sight wherever the reader is; while an answer comes, where it is stopped."""
    with st.bottom:
        if asking:
            st.button(
                "답변 멈추기", key="stop", icon=":material/stop_circle:", shortcut="Esc", width="stretch"
            )  # the rerun that a click asks for is what stops it
        st.chat_input(
            "데이터에 대해 물어보세요",
            key=_INPUT,
            max_chars=_LONGEST_QUESTION,
            disabled=asking,
            on_submit=_submit,
        )


def _submit() -> None:
    chat_session.ask(st.session_state[_INPUT] or "", chat_datasets.for_question())


def _end(opened: Opened) -> None:
    """What is below the last message while nothing is being asked."""
    if not opened.messages:
        chat_examples.show()
    elif opened.unanswered:
        chat_failure.unanswered(opened.unanswered)
    elif opened.messages[-1].incomplete and len(opened.messages) > 1:
        chat_failure.incomplete(opened.messages[-2].text)


def _attempt(attempt: Attempt) -> None:
    if attempt.done:
        chat_messages.done(attempt.done)
    else:
        chat_failure.show(attempt)


page()
