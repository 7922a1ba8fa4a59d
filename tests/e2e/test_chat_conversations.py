"""Conversations over REST: what is kept, who may write, what is refused."""

import uuid

import pytest

from tests.anthropic_server import (
    AnthropicServer,
    Calls,
    Says,
)
from tests.conftest import ScriptOf
from tests.conversation import CONVERSATIONS, Caller, unheard
from tests.datasets import UNKNOWN
from tests.e2e.errors import refused
from tests.stack import EmbeddedStack

pytestmark = pytest.mark.usefixtures("unharmed")


def test_a_conversation_is_there_after_its_service_was_killed(
    stack: EmbeddedStack, caller: Caller, script: ScriptOf
) -> None:
    script(Calls("get_dataframe_info"), Says("표본입니다."), Says("더 없습니다."))
    first = caller.answered(unheard("무슨 데이터야?"))
    chat = first["conversation_id"]
    caller.answered(unheard("더 있어?"), conversation_id=chat, last_sequence=2)
    before = caller.conversation(chat)
    restarts = stack.part("chat")["restarts"]
    stack.kill("chat")
    stack.wait_until_restarted("chat", restarts)
    assert caller.conversation(chat) == before
    assert [message["role"] for message in before["messages"]] == ["user", "assistant"] * 2
    assert [message["sequence"] for message in before["messages"]] == [1, 2, 3, 4]
    assert before["messages"][1]["tool_calls"][0]["name"] == "get_dataframe_info"


def test_two_tabs_of_one_conversation_do_not_write_into_each_other(caller: Caller, script: ScriptOf) -> None:
    script(Says("하나."), Says("둘."))
    chat = caller.answered(unheard("첫 질문"))["conversation_id"]
    caller.answered(unheard("이쪽 탭의 질문"), conversation_id=chat, last_sequence=2)
    refusal = refused(caller.ask(unheard("저쪽 탭의 질문"), conversation_id=chat, last_sequence=2), 409)
    assert "다시" in refusal.korean or "새로" in refusal.korean
    assert len(caller.conversation(chat)["messages"]) == 4


def test_a_repeated_request_gets_the_first_answer(
    caller: Caller, model_server: AnthropicServer, script: ScriptOf
) -> None:
    request_id, question = str(uuid.uuid4()), unheard("사고가 몇 건?")
    script(Says("20,000건입니다."))
    first = caller.answered(question, request_id=request_id)
    assert caller.answered(question, request_id=request_id) == first
    assert len(model_server.exchanges) == 1
    refused(caller.ask(unheard("다른 질문"), request_id=request_id), 409)


def test_what_is_wrong_with_a_question_is_said_all_at_once(stack: EmbeddedStack, caller: Caller) -> None:
    everything = {
        "message": "",
        "dataset_id": "nonsense",
        "conversation_id": "nonsense",
        "request_id": "nonsense",
        "last_sequence": -1,
    }
    refusal = refused(stack.http.post("/api/chat/message", json=everything), 400)
    assert set(refusal.violations) == set(everything)
    assert refused(caller.ask("질문", model="gpt-2"), 400).violations.keys() == {"model"}
    refused(caller.ask("   "), 400)
    refused(caller.ask("질문", dataset_ids=[UNKNOWN]), 404)
    refused(caller.ask("질문", conversation_id=UNKNOWN), 404)
    refused(caller.ask("가" * 4001), 400)


def test_conversations_are_listed_renamed_exported_and_deleted(
    stack: EmbeddedStack, caller: Caller, script: ScriptOf
) -> None:
    script(Calls("get_value_counts", {"column": "요일"}), Says("**금요일**이 가장 많습니다."))
    chat = caller.answered(unheard("요일마다 몇 건?"))["conversation_id"]
    newest = stack.http.get(CONVERSATIONS, params={"limit": 1}).json()
    assert newest["conversations"][0]["conversation_id"] == chat
    assert newest["total"] >= 1
    assert newest["conversations"][0]["title"].startswith("요일마다 몇 건?")
    renamed = stack.http.patch(f"{CONVERSATIONS}/{chat}", json={"title": "요일"}).json()
    assert renamed["conversation"]["title"] == "요일"
    text = stack.http.get(f"{CONVERSATIONS}/{chat}/export").json()["markdown"]
    assert text.startswith("# 요일")
    assert "**금요일**이 가장 많습니다." in text
    assert "값별 개수" in text
    assert stack.http.delete(f"{CONVERSATIONS}/{chat}").status_code == 200
    for verb in ("GET", "DELETE"):
        refused(stack.http.request(verb, f"{CONVERSATIONS}/{chat}"), 404)
    refused(caller.ask("더?", conversation_id=chat), 404)
