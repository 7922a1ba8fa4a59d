"""Conversations through the stub: kept, listed, renamed, deleted, exported."""

from typing import Any

import grpc
import pytest
from daegu.chat.v1 import chat_pb2 as pb

from services.chat.domain.answer import Answer, Table, ToolCall
from tests.chat_parts import DATASET, MODEL, UNKNOWN
from tests.chat_service import Chat
from tests.grpc_server import refused


def test_a_conversation_keeps_what_was_said(chat: Chat) -> None:
    first = chat.send("몇 개인가요?")
    second = chat.send("그럼 구별은?", conversation_id=first.conversation_id.upper())
    assert (second.conversation_id, second.sequence) == (first.conversation_id, 4)
    kept = chat.stub.GetConversation(pb.GetConversationRequest(conversation_id=first.conversation_id))
    said = [(message.sequence, message.role, message.text) for message in kept.messages]
    assert said == [
        (1, "user", "몇 개인가요?"),
        (2, "assistant", "3개"),
        (3, "user", "그럼 구별은?"),
        (4, "assistant", "3개"),
    ]
    assert [message.model for message in kept.messages] == ["", MODEL, "", MODEL]
    assert kept.messages[1].token_usage == first.token_usage
    assert kept.messages[1].timestamp == first.timestamp
    assert kept.conversation.title == "몇 개인가요?"
    assert list(kept.conversation.dataset_ids) == [DATASET]
    assert kept.conversation.message_count == 4


def test_conversations_are_listed_by_last_use(chat: Chat) -> None:
    ids = [chat.send(str(number)).conversation_id for number in range(3)]
    chat.send("또", conversation_id=ids[0])
    listed = chat.stub.ListConversations(pb.ListConversationsRequest())
    assert [found.conversation_id for found in listed.conversations] == [ids[0], ids[2], ids[1]]
    assert listed.total == 3
    rest = chat.stub.ListConversations(pb.ListConversationsRequest(limit=1, offset=2))
    assert ([found.title for found in rest.conversations], rest.total) == (["1"], 3)


def test_a_title_can_be_changed(chat: Chat) -> None:
    conversation_id = chat.send().conversation_id
    request = pb.UpdateConversationRequest(conversation_id=conversation_id, title=" 보안등 수 ")
    assert chat.stub.UpdateConversation(request).conversation.title == "보안등 수"
    with refused() as said:
        chat.stub.UpdateConversation(pb.UpdateConversationRequest(conversation_id=conversation_id, title=" \n"))
    assert list(said[0].violations) == ["title"]


def test_a_conversation_is_deleted_with_its_messages(chat: Chat) -> None:
    conversation_id = chat.send().conversation_id
    chat.stub.DeleteConversation(pb.DeleteConversationRequest(conversation_id=conversation_id))
    with refused() as said:
        chat.messages(conversation_id)
    assert said[0].code is grpc.StatusCode.NOT_FOUND


def test_a_conversation_is_exported_as_markdown(chat: Chat) -> None:
    conversation_id = chat.send().conversation_id
    request = pb.ExportConversationRequest(conversation_id=conversation_id)
    text = chat.stub.ExportConversation(request).markdown
    assert text.startswith("# 몇 개인가요?\n")
    assert "\n3개\n" in text


@pytest.mark.parametrize(
    ("method", "request_message"),
    [
        ("GetConversation", pb.GetConversationRequest(conversation_id=UNKNOWN)),
        ("UpdateConversation", pb.UpdateConversationRequest(conversation_id=UNKNOWN, title="x")),
        ("DeleteConversation", pb.DeleteConversationRequest(conversation_id=UNKNOWN)),
        ("ExportConversation", pb.ExportConversationRequest(conversation_id=UNKNOWN)),
        ("SendMessage", pb.SendMessageRequest(conversation_id=UNKNOWN, message="x")),
    ],
)
def test_an_unknown_conversation_is_not_found(chat: Chat, method: str, request_message: Any) -> None:
    with refused() as said:
        getattr(chat.stub, method)(request_message)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "CONVERSATION_NOT_FOUND")
    assert "대화" in said[0].korean


def test_a_conversation_with_very_long_results_can_be_opened(chat: Chat) -> None:
    table = Table(("a",), tuple(("가" * 200,) for _ in range(2000)), 2000)  # 1.2 MB
    calls = (ToolCall("t", {}, "도구", "r", table=table),)
    conversation_id = ""
    for number in range(8):
        chat.agent.script = (Answer(f"답 {number}", MODEL, calls),)
        conversation_id = chat.send(str(number), conversation_id=conversation_id).conversation_id
    answers = chat.messages(conversation_id)[1::2]
    assert [answer.text for answer in answers] == [f"답 {number}" for number in range(8)]
    assert [answer.tool_calls[0].HasField("table") for answer in answers] == [False] * 5 + [True] * 3
    assert all(answer.tool_calls[0].name == "t" for answer in answers)
