"""Turns that meet: the same request twice, two windows, equal questions of many people, callers that go away."""

import asyncio
import threading
from typing import Any

import pytest

from services.chassis.errors import DomainError
from services.chat.domain.answer import BUILTIN, Answer, Token, TokenUsage, ToolCall, ToolEnded, Used
from services.chat.domain.conversation import ConversationChanged, RequestIdReused, StoredAnswer
from services.chat.domain.model_errors import InvalidApiKey, ModelOverloaded, ModelRateLimited
from services.chat.domain.ports import ApiKey, Turn
from services.chat.domain.turn import Done, TurnEvent
from tests.chat_parts import MODEL, OTHER, Gate, whole
from tests.unit.chat.memory_conversations import MemoryConversations
from tests.unit.chat.turns import Flow, run

REQUEST = "0192a1b2-0000-7000-8000-00000000aaaa"


def done(events: list[TurnEvent]) -> Done:
    assert isinstance(events[-1], Done)
    return events[-1]


async def cancel(reading: "asyncio.Task[list[TurnEvent]]") -> None:
    reading.cancel()
    await asyncio.wait([reading])


def test_fifty_equal_questions_at_once_are_one_run() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (Token("모두 "), gate, *whole("모두 3개")[1:])
        readings = [flow.task() for _ in range(50)]
        await gate.reached.wait()
        gate.is_open.set()
        answers = [done(events) for events in await asyncio.gather(*readings)]
        assert len(flow.agent.questions) == 1
        assert len({answer.conversation_id for answer in answers}) == 50
        assert {answer.answer.answer.text for answer in answers} == {"모두 3개"}
        assert [answer.answer.cache_hit for answer in answers].count(False) == 1
        assert all(flow.said(answer.conversation_id) == ["몇 개인가요?", "모두 3개"] for answer in answers)

    run(scenario())


def test_fifty_equal_questions_to_one_that_answers_at_once_are_one_run_too() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("3개")
        await asyncio.gather(*(flow.ask() for _ in range(50)))
        assert len(flow.agent.questions) == 1

    run(scenario())


def test_all_readers_of_a_run_get_the_same_events_from_its_start() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (Token("모두 "), gate, *whole("모두 3개")[1:])
        first = flow.task()
        await gate.reached.wait()
        late = flow.task()
        await flow.started(2)
        gate.is_open.set()
        events, same = await asyncio.gather(first, late)
        assert events[1:-1] == same[1:-1] == [Token("모두 "), Token("3개")]

    run(scenario())


def test_the_run_ends_with_its_last_reader_only() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (gate, *whole("3개"))
        first = flow.task()
        await gate.reached.wait()
        second = flow.task()
        await flow.started(2)
        await cancel(first)
        assert flow.agent.ended == 0
        gate.is_open.set()
        assert done(await second).answer.cache_hit
        assert flow.agent.ended == 1

    run(scenario())


def test_equal_questions_to_different_models_are_different_runs() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script, flow.analyst.script = whole("3개"), whole("세 개", BUILTIN)
        with_key, without = await asyncio.gather(flow.ask(), flow.ask(model=BUILTIN, key=None))
        assert (with_key.answer.answer.model, without.answer.answer.model) == (MODEL, BUILTIN)
        assert not with_key.answer.cache_hit
        assert not without.answer.cache_hit

    run(scenario())


def test_what_was_refused_to_the_key_of_another_is_asked_with_the_own_one() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (gate, InvalidApiKey())
        wrong = flow.task(key=ApiKey("wrong"))
        await gate.reached.wait()
        right = flow.task(key=ApiKey("right"))
        wrong_too = flow.task(key=ApiKey("wrong"))
        await flow.started(3)
        flow.agent.script = whole("3개")
        gate.is_open.set()
        ended = await asyncio.gather(wrong, right, wrong_too, return_exceptions=True)
        assert isinstance(ended[0], InvalidApiKey)
        assert isinstance(ended[2], InvalidApiKey)
        assert isinstance(ended[1], list)
        assert not done(ended[1]).answer.cache_hit
        keys = [question.key.reveal() for question in flow.agent.questions if question.key]
        assert keys == ["wrong", "right"]

    run(scenario())


