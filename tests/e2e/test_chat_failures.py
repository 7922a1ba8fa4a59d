"""What is said and kept when the model fails, falls silent, or nobody listens any more."""

import time
from typing import Any

import pytest

from tests.anthropic_server import (
    AnthropicServer,
    Cut,
    DripsSlowly,
    Fails,
    Hangs,
    Redirects,
    Says,
)
from tests.conftest import ANSWER_SECONDS, ScriptOf
from tests.conversation import Caller, kinds, unheard
from tests.e2e.errors import refused
from tests.stack import wait_until

pytestmark = pytest.mark.usefixtures("unharmed")


@pytest.mark.parametrize(
    ("step", "status", "korean"),
    [
        (Fails(401, "authentication_error"), 401, "API 키가 유효하지 않습니다. 다시 확인해주세요."),
        (Fails(429, "rate_limit_error", {"retry-after": "37"}), 429, "37초 뒤에"),
        (Fails(529, "overloaded_error", {"retry-after": "20"}), 503, "매우 바쁩니다"),
        (Fails(500, "api_error"), 503, "연결할 수 없습니다"),
        (Fails(400, "invalid_request_error"), 400, "처리하지 못했습니다"),
        (Redirects("http://127.0.0.1:1/"), 503, "연결할 수 없습니다"),
        (Hangs(), 504, "너무 오래"),
        (Cut("", 0), 503, "연결할 수 없습니다"),
    ],
    ids=["wrong key", "rate limit", "overload", "broken", "refused", "redirect", "hang", "cut before a word"],
)
def test_what_the_model_cannot_do_is_said_in_korean_and_the_question_is_kept(
    caller: Caller, script: ScriptOf, step: Any, status: int, korean: str
) -> None:
    question = unheard("사고가 몇 건?")
    script(step, step)
    refusal = refused(caller.ask(question), status)
    assert korean in refusal.korean
    if status == 429:
        assert refusal.details["RetryInfo"]["retry_delay"] == "37s"
    chat = refusal.details["ErrorInfo"]["metadata"]["conversation_id"]
    assert [message["text"] for message in caller.conversation(chat)["messages"]] == [question]

    script(Says("20,000건입니다."))
    answer = caller.answered(question, conversation_id=chat, last_sequence=1)
    assert not answer["cache_hit"]
    assert answer["response"] == "20,000건입니다."
    assert [message["role"] for message in caller.conversation(chat)["messages"]] == ["user", "assistant"]


def test_a_stream_that_fails_ends_with_one_error_that_says_what_an_answer_would(
    caller: Caller, script: ScriptOf
) -> None:
    script(Fails(429, "rate_limit_error", {"retry-after": "37"}))
    events = caller.events(unheard("사고가 몇 건?"))
    assert kinds(events) == ["started", "error"]
    error = events[-1]["error"]
    assert error["code"] == 8
    details = {detail["@type"].rpartition(".")[2]: detail for detail in error["details"]}
    assert "37초 뒤에" in details["LocalizedMessage"]["message"]
    assert details["ErrorInfo"]["metadata"]["conversation_id"] == events[0]["started"]["conversation_id"]
    assert "RetryInfo" in details


def test_an_answer_that_breaks_off_is_kept_marked_and_never_given_again(caller: Caller, script: ScriptOf) -> None:
    question = unheard("사고를 설명해줘")
    script(Cut("사고는 여러 가지 까닭으로 일어나며 그 가운데", 12), Says("모두 20,000건입니다."))
    first = caller.answered(question)
    assert first["incomplete"]
    assert "사고는" in first["response"]
    kept = caller.conversation(first["conversation_id"])["messages"][-1]
    assert (kept["incomplete"], kept["text"]) == (True, first["response"])
    second = caller.answered(question)
    assert not second["cache_hit"]
    assert not second["incomplete"]
    assert second["response"] == "모두 20,000건입니다."


def test_who_stops_reading_ends_the_call_of_the_model_and_keeps_what_had_come(
    caller: Caller, model_server: AnthropicServer, script: ScriptOf
) -> None:
    question = unheard("길게 설명해줘")
    script(DripsSlowly("한 마디씩 " * 400, pause=0.05))
    with caller.streaming(question) as events:
        started = next(events)["started"]
        said = ""
        while "한 마디씩" not in said:
            said += next(events).get("token", "")
        assert not model_server.exchanges[-1].closed_early.is_set()
    assert model_server.exchanges[-1].closed_early.wait(2)

    def kept() -> bool:
        messages = caller.conversation(started["conversation_id"])["messages"]
        return len(messages) == 2 and messages[1]["incomplete"] and "한 마디씩" in messages[1]["text"]

    wait_until(kept, 5)


def test_a_model_that_hangs_is_left_in_time(caller: Caller, model_server: AnthropicServer, script: ScriptOf) -> None:
    script(Hangs("한참 뒤에", after=2))
    started = time.monotonic()
    events = caller.events(unheard("사고가 몇 건?"))
    assert time.monotonic() - started < ANSWER_SECONDS + 5
    assert kinds(events)[-1] in ("error", "done")
    assert model_server.exchanges[-1].closed_early.wait(2)
