"""The list of conversations: the last used one first, opened, renamed, deleted."""

import re

import grpc
from streamlit.testing.v1 import AppTest

from tests.frontend import refusals, screen
from tests.frontend.chat_screen import ask, buttons, conversation, errors, press, questions
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.fake_chat import Stored

# The dialog is opened in every run: AppTest reruns the whole script where a browser reruns only the dialog.
DIALOG = """
import streamlit as st
from frontend import clients
from frontend.chat import chat_conversations
answer = clients.backend().chat.conversations(1)
if answer.conversations:
    getattr(chat_conversations, st.session_state["dialog"])(answer.conversations[0])
"""


def dialog(name: str) -> AppTest:
    """The dialog of the last used conversation."""
    page = AppTest.from_string(DIALOG, default_timeout=20)
    page.session_state["dialog"] = name
    return page.run()


def titles(page: AppTest) -> list[str]:
    """The conversations in the sidebar, from the top."""
    return [button.label for button in page.sidebar.button if (button.key or "").startswith("open_")]


def choose(page: AppTest, stored: Stored, wish: str) -> AppTest:
    """Picks an entry of the menu of a conversation."""
    return page.menu_button(key=f"menu_{stored.conversation.conversation_id}").click(wish).run()


def test_the_last_used_conversation_stands_first_below_its_day(open_page: OpenPage, backend: FakeBackend) -> None:
    for title in ("하나", "둘", "셋"):
        backend.chat.add(title, "질문", "답변")
    page = open_page("chat")
    assert titles(page) == ["셋", "둘", "하나"]
    assert any(re.fullmatch(r"(\d{4}년 )?1월 8일", caption.value) for caption in page.sidebar.caption)


def test_a_conversation_is_opened_and_marked(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.add("하나", "첫 질문", "답변")
    backend.chat.add("둘", "다른 질문", "답변")
    page = press(open_page("chat"), "하나")
    assert questions(page) == ["첫 질문"]
    assert page.subheader[0].value == "하나"
    assert titles(page) == ["둘", "**하나**"]


def test_a_new_conversation_begins_empty_and_the_old_one_stays(open_page: OpenPage, backend: FakeBackend) -> None:
    page = press(ask(open_page("chat"), "질문"), "새 대화")
    assert (questions(page), conversation(page)) == ([], "")
    assert titles(page) == ["질문"]
    assert questions(page.run()) == []


def test_more_conversations_are_shown_on_demand(open_page: OpenPage, backend: FakeBackend) -> None:
    for number in range(20):
        backend.chat.add(f"대화 {number}", "질문", "답변")
    page = open_page("chat")
    assert len(titles(page)) == 8
    press(page, "더 보기")
    assert len(titles(page)) == 20
    assert "더 보기" not in buttons(page)


def test_the_menu_of_a_conversation_opens_its_dialogs(open_page: OpenPage, backend: FakeBackend) -> None:
    stored = backend.chat.add("하나", "질문", "답변")
    page = choose(open_page("chat"), stored, ":material/edit: 이름 바꾸기")
    assert page.text_input(key=f"title_{stored.conversation.conversation_id}").value == "하나"
    choose(page, stored, ":material/delete: 삭제")
    assert "‘하나’ 대화를 삭제합니다. 되돌릴 수 없습니다." in screen.text(page)
    assert backend.chat.stored


def test_a_conversation_is_renamed(backend: FakeBackend) -> None:
    stored = backend.chat.add("옛 이름", "질문", "답변")
    page = dialog("rename")
    page.text_input(key=f"title_{stored.conversation.conversation_id}").input("새 이름")
    press(page, "저장")
    assert stored.conversation.title == "새 이름"


def test_a_name_of_nothing_is_refused(backend: FakeBackend) -> None:
    stored = backend.chat.add("옛 이름", "질문", "답변")
    page = dialog("rename")
    page.text_input(key=f"title_{stored.conversation.conversation_id}").input("  ")
    press(page, "저장")
    assert errors(page) == ["이름을 입력해주세요."]
    assert stored.conversation.title == "옛 이름"


def test_a_conversation_is_deleted_only_after_a_question(backend: FakeBackend) -> None:
    backend.chat.add("하나", "질문", "답변")
    page = dialog("delete")
    assert backend.chat.stored
    press(page, "삭제하기")
    assert not backend.chat.stored


def test_what_cannot_be_deleted_says_why(backend: FakeBackend) -> None:
    backend.chat.add("하나", "질문", "답변")
    backend.chat.refusals["DeleteConversation"] = refusals.status(grpc.StatusCode.ABORTED, "지금은 지울 수 없습니다.")
    assert errors(press(dialog("delete"), "삭제하기")) == ["지금은 지울 수 없습니다."]
    assert backend.chat.stored


def test_a_title_is_text_and_nothing_else(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.add("[x](http://evil.example) ![y](http://evil.example)", "질문", "답변")
    (title,) = titles(open_page("chat"))
    assert "](" not in title.replace("\\]", "")


def test_home_lists_the_last_conversations_and_opens_one(open_page: OpenPage, backend: FakeBackend) -> None:
    for number in range(7):
        backend.chat.add(f"대화 {number}", f"질문 {number}", "답변")
    page = open_page("home")
    shown = page.dataframe[0].value
    assert shown["제목"].tolist() == [f"대화 {number}" for number in (6, 5, 4, 3, 2)]
    page.session_state["last_conversations"] = {"selection": {"rows": [], "columns": [], "cells": [(1, "제목")]}}
    page.run()
    assert questions(page) == ["질문 5"]


def test_home_leads_to_the_chat(open_page: OpenPage) -> None:
    page = open_page("home")
    assert "아직 대화가 없습니다." in screen.text(page)
    assert press(page, "질문하기").title[0].value == "챗봇"
