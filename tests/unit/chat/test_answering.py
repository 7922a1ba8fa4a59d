"""The flow of one turn: what is stored when, and what the Answerer is asked."""

from datetime import timedelta
from typing import Any

import pytest

from services.chassis.errors import DomainError, Unavailable
from services.chat.domain.answer import BUILTIN, Answer, Token, TokenUsage, ToolCall, ToolEnded, ToolStarted, Used
from services.chat.domain.conversation import ConversationChanged, ConversationNotFound
from services.chat.domain.datasets import DatasetMissing
from services.chat.domain.model_errors import InvalidApiKey, ModelOverloaded, ModelTimeout
from services.chat.domain.ports import Turn
from services.chat.domain.turn import Done, ServiceStopping, Started
from tests.chat_parts import DATASET, MODEL, OTHER, UNKNOWN, Gate, whole
from tests.unit.chat.turns import NOW, Flow, run


def test_a_question_is_stored_before_the_answerer_is_asked_and_the_answer_after() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (gate, *whole("3개"))
        reading = flow.task()
        await gate.reached.wait()
        assert flow.conversations.log == ["question"]
        gate.is_open.set()
        await reading
        assert flow.conversations.log == ["question", "answer"]
        assert flow.said() == ["몇 개인가요?", "3개"]

    run(scenario())


def test_the_events_are_started_what_the_answerer_gives_and_done() -> None:
    async def scenario() -> None:
        flow = Flow()
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

    run(scenario())


def test_the_same_question_comes_from_the_cache_and_is_stored_with_its_answer_at_once() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("모두 3개")
        await flow.ask()
        flow.conversations.log.clear()
        events = await flow.events()
        assert flow.conversations.log == ["question and answer"]
        assert len(flow.agent.questions) == 1
        done = events[-1]
        assert isinstance(done, Done)
        assert (done.conversation_id, done.answer.cache_hit) == ("conversation-2", True)
        assert events[:-1] == [Started("conversation-2", 1), Token("모두 3개")]

    run(scenario())


def test_the_answerer_gets_datasets_history_model_and_key() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("3개")
        await flow.ask("하나")
        await flow.ask("둘", conversation_id="conversation-1", dataset_ids=(OTHER, DATASET))
        question = flow.agent.questions[-1]
        assert [dataset.dataset_id for dataset in question.datasets] == [OTHER, DATASET]
        assert question.history == (Turn("하나", "3개"),)
        assert (question.text, question.model) == ("둘", MODEL)
        assert question.key is not None

    run(scenario())


def test_a_conversation_goes_on_with_its_datasets() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("3개")
        await flow.ask("하나", dataset_ids=(OTHER,))
        await flow.ask("둘", conversation_id="conversation-1", dataset_ids=())
        assert flow.datasets.described == [(OTHER,), (OTHER,)]
        await flow.ask("셋", conversation_id="conversation-1", dataset_ids=(DATASET,))
        assert flow.conversations.conversations["conversation-1"].dataset_ids == (DATASET,)

    run(scenario())


def test_a_question_needs_no_dataset() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("ECLO는 4.2입니다.")
        await flow.ask("비 오는 날 상동 교차로 ECLO는?", dataset_ids=())
        assert flow.datasets.described == []
        assert flow.agent.questions[0].datasets == []

    run(scenario())


def test_the_built_in_analyst_is_asked_for_its_name() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.analyst.script = whole("3개", BUILTIN)
        done = await flow.ask(model=BUILTIN, key=None)
        assert done.answer.answer.model == BUILTIN
        assert (len(flow.analyst.questions), flow.agent.questions) == (1, [])

    run(scenario())


@pytest.mark.parametrize("fields", [{"dataset_ids": (UNKNOWN,)}, {"conversation_id": UNKNOWN}])
def test_what_is_not_there_stores_nothing(fields: dict[str, Any]) -> None:
    async def scenario() -> None:
        flow = Flow()
        with pytest.raises((DatasetMissing, ConversationNotFound)):
            await flow.ask(**fields)
        assert flow.conversations.log == []

    run(scenario())


def test_a_question_that_failed_stays_and_its_conversation_is_named() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = (Token("3"), ModelOverloaded(7))
        with pytest.raises(ModelOverloaded) as failed:
            await flow.ask()
        assert failed.value.metadata == {"conversation_id": "conversation-1"}
        assert failed.value.retry_after == 7
        assert flow.said() == ["몇 개인가요?"]
        assert flow.cache.answers == {}

    run(scenario())


def test_the_same_question_again_is_answered_in_its_place() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = (InvalidApiKey(),)
        with pytest.raises(InvalidApiKey):
            await flow.ask()
        flow.agent.script = whole("3개")
        again = await flow.ask(conversation_id="conversation-1")
        assert flow.said() == ["몇 개인가요?", "3개"]
        assert again.answer.sequence == 2
        assert flow.agent.questions[-1].history == ()

    run(scenario())


def test_another_question_after_one_that_failed_comes_behind_it() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = (InvalidApiKey(),)
        with pytest.raises(InvalidApiKey):
            await flow.ask("하나")
        flow.agent.script = whole("2")
        assert (await flow.ask("둘", conversation_id="conversation-1")).answer.sequence == 3
        assert flow.agent.questions[-1].history == (Turn("하나", None),)

    run(scenario())


