"""Twelve tool calls are enough for an answer."""

from services.chat.agent.graph import MOST_TOOL_CALLS
from services.chat.domain.answer import ToolStarted
from services.chat.domain.model_errors import ModelRefused
from tests.anthropic_server import Calls, Exchange, Message, Says, Step, in_turn
from tests.unit.chat.agent.asking import ask

CALL = Calls("get_value_counts", {"column": "구"})


def calls_while_it_may(exchange: Exchange) -> Step:
    return CALL if exchange.may_call else Says("지금까지의 결과로 답합니다.")


def test_after_the_twelfth_call_the_model_answers_from_what_it_has() -> None:
    asked = ask(calls_while_it_may)
    assert len(asked.answer.tool_calls) == MOST_TOOL_CALLS == 12
    assert asked.answer.text == "지금까지의 결과로 답합니다."
    assert not asked.answer.incomplete
    assert len(asked.exchanges) == 13
    assert asked.exchanges[-1].body["tool_choice"] == {"type": "none"}
    assert asked.exchanges[-1].body["tools"] == asked.exchanges[0].body["tools"]


def test_calls_of_one_message_beyond_the_limit_get_a_result_that_says_so() -> None:
    asked = ask(in_turn(Message((CALL,) * 300), Says("충분합니다.")))
    assert len(asked.answer.tool_calls) == len(asked.of(ToolStarted)) == MOST_TOOL_CALLS
    results = asked.exchanges[1].messages[-1]["content"]
    assert len(results) == 300
    assert [result["is_error"] for result in results] == [False] * 12 + [True] * 288
    assert "12 tool calls" in results[12]["content"]
    assert asked.exchanges[1].body["tool_choice"] == {"type": "none"}


def test_calls_of_several_messages_count_together() -> None:
    asked = ask(in_turn(Message((CALL,) * 7), Message((CALL,) * 7), Says("충분합니다.")))
    assert len(asked.answer.tool_calls) == MOST_TOOL_CALLS
    assert [result["is_error"] for result in asked.exchanges[2].messages[-1]["content"]] == [False] * 5 + [True] * 2


def test_a_model_that_calls_although_it_may_not_is_not_asked_again() -> None:
    silent = ask(lambda _: CALL)
    assert isinstance(silent.error, ModelRefused)
    assert len(silent.exchanges) == 13
    talking = ask(lambda _: Message((Says("더 세겠습니다."), CALL)))
    assert talking.answer.incomplete
    assert len(talking.answer.tool_calls) == MOST_TOOL_CALLS
    assert len(talking.exchanges) == 13