def test_what_is_refused_in_the_middle_is_not_asked_again() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (Token("모두 "), gate, ModelRateLimited(9))
        first = flow.task(key=ApiKey("poor"))
        await gate.reached.wait()
        second = flow.task(key=ApiKey("rich"))
        await flow.started(2)
        gate.is_open.set()
        ended = await asyncio.gather(first, second, return_exceptions=True)
        assert [type(error) for error in ended] == [ModelRateLimited] * 2
        assert len(flow.agent.questions) == 1

    run(scenario())


def test_each_of_those_who_share_a_failure_is_told_its_own_conversation() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (gate, ModelOverloaded(3))
        readings = [flow.task() for _ in range(3)]
        await gate.reached.wait()
        await flow.started(3)
        gate.is_open.set()
        errors = await asyncio.gather(*readings, return_exceptions=True)
        assert all(isinstance(error, ModelOverloaded) for error in errors)
        named = {error.metadata["conversation_id"] for error in errors if isinstance(error, DomainError)}
        assert named == set(flow.conversations.messages)
        assert len(flow.agent.questions) == 1

    run(scenario())


def test_a_caller_that_goes_away_leaves_what_had_arrived() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        call = ToolCall("t", {}, "도구", "{}")
        flow.agent.script = (Token("모두 "), ToolEnded(call), Used(TokenUsage(9, 1)), Token("3"), gate)
        reading = flow.task()
        await gate.reached.wait()
        await cancel(reading)
        await flow.agent.left()
        # The next question waits until what was left is stored.
        flow.agent.script = whole("답")
        await flow.ask("다음", conversation_id="conversation-1")
        kept = flow.conversations.messages["conversation-1"][1]
        assert isinstance(kept, StoredAnswer)
        assert kept.answer == Answer("모두 3", MODEL, (call,), TokenUsage(9, 1), incomplete=True)
        assert flow.agent.questions[-1].history == (Turn("몇 개인가요?", "모두 3"),)
        assert all(answer.text != "모두 3" for answer in flow.cache.answers.values())

    run(scenario())


def test_the_work_ends_before_what_had_arrived_is_stored() -> None:
    class SlowConversations(MemoryConversations):
        """Stores an answer only when the Answerer has been left."""

        has_left = threading.Event()

        def answer(self, conversation_id: str, answer: StoredAnswer) -> None:
            assert self.has_left.wait(2)
            super().answer(conversation_id, answer)

    async def scenario() -> None:
        conversations = SlowConversations()
        flow, gate = Flow(conversations), Gate()
        flow.agent.script = (Token("3"), gate)
        reading = flow.task()
        await gate.reached.wait()
        await cancel(reading)
        await flow.agent.left()
        conversations.has_left.set()
        flow.agent.script = whole("답")
        await flow.ask("다음", conversation_id="conversation-1")
        assert flow.said() == ["몇 개인가요?", "3…", "다음", "답"]

    run(scenario())


def test_a_caller_that_goes_away_before_any_text_leaves_the_question() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (Token(" \n"), gate)
        reading = flow.task()
        await gate.reached.wait()
        await cancel(reading)
        await flow.agent.left()
        assert flow.said() == ["몇 개인가요?"]
        flow.agent.script = whole("3개")
        await flow.ask(conversation_id="conversation-1")
        assert flow.said() == ["몇 개인가요?", "3개"]

    run(scenario())


def test_another_question_to_a_busy_conversation_is_refused_at_once() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (gate, *whole("3개"))
        first = flow.task()
        await gate.reached.wait()
        for fields in ({"text": "다른 질문"}, {"model": BUILTIN, "key": None}):
            with pytest.raises(ConversationChanged):
                await flow.ask(conversation_id="conversation-1", **fields)
        gate.is_open.set()
        await first
        assert flow.said() == ["몇 개인가요?", "3개"]

    run(scenario())