def test_a_cached_answer_takes_the_place_of_one_that_failed() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = (InvalidApiKey(),)
        with pytest.raises(InvalidApiKey):
            await flow.ask()
        flow.agent.script = whole("3개")
        await flow.ask()
        again = await flow.ask(conversation_id="conversation-1")
        assert again.answer.cache_hit
        assert flow.said() == ["몇 개인가요?", "3개"]

    run(scenario())


@pytest.mark.parametrize(
    "answer",
    [
        Answer("3", MODEL, incomplete=True),
        Answer(
            "예측 서비스에 연결할 수 없습니다.", MODEL, (ToolCall("predict_eclo", {}, "예측", "away", failed=True),)
        ),
    ],
)
def test_an_answer_that_was_cut_or_whose_tool_failed_is_stored_and_not_cached(answer: Answer) -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = (Token(answer.text), answer)
        done = await flow.ask()
        assert done.answer.answer == answer
        assert flow.conversations.log == ["question", "answer"]
        assert flow.cache.answers == {}
        assert not (await flow.ask()).answer.cache_hit

    run(scenario())


def test_a_follow_up_is_not_answered_with_that_of_another_conversation() -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("답")
        await flow.ask("연도별 사고는?")
        await flow.ask("연도별 사망자는?")
        await flow.ask("그럼 월별은?", conversation_id="conversation-1")
        assert not (await flow.ask("그럼 월별은?", conversation_id="conversation-2")).answer.cache_hit
        assert (await flow.ask("그럼 월별은?", conversation_id="conversation-2")).answer.cache_hit

    run(scenario())


def test_tomorrow_the_same_question_is_asked_again() -> None:
    async def scenario() -> None:
        days = [NOW]
        flow = Flow(now=lambda: days[-1])
        flow.agent.script = whole("답")
        await flow.ask("어제 사고는?")
        assert (await flow.ask("어제 사고는?")).answer.cache_hit
        days.append(NOW + timedelta(hours=3, minutes=1))  # 12:00 UTC is 21:00 in Korea
        assert not (await flow.ask("어제 사고는?")).answer.cache_hit

    run(scenario())


def test_an_answer_that_takes_too_long_is_a_timeout_of_the_model() -> None:
    async def scenario() -> None:
        flow = Flow(answer_seconds=0.05)
        flow.agent.script = (Token("3"), Gate())
        with pytest.raises(ModelTimeout) as failed:
            await flow.ask()
        assert failed.value.metadata == {"conversation_id": "conversation-1"}
        assert flow.said() == ["몇 개인가요?"]
        await flow.agent.left()

    run(scenario())


def test_a_conversation_that_is_deleted_meanwhile_is_not_found() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (gate, *whole("3개"))
        reading = flow.task()
        await gate.reached.wait()
        flow.conversations.delete("conversation-1")
        gate.is_open.set()
        with pytest.raises(ConversationNotFound):
            await reading

    run(scenario())


def test_a_database_that_goes_away_meanwhile_says_which_conversation_it_was() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (gate, *whole("3개"))
        reading = flow.task()
        await gate.reached.wait()
        flow.conversations.is_away = True
        gate.is_open.set()
        with pytest.raises(Unavailable) as failed:
            await reading
        assert failed.value.metadata == {"conversation_id": "conversation-1"}

    run(scenario())


@pytest.mark.parametrize(("last_sequence", "is_taken"), [(None, True), (2, True), (3, True), (1, False), (0, False)])
def test_a_caller_that_has_not_seen_the_last_message_is_told_to_reload(
    last_sequence: int | None, is_taken: bool
) -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = whole("3개")
        await flow.ask("하나")
        try:
            await flow.ask("둘", conversation_id="conversation-1", last_sequence=last_sequence)
        except ConversationChanged:
            assert not is_taken
        else:
            assert is_taken

    run(scenario())


@pytest.mark.parametrize("last_sequence", [1, 0])
def test_a_question_is_repeated_by_a_caller_that_has_or_has_not_seen_it(last_sequence: int) -> None:
    async def scenario() -> None:
        flow = Flow()
        flow.agent.script = (ModelOverloaded(1),)
        with pytest.raises(DomainError):
            await flow.ask()
        flow.agent.script = whole("3개")
        done = await flow.ask(conversation_id="conversation-1", last_sequence=last_sequence)
        assert done.answer.sequence == 2

    run(scenario())


def test_text_that_no_store_holds_does_not_get_that_far() -> None:
    async def scenario() -> None:
        flow = Flow()
        call = ToolCall("t", {"a": "\0"}, "도구", result="가\0나")
        flow.agent.script = (Token("3\0"), ToolEnded(call), Answer("3\0", MODEL, (call,)))
        events = await flow.events()
        assert "\\x00" not in repr(events)
        assert "\0" not in flow.said()[1]

    run(scenario())


def test_a_service_that_stops_ends_what_takes_longer_and_what_comes_after() -> None:
    async def scenario() -> None:
        flow, gate = Flow(), Gate()
        flow.agent.script = (Token("3"), gate)
        reading = flow.task()
        await gate.reached.wait()
        flow.answering.stop(0.05)
        for late in (reading, flow.task("다음")):
            with pytest.raises(ServiceStopping):
                await late
        await flow.agent.left()

    run(scenario())
