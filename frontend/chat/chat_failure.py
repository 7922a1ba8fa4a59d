"""A question without a whole answer: what became of it, and how it is asked again. It is never lost."""

from collections.abc import Callable
from typing import Literal

import grpc
import streamlit as st

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.chat import chat_datasets, chat_messages, chat_session, chat_words
from frontend.chat.chat_session import Attempt, Phase
from frontend.literal_text import literal

_CUT = "답변이 중간에 끊겼습니다."
# A model or a conversation that does not fit: the same question may do in a new one.
_FRESH_START = (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.FAILED_PRECONDITION)


def show(attempt: Attempt) -> None:
    """What has arrived, why there is no more, and the buttons."""
    with chat_messages.speaker("assistant"):
        chat_messages.fill(
            chat_messages.Places(), attempt.tool_calls, attempt.text, chat_messages.chart_key(attempt.sequence + 1)
        )
        match attempt.phase:
            case Phase.STOPPED:
                st.warning(_CUT if attempt.text else "답변을 멈추었습니다.", icon=":material/stop_circle:")
                _again(attempt)
            case Phase.UNSENT:
                st.info("이 질문은 아직 보내지 않았습니다.", icon=":material/schedule_send:")
                with st.container(horizontal=True):
                    _button("질문 보내기", "send", chat_session.again, chat_datasets.for_question(), kind="primary")
                    _button("질문 지우기", "drop", chat_session.drop)
            case Phase.FAILED if attempt.failure:
                _failed(attempt, attempt.failure)


def unanswered(question: str) -> None:
    """The open conversation ends with this question."""
    with chat_messages.speaker("assistant"):
        st.info("이 질문에는 아직 답변이 없습니다.", icon=":material/hourglass_empty:")
        _button("답변 받기", "answer", chat_session.ask, question, chat_datasets.for_question(), kind="primary")


def incomplete(question: str) -> None:
    """The last answer was cut off."""
    _button("다시 질문하기", "ask_again", chat_session.ask, question, chat_datasets.for_question())


def _failed(attempt: Attempt, error: BackendError) -> None:
    if attempt.text:
        st.caption(f":material/warning: {_CUT}")
    if attempt.is_outrun:
        st.error(literal(error.message_ko), icon=":material/sync_problem:")
        _button("새로 불러오기", "reload", chat_session.reload, kind="primary")
        return
    # What runs behind the gateway gives reasons; without one nothing was reached, and it is worth watching.
    if error.unreachable and not error.metadata:
        recovery.show(error, _reached, clients.backend().chat.probe)
    else:
        recovery.say(error)
    recovery.violations(error)
    _again(attempt, fresh=error.code in _FRESH_START)


def _again(attempt: Attempt, fresh: bool = False) -> None:
    dataset_ids = chat_datasets.for_question()
    with st.container(horizontal=True):
        _button("다시 시도", "retry", chat_session.again, dataset_ids, kind="primary")
        if attempt.model != chat_words.BUILTIN:
            _button("내장 분석기로 답변 받기", "retry_builtin", chat_session.again, dataset_ids, chat_words.BUILTIN)
        if fresh:
            _button("새 대화에서 질문하기", "restart", chat_session.restart, dataset_ids)


def _reached() -> None:
    """The server is back: the question can be sent."""
    if last := chat_session.attempt():
        last.phase = Phase.UNSENT


def _button(
    label: str,
    key: str,
    act: Callable[..., None],
    *args: object,
    kind: Literal["primary", "secondary"] = "secondary",
) -> None:
    st.button(label, key=key, type=kind, on_click=act, args=args)
