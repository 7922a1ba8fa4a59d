"""Turns that fail, and the same question after them."""

import pytest

from services.chassis.errors import DomainError, Unavailable
from services.chat.domain.answer import Token
from services.chat.domain.conversation import ConversationNotFound
from services.chat.domain.model_errors import InvalidApiKey, ModelOverloaded, ModelTimeout
from services.chat.domain.ports import Turn
from services.chat.domain.turn import ServiceStopping
from tests.chat_parts import Gate, whole
from tests.unit.chat.turns import Flow, scenario


@scenario
async def test_a_question_that_failed_stays_and_its_conversation_is_named(flow: Flow) -> None:
    flow.agent.script = (Token("3"), ModelOverloaded(7))
    with pytest.raises(ModelOverloaded) as failed:
        await flow.ask()
    assert failed.value.metadata == {"conversation_id": "conversation-1"}
    assert failed.value.retry_after == 7
    assert flow.said() == ["몇 개인가요?"]
    assert flow.cache.answers == {}


@scenario
async def test_the_same_question_again_is_answered_in_its_place(flow: Flow) -> None:
    flow.agent.script = (InvalidApiKey(),)
    with pytest.raises(InvalidApiKey):
        await flow.ask()
    flow.agent.script = whole("3개")
    again = await flow.ask(conversation_id="conversation-1")
    assert flow.said() == ["몇 개인가요?", "3개"]
    assert again.answer.sequence == 2
    assert flow.agent.questions[-1].history == ()


@scenario
async def test_another_question_after_one_that_failed_comes_behind_it(flow: Flow) -> None:
    flow.agent.script = (InvalidApiKey(),)
    with pytest.raises(InvalidApiKey):
        await flow.ask("하나")
    flow.agent.script = whole("2")
    assert (await flow.ask("둘", conversation_id="conversation-1")).answer.sequence == 3
    assert flow.agent.questions[-1].history == (Turn("하나", None),)


@pytest.mark.parametrize("last_sequence", [1, 0])
@scenario
async def test_a_question_is_repeated_by_a_caller_that_has_or_has_not_seen_it(flow: Flow, last_sequence: int) -> None:
    flow.agent.script = (ModelOverloaded(1),)
    with pytest.raises(DomainError):
        await flow.ask()
    flow.agent.script = whole("3개")
    done = await flow.ask(conversation_id="conversation-1", last_sequence=last_sequence)
    assert done.answer.sequence == 2


@scenario
async def test_an_answer_that_takes_too_long_is_a_timeout_of_the_model() -> None:
    flow = Flow(answer_seconds=0.05)
    flow.agent.script = (Token("3"), Gate())
    with pytest.raises(ModelTimeout) as failed:
        await flow.ask()
    assert failed.value.metadata == {"conversation_id": "conversation-1"}
    assert flow.said() == ["몇 개인가요?"]
    await flow.agent.left()


@scenario
async def test_a_conversation_that_is_deleted_meanwhile_is_not_found(flow: Flow, gate: Gate) -> None:
    flow.agent.script = (gate, *whole("3개"))
    reading = flow.task()
    await gate.reached.wait()
    flow.conversations.delete("conversation-1")
    gate.is_open.set()
    with pytest.raises(ConversationNotFound):
        await reading


@scenario
async def test_a_database_that_goes_away_meanwhile_says_which_conversation_it_was(flow: Flow, gate: Gate) -> None:
    flow.agent.script = (gate, *whole("3개"))
    reading = flow.task()
    await gate.reached.wait()
    flow.conversations.is_away = True
    gate.is_open.set()
    with pytest.raises(Unavailable) as failed:
        await reading
    assert failed.value.metadata == {"conversation_id": "conversation-1"}


@scenario
async def test_a_service_that_stops_ends_what_takes_longer_and_what_comes_after(flow: Flow, gate: Gate) -> None:
    flow.agent.script = (Token("3"), gate)
    reading = flow.task()
    await gate.reached.wait()
    flow.answering.stop(0.05)
    for late in (reading, flow.task("다음")):
        with pytest.raises(ServiceStopping):
            await late
    await flow.agent.left()
