"""What was used last: datasets, conversations, predictions."""

from collections.abc import Callable

import streamlit as st

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.chat import chat_conversations, chat_session
from frontend.datasets import dataset_list, dataset_view
from frontend.predict import history

_LAST = 5


def show() -> None:
    """The lists. If nothing can be reached, the first one says so for all."""
    left, right = st.columns(2)
    is_away = False
    for place, heading, draw, fail in (
        (left, "최근 데이터셋", _datasets, recovery.show_datasets),
        (right, "최근 대화", _conversations, recovery.show_chat),
        (left, "최근 예측", _predictions, recovery.show),
    ):
        with place:
            st.subheader(heading, anchor=False)
            is_away = _draw(draw, fail, is_away)


def _draw(draw: Callable[[], None], fail: Callable[[BackendError], None], is_away: bool) -> bool:
    """Whether the server is known to be away now."""
    try:
        draw()
    except BackendError as error:
        if not (is_away and error.unreachable):
            fail(error)
            return is_away or error.unreachable
        st.caption("서버에 연결되면 여기에 보입니다.")
    return is_away


def _datasets() -> None:
    answer = clients.backend().datasets.page(_LAST)
    if not answer.datasets:
        st.info("아직 데이터셋이 없습니다. CSV를 올리거나 표본으로 시작해 보세요.", icon=":material/folder_open:")
        return
    opened = dataset_list.table(answer.datasets, "last_datasets", ("이름", "종류", "행", "올린 때"))
    st.caption(f"모두 {answer.total:,}개 가운데 최근 {len(answer.datasets)}개입니다. 행을 누르면 열립니다.")
    if opened:
        st.switch_page("app_pages/datasets.py", query_params={dataset_view.PARAMETER: opened})


def _conversations() -> None:
    answer = clients.backend().chat.conversations(_LAST)
    if not answer.conversations:
        st.info("아직 대화가 없습니다. 데이터에 대해 물어보세요.", icon=":material/forum:")
        return
    opened = chat_conversations.table(answer.conversations, "last_conversations")
    st.caption(f"모두 {answer.total:,}개 가운데 최근 {len(answer.conversations)}개입니다. 행을 누르면 열립니다.")
    if opened:
        st.switch_page("app_pages/chat.py", query_params={chat_session.PARAMETER: opened})


def _predictions() -> None:
    history.table(clients.backend().predictions(_LAST))
