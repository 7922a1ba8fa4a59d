"""The calls to the chat service: what travels, what ends, and what is never taken for an answer."""

import socket
import uuid
from collections.abc import Iterator

import grpc
import pytest
from daegu.chat.v1 import chat_pb2 as pb
from daegu.chat.v1 import chat_pb2_grpc

from frontend.backend_error import UNREACHABLE, BackendError
from frontend.calls import PROBE_DEADLINE, READ_DEADLINE
from frontend.chat import chat_client
from frontend.chat.chat_client import ANSWER_DEADLINE, DEADLINE, READS, SUGGEST_DEADLINE, Chat
from frontend.clients import Backend
from tests.frontend import fake_chat, refusals
from tests.frontend.fake_backend import FakeBackend

KEY = "sk-ant-canary-4711"


@pytest.fixture
def chat(backend: FakeBackend) -> Iterator[Chat]:
    client = Backend(backend.address)
    yield client.chat
    client.close()


def question(text: str = "몇 건이야?", **more: object) -> pb.StreamMessageRequest:
    return pb.StreamMessageRequest(message=text, **{"last_sequence": 0} | more)  # type: ignore[arg-type]


def events(chat: Chat, key: str = "") -> list[str]:
    """Kinds of what arrives."""
    return [event.WhichOneof("event") or "" for event in chat.ask(question(), key) if event is not None]


def test_an_answer_arrives_in_order_and_ends_with_done(chat: Chat, backend: FakeBackend) -> None:
    backend.chat.script = fake_chat.tokens("사고는 240건", 4)
    assert events(chat) == ["started", "token", "token", "done"]


def test_the_key_travels_with_the_question_and_with_nothing_else(chat: Chat, backend: FakeBackend) -> None:
    events(chat, KEY)
    chat.conversations(1)
    events(chat)
    assert backend.chat.keys == [KEY]


@pytest.mark.parametrize("key", ["키", "a\nb", "a\x7f"])
def test_a_key_that_cannot_be_one_is_refused_like_a_wrong_one(chat: Chat, backend: FakeBackend, key: str) -> None:
    with pytest.raises(BackendError) as failure:
        events(chat, key)
    assert failure.value.code == grpc.StatusCode.UNAUTHENTICATED
    assert failure.value.message_ko == "API 키가 유효하지 않습니다. 다시 확인해주세요."
    assert not backend.chat.asked


def test_a_stream_without_its_last_word_has_failed(chat: Chat, backend: FakeBackend) -> None:
    backend.chat.script = [*fake_chat.tokens("사고는"), fake_chat.CUT]
    with pytest.raises(BackendError) as failure:
        events(chat)
    assert failure.value.code == grpc.StatusCode.DATA_LOSS
    assert failure.value.message_ko == "답변이 끝까지 도착하지 않았습니다. 다시 시도해주세요."


def test_an_error_inside_the_stream_is_the_failure_of_the_call_and_names_the_conversation(
    chat: Chat, backend: FakeBackend
) -> None:
    backend.chat.script = [refusals.status(grpc.StatusCode.UNAUTHENTICATED, "API 키가 유효하지 않습니다.")]
    with pytest.raises(BackendError) as failure:
        events(chat)
    assert failure.value.message_ko == "API 키가 유효하지 않습니다."
    assert failure.value.metadata["conversation_id"] == backend.chat.newest.conversation.conversation_id


def test_a_reader_can_look_up_while_the_model_is_silent_and_ends_the_call_by_leaving(
    chat: Chat, backend: FakeBackend
) -> None:
    backend.chat.script = [fake_chat.SILENCE]
    answer = chat.ask(question())
    started = next(event for event in answer if event is not None)
    assert started.HasField("started")
    assert next(answer) is None
    answer.close()
    assert backend.chat.cancelled.wait(1)


def test_an_answer_that_never_begins_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_client, "START_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Backend(f"127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(BackendError) as failure:
            events(client.chat)
        assert failure.value.message_ko == UNREACHABLE
        client.close()


def test_every_call_has_its_deadline(chat: Chat, backend: FakeBackend) -> None:
    events(chat)
    conversation_id = backend.chat.newest.conversation.conversation_id
    chat.conversations(1)
    chat.get(conversation_id)
    chat.export(conversation_id)
    chat.suggest([])
    chat.models()
    chat.rename(conversation_id, "새 이름")
    chat.delete(conversation_id)
    left = backend.chat.deadlines
    for method, deadline in (
        ("StreamMessage", ANSWER_DEADLINE),
        ("ListConversations", READ_DEADLINE),
        ("GetConversation", READ_DEADLINE),
        ("ExportConversation", READ_DEADLINE),
        ("SuggestQuestions", SUGGEST_DEADLINE),
        ("ListModels", PROBE_DEADLINE),
        ("UpdateConversation", DEADLINE),
        ("DeleteConversation", DEADLINE),
    ):
        assert 0 < left[method] < deadline * 1.1, method  # gRPC rounds up on the wire


def test_a_conversation_that_is_not_there_is_said_in_korean(chat: Chat) -> None:
    with pytest.raises(BackendError) as failure:
        chat.get(str(uuid.uuid4()))
    assert failure.value.message_ko == fake_chat.NOT_FOUND


def test_only_methods_of_the_contract_are_retried_and_no_question_is() -> None:
    known = {name for name in dir(chat_pb2_grpc.ChatServiceServicer) if not name.startswith("_")}
    assert set(READS) <= known
    assert not {"SendMessage", "StreamMessage"} & set(READS)
