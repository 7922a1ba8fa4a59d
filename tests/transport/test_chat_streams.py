"""Answers as streams: what comes in which order, how they end, and what is left when nobody reads on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from daegu.chat.v1 import chat_pb2 as pb
from google.rpc import error_details_pb2, status_pb2

from services.chat.domain.answer import Answer, Token, TokenUsage, ToolCall, ToolEnded, ToolStarted, Used
from services.chat.domain.model_errors import ModelOverloaded
from tests.chat_parts import MODEL, UNKNOWN, Gate, whole
from tests.chat_service import WITH_KEY, Chat, chat_service
from tests.grpc_server import refused


def kinds(events: list[pb.StreamMessageResponse]) -> list[str | None]:
    return [event.WhichOneof("event") for event in events]


def detail(status: status_pb2.Status, kind: type[Any]) -> Any:
    """The detail of this kind; None if there is none."""
    for packed in status.details:
        found = kind()
        if packed.Unpack(found):
            return found
    return None


def reason(status: status_pb2.Status) -> str:
    return str(detail(status, error_details_pb2.ErrorInfo).reason)


def test_a_stream_has_all_events_in_their_order_and_ends_with_the_answer(chat: Chat) -> None:
    call = ToolCall("get_value_counts", {"column": "구"}, "값별 개수", "{}")
    used = Used(TokenUsage(10, 1))
    answer = Answer("모두 3개", MODEL, (call,), TokenUsage(10, 2))
    chat.agent.script = (ToolStarted(call), ToolEnded(call), used, Token("모두 "), Token("3개"), answer)
    events = list(chat.stream())
    assert kinds(events) == ["started", "tool_start", "tool_end", "usage", "token", "token", "done"]
    assert events[0].started.sequence == 1
    assert events[1].tool_start.label == "값별 개수"
    assert events[3].usage.total == 11
    done = events[-1].done
    assert done.response == "".join(event.token for event in events)
    assert (done.conversation_id, done.sequence) == (events[0].started.conversation_id, 2)
    assert done.tool_calls[0].name == "get_value_counts"


def test_tokens_arrive_while_the_answer_is_being_made(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (Token("모두 "), gate, *whole("모두 3개")[1:])
    stream = chat.stream()
    assert kinds([next(stream), next(stream)]) == ["started", "token"]
    chat.open(gate)
    assert kinds(list(stream)) == ["token", "done"]


def test_a_cached_answer_comes_as_a_stream_too(chat: Chat) -> None:
    chat.agent.script = whole("모두 3개")
    chat.send()
    events = list(chat.stream())
    assert kinds(events) == ["started", "token", "done"]
    assert events[1].token == events[2].done.response == "모두 3개"
    assert events[2].done.cache_hit


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"message": " "}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"model": "gpt-2"}, grpc.StatusCode.INVALID_ARGUMENT),
        ({"dataset_id": UNKNOWN}, grpc.StatusCode.NOT_FOUND),
        ({"conversation_id": UNKNOWN}, grpc.StatusCode.NOT_FOUND),
    ],
)
def test_an_error_before_the_first_event_is_the_status_of_the_call(
    chat: Chat, fields: dict[str, str], code: grpc.StatusCode
) -> None:
    with refused() as said:
        list(chat.stream(**fields))
    assert said[0].code is code
    assert said[0].korean


def test_an_error_after_the_first_event_is_the_last_event_with_all_its_details(chat: Chat) -> None:
    chat.agent.script = (Token("모두 "), ModelOverloaded(2.5))
    call = chat.stream()
    events = list(call)
    assert kinds(events) == ["started", "token", "error"]
    error = events[-1].error
    assert error.code == grpc.StatusCode.UNAVAILABLE.value[0]
    info = detail(error, error_details_pb2.ErrorInfo)
    trailers: dict[str, Any] = dict(call.trailing_metadata())
    assert info.reason == "MODEL_OVERLOADED"
    assert info.metadata["conversation_id"] == events[0].started.conversation_id
    assert info.metadata["request_id"] == trailers["x-request-id"]
    assert "바쁩니다" in detail(error, error_details_pb2.LocalizedMessage).message
    delay = detail(error, error_details_pb2.RetryInfo).retry_delay
    assert (delay.seconds, delay.nanos) == (2, 500_000_000)
    assert call.code() is grpc.StatusCode.OK
    assert [message.role for message in chat.messages(info.metadata["conversation_id"])] == ["user"]


def test_an_exception_that_nobody_named_ends_the_stream_without_its_text(chat: Chat) -> None:
    chat.agent.script = (Token("모두 "), KeyError("/etc/passwd"))
    events = list(chat.stream())
    assert kinds(events) == ["started", "token", "error"]
    assert events[-1].error.code == grpc.StatusCode.INTERNAL.value[0]
    assert "passwd" not in str(events[-1])
    chat.agent.script = whole("3개")
    assert chat.send().response == "3개"


def test_a_conversation_that_is_deleted_meanwhile_ends_the_stream(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (gate, *whole("3개"))
    stream = chat.stream()
    conversation_id = next(stream).started.conversation_id
    chat.reached(gate)
    chat.stub.DeleteConversation(pb.DeleteConversationRequest(conversation_id=conversation_id))
    chat.open(gate)
    last = list(stream)[-1]
    assert reason(last.error) == "CONVERSATION_NOT_FOUND"
    assert chat.stub.ListConversations(pb.ListConversationsRequest()).total == 0


def test_a_caller_that_stops_ends_the_work_and_finds_what_had_arrived(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (Token("모두 "), Token("3"), gate)
    stream = chat.stream()
    started = next(stream).started
    chat.reached(gate)
    stream.cancel()
    chat.server.run(chat.agent.left())
    chat.agent.script = whole("다음 답")
    chat.send("다음 질문", conversation_id=started.conversation_id)
    kept = chat.messages(started.conversation_id)[1]
    assert (kept.text, kept.incomplete, kept.sequence) == ("모두 3", True, 2)
    assert [message.text for message in chat.messages(started.conversation_id)][2:] == ["다음 질문", "다음 답"]


def test_a_caller_whose_deadline_is_over_ends_the_work(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (gate,)
    with pytest.raises(grpc.RpcError) as caught:
        chat.stub.SendMessage(pb.SendMessageRequest(message="x", model=MODEL), timeout=0.3, metadata=WITH_KEY)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    chat.server.run(chat.agent.left())


def test_the_answer_of_one_caller_goes_on_when_another_stops(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (Token("모두 "), gate, *whole("모두 3개")[1:])
    stopping, staying = chat.stream(), chat.stream()
    assert kinds([next(stopping), next(staying), next(staying)]) == ["started", "started", "token"]
    stopping.cancel()
    chat.open(gate)
    assert list(staying)[-1].done.response == "모두 3개"
    assert len(chat.agent.questions) == 1


def test_a_second_window_with_the_same_question_reads_along(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (Token("모두 "), gate, *whole("모두 3개")[1:])
    first = chat.stream()
    started = next(first)
    second = chat.stream(conversation_id=started.started.conversation_id)
    assert next(second) == started
    chat.open(gate)
    assert list(first) == list(second)
    assert len(chat.messages(started.started.conversation_id)) == 2


@pytest.fixture(scope="module")
def impatient(chat_database: str) -> Iterator[Chat]:
    with chat_service(chat_database, answer_seconds=0.2) as service:
        yield service


def test_an_answer_that_takes_too_long_ends_with_an_event(impatient: Chat) -> None:
    impatient.agent.script = (Token("모두 "), Gate())
    events = list(impatient.stream())
    assert kinds(events) == ["started", "token", "error"]
    assert events[-1].error.code == grpc.StatusCode.DEADLINE_EXCEEDED.value[0]
    assert reason(events[-1].error) == "MODEL_TIMEOUT"
    impatient.server.run(impatient.agent.left())


def test_a_service_that_stops_ends_its_streams_with_an_event(chat_database: str) -> None:
    gate = Gate()
    with chat_service(chat_database) as service, ThreadPoolExecutor(1) as operator:
        service.agent.script = (Token("모두 "), gate)
        stream = service.stream()
        conversation_id = next(stream).started.conversation_id
        service.reached(gate)
        stopped = operator.submit(lambda: service.server.run(service.server.server.stop()))
        last = list(stream)[-1]
        assert reason(last.error) == "SERVICE_STOPPING"
        assert detail(last.error, error_details_pb2.ErrorInfo).metadata["conversation_id"] == conversation_id
        stopped.result(10)