@pytest.mark.parametrize("fields", [{"conversation_id": "conversation-1"}, {"request_id": REQUEST}])
def test_the_same_question_to_a_busy_conversation_joins_its_answer(fields: dict[str, Any]) -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (Token("모두 "), gate, *whole("모두 3개")[1:])
        first = flow.task(request_id=REQUEST)
        await gate.reached.wait()
        second = flow.task(**fields)
        await cancel(flow.task(**fields))
        gate.is_open.set()
        assert await first == await second
        assert flow.said() == ["몇 개인가요?", "모두 3개"]
        assert len(flow.conversations.messages) == 1

    run(scenario())


def test_a_repeated_request_gets_the_first_answer_and_asks_nobody() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("3개")
        first = await flow.ask(request_id=REQUEST)
        described = len(flow.datasets.described)
        assert await flow.ask(request_id=REQUEST) == first
        assert await flow.ask(request_id=REQUEST, conversation_id="conversation-1", last_sequence=0) == first
        assert flow.conversations.log == ["question", "answer"]
        assert len(flow.datasets.described) == described

    run(scenario())


def test_the_same_request_many_times_at_once_is_one_turn() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("3개")
        answers = await asyncio.gather(*(flow.ask(request_id=REQUEST) for _ in range(20)))
        assert all(answer == answers[0] for answer in answers)
        assert flow.conversations.log == ["question", "answer"]

    run(scenario())


@pytest.mark.parametrize(
    "fields",
    [{"text": "다른 질문"}, {"dataset_ids": (OTHER,)}, {"model": BUILTIN}, {"conversation_id": "conversation-2"}],
)
@pytest.mark.parametrize("is_running", [True, False])
def test_a_request_id_that_comes_with_another_question_is_refused(fields: dict[str, Any], is_running: bool) -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (gate, *whole("3개"))
        first = flow.task(request_id=REQUEST)
        await gate.reached.wait()
        if not is_running:
            gate.is_open.set()
            await first
        with pytest.raises(RequestIdReused):
            await flow.ask(request_id=REQUEST, **fields)
        gate.is_open.set()
        await first

    run(scenario())


def test_a_request_that_failed_is_answered_when_it_is_repeated() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = (ModelOverloaded(1),)
        with pytest.raises(ModelOverloaded):
            await flow.ask(request_id=REQUEST)
        flow.agent.script = whole("3개")
        again = await flow.ask(request_id=REQUEST)
        assert again.conversation_id == "conversation-1"
        assert flow.said() == ["몇 개인가요?", "3개"]
        assert await flow.ask(request_id=REQUEST) == again

    run(scenario())


def test_a_request_that_failed_is_not_answered_behind_another_question() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = (ModelOverloaded(1),)
        with pytest.raises(ModelOverloaded):
            await flow.ask(request_id=REQUEST)
        flow.agent.script = whole("답")
        await flow.ask("다른 질문", conversation_id="conversation-1")
        with pytest.raises(ConversationChanged):
            await flow.ask(request_id=REQUEST)

    run(scenario())


def test_a_repeated_request_finds_its_conversation_busy() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (ModelOverloaded(1),)
        with pytest.raises(ModelOverloaded):
            await flow.ask(request_id=REQUEST)
        flow.agent.script = (gate, *whole("3개"))
        other = flow.task("다른 질문", conversation_id="conversation-1")
        await gate.reached.wait()
        with pytest.raises(ConversationChanged):
            await flow.ask(request_id=REQUEST)
        gate.is_open.set()
        await other

    run(scenario())


def test_nothing_is_left_of_turns_and_runs_that_are_over() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = whole("3개")
        await flow.ask(request_id=REQUEST)
        await flow.ask()
        flow.agent.script = (ModelOverloaded(1),)
        with pytest.raises(ModelOverloaded):
            await flow.ask("실패")
        flow.agent.script = (gate,)
        reading = flow.task("그만")
        await gate.reached.wait()
        assert flow.answering.in_progress == (1, 1)
        running = asyncio.all_tasks() - {asyncio.current_task()}
        await cancel(reading)
        await asyncio.wait(running)
        assert flow.answering.in_progress == (0, 0)

    run(scenario())
