"""All conversations, last used first: opened, renamed, deleted."""

import datetime
from collections.abc import Sequence
from itertools import groupby

import streamlit as st
from daegu.chat.v1 import chat_pb2 as pb

from frontend import clients, confirmation, korean_time, recovery
from frontend.backend_error import BackendError
from frontend.chat import chat_session
from frontend.literal_text import literal

LONGEST_TITLE = 200  # characters, as the contract says
_FIRST, _MORE = 8, 20  # with more, what else stands in the sidebar would be below the window
_SHOWN = "chat_conversations_shown"
_RENAME, _DELETE = ":material/edit: 이름 바꾸기", ":material/delete: 삭제"


def show() -> None:
    """The list, for the sidebar, by day. `st.sidebar` is the caller's."""
    st.button(
        "새 대화", key="new_conversation", icon=":material/add_comment:", width="stretch", on_click=chat_session.new
    )
    shown = st.session_state.get(_SHOWN, _FIRST)
    try:
        answer = clients.backend().chat.conversations(shown)
    except BackendError as error:
        st.caption("대화 목록을 지금은 불러올 수 없습니다.")
        if error.unreachable:
            recovery.watch(None, clients.backend().chat.probe)
        return
    if not answer.conversations:
        st.caption("아직 대화가 없습니다. 질문하면 여기에 남습니다.")
        return
    with st.container(key="conversations", gap="xxsmall"):
        for day, conversations in groupby(answer.conversations, _day):
            st.caption(day)
            for conversation in conversations:
                _row(conversation)
    if answer.total > len(answer.conversations):
        st.button("더 보기", key="more_conversations", type="tertiary", icon=":material/expand_more:", on_click=_more)


def table(conversations: Sequence[pb.Conversation], key: str) -> str | None:
    """The conversations as a table. Returns the id of the one that was clicked in this run."""
    shown_ids = f"{key}_ids"
    clickable: list[str] = st.session_state.get(shown_ids, [])  # a click is about the rows of the run before
    st.session_state[shown_ids] = [conversation.conversation_id for conversation in conversations]
    event = st.dataframe(
        [
            {
                "제목": conversation.title,
                "메시지": conversation.message_count,
                "마지막 사용": korean_time.short(conversation.updated_at),
            }
            for conversation in conversations
        ],
        hide_index=True,
        column_config={"제목": st.column_config.TextColumn(width="medium")},
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
        alt="대화 목록",
    )
    cells = event.selection.cells
    return clickable[cells[0][0]] if cells and cells[0][0] < len(clickable) else None


def _row(conversation: pb.Conversation) -> None:
    conversation_id = conversation.conversation_id
    is_open = conversation_id == chat_session.opened().id
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", wrap=False):
        st.button(
            f"**{literal(conversation.title)}**" if is_open else literal(conversation.title),
            key=f"open_{conversation_id}",
            type="secondary" if is_open else "tertiary",
            width="stretch",
            on_click=chat_session.open_,
            args=(conversation_id,),
        )
        wish = st.menu_button(
            ":material/more_horiz:",
            [_RENAME, _DELETE],
            key=f"menu_{conversation_id}",
            type="tertiary",
        )
    if wish == _RENAME:
        rename(conversation)
    elif wish == _DELETE:
        delete(conversation)


def delete(conversation: pb.Conversation) -> None:
    """Asks first."""

    def act() -> None:
        clients.backend().chat.delete(conversation.conversation_id)
        if conversation.conversation_id == chat_session.opened().id:
            chat_session.new()
        st.toast(f"‘{title}’ 대화를 삭제했습니다.", icon=":material/delete:")

    title = literal(conversation.title)
    question = f"‘{title}’ 대화를 삭제합니다. 되돌릴 수 없습니다."
    confirmation.ask("대화 삭제", question, "삭제하기", act, recovery.show_chat)


def rename(conversation: pb.Conversation) -> None:
    """Asks for the new name."""

    @st.dialog("대화 이름 바꾸기", icon=":material/edit:")
    def dialog() -> None:
        with st.form("rename_conversation", border=False):
            key = f"title_{conversation.conversation_id}"
            title = st.text_input("이름", conversation.title, max_chars=LONGEST_TITLE, key=key) or ""
            agreed = st.form_submit_button("저장", type="primary", icon=":material/save:")
        if not agreed:
            return
        if not title.strip():
            st.error("이름을 입력해주세요.", icon=":material/error:")
            return
        try:
            clients.backend().chat.rename(conversation.conversation_id, title.strip())
        except BackendError as error:
            recovery.show_chat(error)
            recovery.violations(error)
            return
        chat_session.opened().stale = True
        st.rerun()

    dialog()


def _day(conversation: pb.Conversation) -> str:
    """`오늘`, `어제`, `11월 20일`, `2025년 3월 2일`"""
    day = korean_time.local(conversation.updated_at).date()
    today = datetime.datetime.now(korean_time.KOREAN_TIME).date()
    if (today - day).days in (0, 1):
        return ("오늘", "어제")[(today - day).days]
    return f"{f'{day.year}년 ' if day.year != today.year else ''}{day.month}월 {day.day}일"


def _more() -> None:
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, _FIRST) + _MORE
