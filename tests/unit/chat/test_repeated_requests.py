"""The same request again, and another question to a conversation that is busy."""

import asyncio
from typing import Any

import pytest

from services.chat.domain.answer import BUILTIN, Token
from services.chat.domain.conversation import ConversationChanged, RequestIdReused
from services.chat.domain.model_errors import ModelOverloaded
from tests.chat_parts import OTHER, REQUEST, Gate, whole
from tests.unit.chat.turns import Flow, cancel, scenario


@scenario
async def test_another_question_to_a_busy_conversation_is_refused_at_once(flow: Flow, gate: Gate) -> None:
    flow.agent.script = (gate, *whole("3개"))
    first = flow.task()
    await gate.reached.wait()
    for fields in ({"text": "다른 질문"}, {"model": BUILTIN, "key": None}):
        with pytest.raises(ConversationChanged):
            await flow.ask(conversation_id="conversation-1", **fields)
    gate.is_open.set()
    await first
    assert flow.said() == ["몇 개인가요?", "3개"]


@pytest.mark.parametrize("fields", [{"conversation_id": "conversation-1"}, {"request_id": REQUEST}])
@scenario
async def test_the_same_question_to_a_busy_conversation_joins_its_answer(
    flow: Flow, gate: Gate, fields: dict[str, Any]
) -> None:
    flow.agent.script = (Token("모두 "), gate, *whole("모두 3개")[1:])
    first = flow.task(request_id=REQUEST)
    await gate.reached.wait()
    second = flow.task(**fields)
    await cancel(flow.task(**fields))
    gate.is_open.set()
    assert await first == await second
    assert flow.said() == ["몇 개인가요?", "모두 3개"]
    assert len(flow.conversations.messages) == 1


@scenario
async def test_a_repeated_request_gets_the_first_answer_and_asks_nobody(flow: Flow) -> None:
    first = await flow.ask(request_id=REQUEST)
    described = len(flow.datasets.described)
    assert await flow.ask(request_id=REQUEST) == first
    assert await flow.ask(request_id=REQUEST, conversation_id="conversation-1", last_sequence=0) == first
    assert flow.conversations.log == ["question", "answer"]
    assert len(flow.datasets.described) == described


@scenario
async def test_the_same_request_many_times_at_once_is_one_turn(flow: Flow) -> None:
    answers = await asyncio.gather(*(flow.ask(request_id=REQUEST) for _ in range(20)))
    assert all(answer == answers[0] for answer in answers)
    assert flow.conversations.log == ["question", "answer"]


@pytest.mark.parametrize(
    "fields",
    [{"text": "다른 질문"}, {"dataset_ids": (OTHER,)}, {"model": BUILTIN}, {"conversation_id": "conversation-2"}],
)
@pytest.mark.parametrize("is_running", [True, False])
@scenario
async def test_a_request_id_that_comes_with_another_question_is_refused(
    flow: Flow, gate: Gate, fields: dict[str, Any], is_running: bool
) -> None:
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


@scenario
async def test_a_request_that_failed_is_answered_when_it_is_repeated(flow: Flow) -> None:
    flow.agent.script = (ModelOverloaded(1),)
    with pytest.raises(ModelOverloaded):
        await flow.ask(request_id=REQUEST)
    flow.agent.script = whole("3개")
    again = await flow.ask(request_id=REQUEST)
    assert again.conversation_id == "conversation-1"
    assert flow.said() == ["몇 개인가요?", "3개"]
    assert await flow.ask(request_id=REQUEST) == again


@scenario
async def test_a_request_that_failed_is_not_answered_behind_another_question(flow: Flow) -> None:
    flow.agent.script = (ModelOverloaded(1),)
    with pytest.raises(ModelOverloaded):
        await flow.ask(request_id=REQUEST)
    flow.agent.script = whole("답")
    await flow.ask("다른 질문", conversation_id="conversation-1")
    with pytest.raises(ConversationChanged):
        await flow.ask(request_id=REQUEST)


@scenario
async def test_a_repeated_request_finds_its_conversation_busy(flow: Flow, gate: Gate) -> None:
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
