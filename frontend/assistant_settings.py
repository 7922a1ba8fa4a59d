"""Who answers questions: the key of this session, the chosen model, and the tokens used so far.

The key stays in the session of the server: a typed one in the state of its field, one from the environment in the
settings. Neither is written into a URL, a cache or a log, and the one from the environment is not sent to the browser.
"""

from collections.abc import Mapping

import streamlit as st
from daegu.chat.v1 import chat_pb2 as pb

from frontend import clients
from frontend.backend_error import BackendError
from frontend.chat import chat_words
from frontend.settings import settings

_KEY, _MODEL, _USED = "assistant_key", "assistant_model", "assistant_tokens"
_LONGEST_KEY = 300  # characters


def key() -> str:
    """The key for questions: the typed one, else that of the environment, else none."""
    return _typed() or settings().anthropic_api_key.get_secret_value().strip()


def model() -> str:
    """Name of the model to ask; empty for the default of the service."""
    if not key():
        return chat_words.BUILTIN
    return str(st.session_state.get(_MODEL) or "")


def names() -> Mapping[str, str]:
    """What people call the models, by their names for requests; empty while the service does not say."""
    try:
        return {each.name: each.label for each in clients.chat_models()}
    except BackendError:
        return {}


def count(usage: pb.TokenUsage) -> None:
    """Adds the tokens of an answer to those of this session."""
    used = _used()
    used.input += usage.input
    used.output += usage.output
    used.total += usage.total
    st.session_state[_USED] = used


def show() -> None:
    """For the sidebar."""
    st.caption("챗봇")
    with st.container(gap="xsmall"):
        _models()
        _key_field()
        _usage()


def _models() -> None:
    if not key():
        st.badge(chat_words.BUILTIN_LABEL, icon=":material/smart_toy:", color="green")
        st.caption(
            "키가 없어도 모든 기능을 쓸 수 있습니다. 내장 분석기가 답하고, 키를 넣으면 AI 모델도 고를 수 있습니다."
        )
        return
    offered = names()
    if not offered:
        st.caption("모델 목록을 지금은 불러올 수 없습니다. 기본 모델이 답합니다.")
        return
    if st.session_state.get(_MODEL) not in offered:
        st.session_state.pop(_MODEL, None)
    st.selectbox(
        "답변하는 모델",
        list(offered),
        key=_MODEL,
        format_func=offered.__getitem__,
        filter_mode="contains",
        persist_state="session",
    )


def _key_field() -> None:
    from_environment = bool(settings().anthropic_api_key.get_secret_value().strip())
    if from_environment and not _typed():
        st.badge("환경 변수의 키 사용 중", icon=":material/key:", color="blue")
    st.text_input(
        "다른 API 키 쓰기" if from_environment else "Anthropic API 키",
        key=_KEY,
        type="password",
        max_chars=_LONGEST_KEY,
        autocomplete="off",
        placeholder="비워두면 환경 변수의 키를 씁니다" if from_environment else "없으면 비워두세요",
        help="키는 이 화면을 쓰는 동안만 기억하고, 질문할 때만 씁니다. 어디에도 저장하지 않습니다.",
        on_change=_forget_model,
        persist_state="session",
    )


def _usage() -> None:
    used = _used()
    if used.total:
        st.caption(f":material/data_usage: 지금까지 쓴 {chat_words.tokens(used)}")


def _typed() -> str:
    return str(st.session_state.get(_KEY) or "").strip()


def _forget_model() -> None:
    """With another key the choice begins anew: at the default model, or at the built-in analyst."""
    st.session_state.pop(_MODEL, None)


def _used() -> pb.TokenUsage:
    used: pb.TokenUsage = st.session_state.get(_USED) or pb.TokenUsage()
    return used
