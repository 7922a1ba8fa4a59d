"""A conversation as a file."""

import streamlit as st
from daegu.chat.v1 import chat_pb2 as pb

from frontend import clients
from frontend.file_names import file_name


def show(conversation: pb.Conversation) -> None:
    """A button; nothing is fetched before the click."""
    # The click is answered in a thread without session: what it needs is bound here.
    chat, conversation_id = clients.backend().chat, conversation.conversation_id
    st.download_button(
        "내려받기",
        lambda: chat.export(conversation_id).encode(),
        file_name(conversation.title, ".md", "대화"),
        "text/markdown",
        key="export",
        icon=":material/download:",
        on_click="ignore",
        help="이 대화를 Markdown 파일로 받습니다.",
    )
