"""Equal questions at once: one run for all who ask, each with a conversation of its own."""

import asyncio

import pytest

from services.chassis.errors import DomainError
from services.chat.domain.answer import BUILTIN, Token
from services.chat.domain.model_errors import InvalidApiKey, ModelOverloaded, ModelRateLimited
from services.chat.domain.ports import ApiKey
from tests.chat_parts import MODEL, REQUEST, Gate, whole
from tests.unit.chat.turns import Flow, cancel, done, scenario


@scenario
async def test_fifty_equal_questions_at_once_are_one_run(flow: Flow, gate: Gate) -> None:
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


@scenario
async def test_fifty_equal_questions_to_one_that_answers_at_once_are_one_run_too(flow: Flow) -> None:
    await asyncio.gather(*(flow.ask() for _ in range(50)))
    assert len(flow.agent.questions) == 1


@scenario
async def test_all_readers_of_a_run_get_the_same_events_from_its_start(flow: Flow, gate: Gate) -> None:
    flow.agent.script = (Token("모두 "), gate, *whole("모두 3개")[1:])
    first = flow.task()
    await gate.reached.wait()
    late = flow.task()
    await flow.started(2)
    gate.is_open.set()
    events, same = await asyncio.gather(first, late)
    assert events[1:-1] == same[1:-1] == [Token("모두 "), Token("3개")]


@scenario
async def test_the_run_ends_with_its_last_reader_only(flow: Flow, gate: Gate) -> None:
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


@scenario
async def test_equal_questions_to_different_models_are_different_runs(flow: Flow) -> None:
    flow.agent.script, flow.analyst.script = whole("3개"), whole("세 개", BUILTIN)
    with_key, without = await asyncio.gather(flow.ask(), flow.ask(model=BUILTIN, key=None))
    assert (with_key.answer.answer.model, without.answer.answer.model) == (MODEL, BUILTIN)
    assert not with_key.answer.cache_hit
    assert not without.answer.cache_hit


@scenario
async def test_what_was_refused_to_the_key_of_another_is_asked_with_the_own_one(flow: Flow, gate: Gate) -> None:
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


@scenario
async def test_what_is_refused_in_the_middle_is_not_asked_again(flow: Flow, gate: Gate) -> None:
    flow.agent.script = (Token("모두 "), gate, ModelRateLimited(9))
    first = flow.task(key=ApiKey("poor"))
    await gate.reached.wait()
    second = flow.task(key=ApiKey("rich"))
    await flow.started(2)
    gate.is_open.set()
    ended = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(error) for error in ended] == [ModelRateLimited] * 2
    assert len(flow.agent.questions) == 1


@scenario
async def test_each_of_those_who_share_a_failure_is_told_its_own_conversation(flow: Flow, gate: Gate) -> None:
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


@scenario
async def test_nothing_is_left_of_turns_and_runs_that_are_over(flow: Flow, gate: Gate) -> None:
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
