"""Chat while a part of the product is away: what is answered all the same, and what is never lost."""

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.anthropic_server import AnthropicServer, DripsSlowly, Says
from tests.conftest import ScriptOf
from tests.conversation import Caller, kinds, unheard
from tests.e2e.errors import refused
from tests.stack import EmbeddedStack, paused, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("whole")]


@pytest.fixture
def asked_before(nobody: Caller) -> Iterator[str]:
    """A question whose answer is in the cache."""
    question = unheard("사고가 몇 건인가요?").rpartition(" ")[0]
    nobody.answered(question)
    assert nobody.answered(question)["cache_hit"]
    yield question


def test_answers_come_without_the_cache_while_it_hangs_and_lose_little_time(
    stack: EmbeddedStack, nobody: Caller, asked_before: str
) -> None:
    started = time.monotonic()
    assert nobody.answered(asked_before)["cache_hit"]
    usual = time.monotonic() - started
    with paused(stack.family("cache")):
        started = time.monotonic()
        answer = nobody.answered(asked_before)
        assert time.monotonic() - started < usual + 2
        assert not answer["cache_hit"]
        assert "20,000" in answer["response"]
    wait_until(lambda: nobody.answered(asked_before)["cache_hit"], 20)


def test_a_cache_that_is_lost_costs_no_conversation(stack: EmbeddedStack, nobody: Caller, asked_before: str) -> None:
    chat = nobody.answered(asked_before)["conversation_id"]
    before = nobody.conversation(chat)
    stack.kill("cache")
    assert "20,000" in nobody.answered(asked_before)["response"]
    wait_until(lambda: nobody.answered(asked_before)["cache_hit"], 30)
    assert nobody.conversation(chat) == before


def test_a_question_whose_service_was_killed_is_kept_and_answered_in_its_place(
    stack: EmbeddedStack, caller: Caller, script: ScriptOf
) -> None:
    question = unheard("길게 설명해줘")
    script(DripsSlowly("한 마디씩 " * 200, pause=0.05))
    with caller.streaming(question) as events:
        chat = next(events)["started"]["conversation_id"]
        while "token" not in next(events):
            pass
        restarts = stack.part("chat")["restarts"]
        stack.kill("chat")
        rest = []
        with contextlib.suppress(httpx.TransportError):  # the gateway may cut the body as well
            rest = list(events)
        assert "done" not in kinds(rest)
    stack.wait_until_restarted("chat", restarts)
    assert [message["text"] for message in caller.conversation(chat)["messages"]] == [question]
    script(Says("짧게 말씀드립니다."))
    assert caller.answered(question, conversation_id=chat, last_sequence=1)["response"] == "짧게 말씀드립니다."
    assert [message["sequence"] for message in caller.conversation(chat)["messages"]] == [1, 2]


def test_while_the_database_is_away_a_question_is_refused_and_the_next_one_works(
    stack: EmbeddedStack, nobody: Caller
) -> None:
    chat = nobody.answered("사고가 몇 건인가요?")["conversation_id"]
    restarts = stack.part("postgres")["restarts"]
    stack.kill("postgres")
    answer = nobody.ask("구별 사고 건수", conversation_id=chat)
    if answer.status_code != httpx.codes.OK:  # it may be back before the question is stored
        refused(answer, 503)
    stack.wait_until_restarted("postgres", restarts)
    assert nobody.answered("구별 사고 건수", conversation_id=chat)["tool_calls"]


def test_without_the_prediction_service_the_data_is_still_asked(stack: EmbeddedStack, nobody: Caller) -> None:
    with paused(stack.family("prediction")):
        assert "20,000" in nobody.answered("사고는 모두 몇 건이야?")["response"]
        answer = nobody.ask("비 오는 밤 11시 수성구 상동 교차로에서 차대사람 사고가 나면 얼마나 심각해?")
        text = answer.json()["response"] if answer.status_code == httpx.codes.OK else refused(answer, 503).korean
        assert "예측" in text


def test_without_the_dataset_service_a_question_is_refused_in_korean(stack: EmbeddedStack, nobody: Caller) -> None:
    nobody.answered("사고가 몇 건인가요?")
    restarts = stack.part("dataset")["restarts"]
    with paused(stack.family("dataset")):

        def away() -> bool:
            return nobody.ask("사고가 몇 건인가요?").status_code == httpx.codes.SERVICE_UNAVAILABLE

        wait_until(away, 40)  # what was said of a dataset counts for some seconds
        assert "데이터셋" in refused(nobody.ask("사고가 몇 건인가요?"), 503).korean
    wait_until(lambda: nobody.ask("사고가 몇 건인가요?").status_code == httpx.codes.OK, 30)
    assert stack.part("dataset")["restarts"] >= restarts


def test_fifty_who_ask_the_same_at_once_cost_one_call_of_the_model(
    caller: Caller, model_server: AnthropicServer, script: ScriptOf
) -> None:
    question = unheard("사고가 몇 건?")
    script(DripsSlowly("모두 20,000건입니다.", pause=0.1))
    with ThreadPoolExecutor(50) as callers:
        answers = list(callers.map(lambda _: caller.ask(question), range(50)))
    served = [answer.json() for answer in answers if answer.status_code == httpx.codes.OK]
    for answer in answers:
        if answer.status_code != httpx.codes.OK:  # more at once than one process serves
            refused(answer, 429)
    assert len(served) >= 32
    assert {answer["response"] for answer in served} == {"모두 20,000건입니다."}
    assert [answer["cache_hit"] for answer in served].count(False) == 1
    assert len({answer["conversation_id"] for answer in served}) == len(served)
    assert len(model_server.exchanges) == 1
