"""The flow of one turn: what is stored when, and what the Answerer is asked."""

from typing import Any

import pytest

from services.chat.domain.answer import BUILTIN, Answer, Token, TokenUsage, ToolCall, ToolEnded, ToolStarted, Used
from services.chat.domain.conversation import ConversationChanged, ConversationNotFound
from services.chat.domain.datasets import DatasetMissing
from services.chat.domain.ports import Turn
from services.chat.domain.turn import Done, Started
from tests.chat_parts import DATASET, MODEL, OTHER, UNKNOWN, Gate, whole
from tests.unit.chat.turns import Flow, scenario


@scenario
async def test_a_question_is_stored_before_the_answerer_is_asked_and_the_answer_after(flow: Flow, gate: Gate) -> None:
    flow.agent.script = (gate, *whole("3개"))
    reading = flow.task()
    await gate.reached.wait()
    assert flow.conversations.log == ["question"]
    gate.is_open.set()
    await reading
    assert flow.conversations.log == ["question", "answer"]
    assert flow.said() == ["몇 개인가요?", "3개"]


@scenario
async def test_the_events_are_started_what_the_answerer_gives_and_done(flow: Flow) -> None:
    call = ToolCall("get_value_counts", {"column": "구"}, "값별 개수")
    used = Used(TokenUsage(10, 1))
    given = (ToolStarted(call), ToolEnded(call), Token("3"), used, Token("개"))
    flow.agent.script = (*given, Answer("3개", MODEL, (call,), TokenUsage(10, 2)))
    events = await flow.events()
    assert tuple(events[1:-1]) == given
    assert events[0] == Started("conversation-1", 1)
    done = events[-1]
    assert isinstance(done, Done)
    assert (done.conversation_id, done.answer.sequence, done.answer.cache_hit) == ("conversation-1", 2, False)
    assert done.answer.answer == flow.agent.script[-1]


@scenario
async def test_the_answerer_gets_datasets_history_model_and_key(flow: Flow) -> None:
    await flow.ask("하나")
    await flow.ask("둘", conversation_id="conversation-1", dataset_ids=(OTHER, DATASET))
    question = flow.agent.questions[-1]
    assert [dataset.dataset_id for dataset in question.datasets] == [OTHER, DATASET]
    assert question.history == (Turn("하나", "3개"),)
    assert (question.text, question.model) == ("둘", MODEL)
    assert question.key is not None


@scenario
async def test_a_conversation_goes_on_with_its_datasets(flow: Flow) -> None:
    await flow.ask("하나", dataset_ids=(OTHER,))
    await flow.ask("둘", conversation_id="conversation-1", dataset_ids=())
    assert flow.datasets.described == [(OTHER,), (OTHER,)]
    await flow.ask("셋", conversation_id="conversation-1", dataset_ids=(DATASET,))
    assert flow.conversations.conversations["conversation-1"].dataset_ids == (DATASET,)


@scenario
async def test_a_question_needs_no_dataset(flow: Flow) -> None:
    flow.agent.script = whole("ECLO는 4.2입니다.")
    await flow.ask("비 오는 날 상동 교차로 ECLO는?", dataset_ids=())
    assert flow.datasets.described == []
    assert flow.agent.questions[0].datasets == []


@scenario
async def test_the_built_in_analyst_is_asked_for_its_name(flow: Flow) -> None:
    flow.analyst.script = whole("3개", BUILTIN)
    done = await flow.ask(model=BUILTIN, key=None)
    assert done.answer.answer.model == BUILTIN
    assert (len(flow.analyst.questions), flow.agent.questions) == (1, [])


@pytest.mark.parametrize("fields", [{"dataset_ids": (UNKNOWN,)}, {"conversation_id": UNKNOWN}])
@scenario
async def test_what_is_not_there_stores_nothing(flow: Flow, fields: dict[str, Any]) -> None:
    with pytest.raises((DatasetMissing, ConversationNotFound)):
        await flow.ask(**fields)
    assert flow.conversations.log == []


@pytest.mark.parametrize(("last_sequence", "is_taken"), [(None, True), (2, True), (3, True), (1, False), (0, False)])
@scenario
async def test_a_caller_that_has_not_seen_the_last_message_is_told_to_reload(
    flow: Flow, last_sequence: int | None, is_taken: bool
) -> None:
    await flow.ask("하나")
    try:
        await flow.ask("둘", conversation_id="conversation-1", last_sequence=last_sequence)
    except ConversationChanged:
        assert not is_taken
    else:
        assert is_taken


@scenario
async def test_text_that_no_store_holds_does_not_get_that_far(flow: Flow) -> None:
    call = ToolCall("t", {"a": "\0"}, "도구", result="가\0나")
    flow.agent.script = (Token("3\0"), ToolEnded(call), Answer("3\0", MODEL, (call,)))
    events = await flow.events()
    assert "\\x00" not in repr(events)
    assert "\0" not in flow.said()[1]
