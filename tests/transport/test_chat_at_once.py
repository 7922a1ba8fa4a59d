"""Questions through the stub that meet: equal ones, repeated requests, two windows."""

from concurrent.futures import ThreadPoolExecutor

import grpc

from tests.chat_parts import REQUEST, Gate, whole
from tests.chat_service import Chat
from tests.grpc_server import refused


def test_fifty_equal_questions_at_once_are_one_call_of_the_model(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (gate, *whole("3개"))
    with ThreadPoolExecutor(50) as callers:
        calls = [callers.submit(chat.send) for _ in range(50)]
        chat.reached(gate)
        chat.open(gate)
        answers = [call.result(20) for call in calls]
    assert len(chat.agent.questions) == 1
    assert [answer.cache_hit for answer in answers].count(False) == 1
    assert len({answer.conversation_id for answer in answers}) == 50
    assert {answer.response for answer in answers} == {"3개"}


def test_the_same_request_is_answered_once(chat: Chat) -> None:
    first = chat.send(request_id=REQUEST)
    assert chat.send(request_id=REQUEST.upper()) == first
    with refused() as said:
        chat.send("다른 질문", request_id=REQUEST)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED")
    assert len(chat.messages(first.conversation_id)) == 2


def test_the_second_of_two_windows_is_told_to_reload(chat: Chat) -> None:
    seen = chat.send("하나")
    chat.send("둘", conversation_id=seen.conversation_id, last_sequence=seen.sequence)
    with refused() as said:
        chat.send("셋", conversation_id=seen.conversation_id, last_sequence=seen.sequence)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.ABORTED, "CONVERSATION_CHANGED")
    assert "새로 불러" in said[0].korean


def test_a_conversation_that_is_being_answered_takes_no_other_question(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (gate, *whole("3개"))
    stream = chat.stream()
    started = next(stream).started
    chat.reached(gate)
    with refused() as said:
        chat.send("다른 질문", conversation_id=started.conversation_id)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.ABORTED, "CONVERSATION_CHANGED")
    chat.open(gate)
    assert list(stream)[-1].done.response == "3개"
