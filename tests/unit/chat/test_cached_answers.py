"""Which answers come from the cache, and which are kept out of it."""

from datetime import timedelta

import pytest

from services.chat.domain.answer import Answer, Token, ToolCall
from services.chat.domain.model_errors import InvalidApiKey
from services.chat.domain.turn import Done, Started
from tests.chat_parts import MODEL, whole
from tests.unit.chat.turns import NOW, Flow, scenario


@scenario
async def test_the_same_question_comes_from_the_cache_and_is_stored_with_its_answer_at_once(flow: Flow) -> None:
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


@scenario
async def test_a_cached_answer_takes_the_place_of_one_that_failed(flow: Flow) -> None:
    flow.agent.script = (InvalidApiKey(),)
    with pytest.raises(InvalidApiKey):
        await flow.ask()
    flow.agent.script = whole("3개")
    await flow.ask()
    again = await flow.ask(conversation_id="conversation-1")
    assert again.answer.cache_hit
    assert flow.said() == ["몇 개인가요?", "3개"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer("3", MODEL, incomplete=True),
        Answer(
            "예측 서비스에 연결할 수 없습니다.", MODEL, (ToolCall("predict_eclo", {}, "예측", "away", failed=True),)
        ),
    ],
)
@scenario
async def test_an_answer_that_was_cut_or_whose_tool_failed_is_stored_and_not_cached(flow: Flow, answer: Answer) -> None:
    flow.agent.script = (Token(answer.text), answer)
    done = await flow.ask()
    assert done.answer.answer == answer
    assert flow.conversations.log == ["question", "answer"]
    assert flow.cache.answers == {}
    assert not (await flow.ask()).answer.cache_hit


@scenario
async def test_a_follow_up_is_not_answered_with_that_of_another_conversation(flow: Flow) -> None:
    flow.agent.script = whole("답")
    await flow.ask("연도별 사고는?")
    await flow.ask("연도별 사망자는?")
    await flow.ask("그럼 월별은?", conversation_id="conversation-1")
    assert not (await flow.ask("그럼 월별은?", conversation_id="conversation-2")).answer.cache_hit
    assert (await flow.ask("그럼 월별은?", conversation_id="conversation-2")).answer.cache_hit


@scenario
async def test_tomorrow_the_same_question_is_asked_again() -> None:
    days = [NOW]
    flow = Flow(now=lambda: days[-1])
    flow.agent.script = whole("답")
    await flow.ask("어제 사고는?")
    assert (await flow.ask("어제 사고는?")).answer.cache_hit
    days.append(NOW + timedelta(hours=3, minutes=1))  # 12:00 UTC is 21:00 in Korea
    assert not (await flow.ask("어제 사고는?")).answer.cache_hit
