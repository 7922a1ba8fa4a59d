"""Whatever is asked, the chat service answers or says what is wrong."""

import contextlib
from typing import Any

import grpc
import pytest
from daegu.chat.v1 import chat_pb2 as pb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chat.domain.answer import BUILTIN
from tests.chat_parts import DATASET, KEY, MODEL, UNKNOWN, whole
from tests.chat_service import Chat
from tests.unit.chat.answers import ANSWERS

REQUESTS = ("0192a1b2-0000-7000-8000-00000000aaaa", "0192a1b2-0000-7000-8000-00000000bbbb")
EXPECTED = {
    grpc.StatusCode.OK,
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.NOT_FOUND,
    grpc.StatusCode.ABORTED,
    grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.UNAUTHENTICATED,
}

many = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def code_of(call: Any) -> grpc.StatusCode:
    """The status of a call that is read to its end."""
    with contextlib.suppress(grpc.RpcError):
        for _ in call:
            pass
    code: grpc.StatusCode = call.code()
    return code


@pytest.fixture
def ready(chat: Chat) -> Chat:
    """The service with one conversation."""
    chat.agent.script, chat.analyst.script = whole("3개"), whole("세 개", BUILTIN)
    chat.send("첫 질문")
    return chat


text = st.text(max_size=30)
known_or_text = st.sampled_from(["", DATASET, UNKNOWN]) | text


@many
@given(data=st.data())
def test_no_question_ends_with_an_unknown_error(ready: Chat, data: st.DataObject) -> None:
    listed = ready.stub.ListConversations(pb.ListConversationsRequest(limit=3)).conversations
    # An index, because hypothesis draws the same again while there are ever more conversations.
    index = data.draw(st.integers(0, 2))
    conversation_id = listed[index % len(listed)].conversation_id
    request = pb.StreamMessageRequest(
        message=data.draw(st.sampled_from(["첫 질문", "둘째 질문"]) | text),
        dataset_id=data.draw(known_or_text),
        dataset_ids=data.draw(st.lists(known_or_text, max_size=3)),
        conversation_id=conversation_id if data.draw(st.booleans()) else data.draw(known_or_text),
        model=data.draw(st.sampled_from(["", MODEL, BUILTIN]) | text),
        request_id=data.draw(st.sampled_from(["", *REQUESTS]) | text),
        last_sequence=data.draw(st.none() | st.integers(-(2**31), 2**31 - 1)),
    )
    key = data.draw(st.sampled_from(["", KEY]) | st.text(st.characters(codec="ascii", min_codepoint=32), max_size=9))
    metadata = (("x-anthropic-api-key", key),) if data.draw(st.booleans()) else ()
    assert code_of(ready.stub.StreamMessage(request, metadata=metadata, timeout=10)) in EXPECTED


@many
@given(answer=ANSWERS, number=st.integers())
def test_no_answer_ends_with_an_unknown_error(ready: Chat, answer: Any, number: int) -> None:
    ready.agent.script = (answer,)
    sent = ready.send(f"{number} {ready.agent.ended}")
    assert len(ready.messages(sent.conversation_id)) == 2
    assert ready.stub.ExportConversation(pb.ExportConversationRequest(conversation_id=sent.conversation_id)).markdown


METHODS = {
    "SendMessage": pb.SendMessageRequest(message="질문", dataset_id=DATASET, conversation_id=UNKNOWN, last_sequence=3),
    "StreamMessage": pb.StreamMessageRequest(message="질문", dataset_ids=[DATASET], request_id=REQUESTS[0]),
    "ListConversations": pb.ListConversationsRequest(limit=3, offset=1),
    "GetConversation": pb.GetConversationRequest(conversation_id=UNKNOWN),
    "UpdateConversation": pb.UpdateConversationRequest(conversation_id=UNKNOWN, title="제목"),
    "DeleteConversation": pb.DeleteConversationRequest(conversation_id=UNKNOWN),
    "ExportConversation": pb.ExportConversationRequest(conversation_id=UNKNOWN),
    "ListModels": pb.ListModelsRequest(),
    "SuggestQuestions": pb.SuggestQuestionsRequest(dataset_ids=[DATASET]),
}


@pytest.mark.parametrize("method", METHODS)
def test_no_random_bytes_end_with_an_unknown_error(ready: Chat, method: str) -> None:
    @many
    @given(noise=st.binary(max_size=60), at=st.integers(0, 80), is_whole=st.booleans())
    def send(noise: bytes, at: int, is_whole: bool) -> None:
        good = METHODS[method].SerializeToString()
        message = noise if is_whole else good[:at] + noise[:3] + good[at:]
        call: Any = ready.server.channel.unary_stream(f"/daegu.chat.v1.ChatService/{method}")
        assert code_of(call(message, timeout=10)) in EXPECTED

    send()
