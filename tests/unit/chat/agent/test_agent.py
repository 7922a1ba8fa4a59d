"""An answer from the question to the last event: model, tools, model."""

from datetime import date

from services.chat.domain.answer import Answer, Token, TokenUsage, ToolEnded, ToolStarted, Used
from services.chat.domain.datasets import DatasetMissing
from services.chat.domain.model_errors import InvalidApiKey, ModelRefused
from tests.anthropic_server import Calls, Message, Says, Usage, in_turn
from tests.anthropic_server.steps import Thinks
from tests.unit.chat.agent.asking import MODEL, FewFrames, Oracle, ask, question

COUNT_DISTRICTS = Calls("get_value_counts", {"column": "구"})


def test_text_without_tools_is_streamed_and_ends_with_the_answer() -> None:
    asked = ask(in_turn(Says("무엇을 도와드릴까요?")))
    assert [type(event) for event in asked.events] == [*[Token] * 4, Used, Answer]
    assert asked.streamed == asked.answer.text == "무엇을 도와드릴까요?"
    assert asked.answer.model == MODEL
    assert not asked.answer.incomplete


def test_a_tool_is_run_and_its_result_goes_back_to_the_model() -> None:
    asked = ask(in_turn(COUNT_DISTRICTS, Says("수성구입니다.")))
    assert [type(event) for event in asked.events[:4]] == [Used, ToolStarted, ToolEnded, Token]
    (started,), (ended,) = asked.of(ToolStarted), asked.of(ToolEnded)
    assert started.call.name == ended.call.name == "get_value_counts"
    assert started.call.label == ended.call.label == "값별 개수"
    assert started.call.result == ""
    assert ended.call.table is not None
    assert ended.call.table.rows[0][:2] == ("수성구", 3)
    assert asked.answer.tool_calls == (ended.call,)
    assert asked.exchanges[1].tool_results == [ended.call.result]


def test_text_around_a_tool_is_one_answer_in_paragraphs_and_holds_no_tool_json() -> None:
    asked = ask(in_turn(Message((Says("세어 보겠습니다."), COUNT_DISTRICTS)), Says("수성구입니다.")))
    assert asked.streamed == asked.answer.text == "세어 보겠습니다.\n\n수성구입니다."


def test_tools_of_one_message_run_in_their_order() -> None:
    both = Message((COUNT_DISTRICTS, Calls("get_unique_values", {"column": "기상상태"})))
    asked = ask(in_turn(both, Says("끝났습니다.")))
    names = [
        (type(event).__name__, event.call.name) for event in asked.events if isinstance(event, ToolStarted | ToolEnded)
    ]
    assert names == [
        ("ToolStarted", "get_value_counts"),
        ("ToolEnded", "get_value_counts"),
        ("ToolStarted", "get_unique_values"),
        ("ToolEnded", "get_unique_values"),
    ]
    assert [call.name for call in asked.answer.tool_calls] == ["get_value_counts", "get_unique_values"]


def test_an_unknown_tool_and_an_unknown_column_are_results_for_the_model() -> None:
    wrong = Message((Calls("delete_dataset"), Calls("get_value_counts", {"column": "없는 열"})))
    asked = ask(in_turn(wrong, Says("그런 열이 없습니다.")))
    assert [call.failed for call in asked.answer.tool_calls] == [True, True]
    failed = [block["is_error"] for block in asked.exchanges[1].messages[-1]["content"]]
    assert failed == [True, True]
    assert asked.answer.text == "그런 열이 없습니다."


def test_arguments_that_are_no_json_object_fail_without_running_the_tool() -> None:
    broken = Message(tuple(Calls("get_value_counts", text) for text in ('{"column": ', "[1]", '{"top_n": 1e999}')))
    asked = ask(in_turn(broken, Says("다시 해 보겠습니다.")))
    assert [(call.failed, dict(call.args)) for call in asked.answer.tool_calls] == [(True, {})] * 3
    assert all("not a JSON object" in result for result in asked.exchanges[1].tool_results)


def test_thinking_goes_back_to_the_model_and_not_to_the_user() -> None:
    asked = ask(in_turn(Message((Thinks("구를 세면 된다"), COUNT_DISTRICTS)), Says("수성구입니다.")))
    assert asked.answer.text == "수성구입니다."
    thinking = asked.exchanges[1].messages[1]["content"][0]
    assert thinking == {"type": "thinking", "thinking": "구를 세면 된다", "signature": "c2lnbmVk"}


def test_tokens_of_all_calls_are_summed_with_those_of_the_cache() -> None:
    first = Message((COUNT_DISTRICTS,), usage=Usage(input=10, output=20, cache_creation=300))
    second = Message((Says("수성구입니다."),), usage=Usage(input=40, output=5, cache_read=300))
    asked = ask(in_turn(first, second))
    assert [event.usage for event in asked.of(Used)] == [TokenUsage(310, 20), TokenUsage(650, 25, cached_input=300)]
    assert asked.answer.usage == TokenUsage(650, 25, cached_input=300)


def test_the_prefix_of_the_second_call_comes_from_the_cache_of_the_model() -> None:
    asked = ask(in_turn(COUNT_DISTRICTS, Says("수성구입니다.")))
    first, second = asked.of(Used)
    assert first.usage.cached_input == 0
    assert second.usage.cached_input > 0
    body = asked.exchanges[0].body
    assert body["tools"][-1]["cache_control"] == body["system"][0]["cache_control"] == {"type": "ephemeral"}


def test_the_model_is_the_one_of_the_question() -> None:
    assert ask(in_turn(Says("네.")), question(model="another")).exchanges[0].body["model"] == "another"


def test_a_question_without_a_key_asks_nobody() -> None:
    asked = ask(in_turn(Says("네.")), question(key=None))
    assert isinstance(asked.error, InvalidApiKey)
    assert asked.exchanges == []


def test_a_dataset_that_is_gone_ends_the_answer_before_the_model_is_asked() -> None:
    asked = ask(in_turn(Says("네.")), frames=FewFrames({}))
    assert isinstance(asked.error, DatasetMissing)
    assert asked.exchanges == []


def test_without_the_prediction_service_the_other_tools_work() -> None:
    asked = ask(in_turn(COUNT_DISTRICTS, Says("수성구입니다.")), predictor=Oracle(known=None))
    assert asked.answer.text == "수성구입니다."
    assert "예측 서비스에 연결할 수 없습니다" in asked.exchanges[0].system


def test_the_model_knows_the_day_outside_of_what_is_cached() -> None:
    system = ask(in_turn(Says("네."))).exchanges[0].body["system"]
    assert f"{date(2026, 11, 25)}(수)" in system[-1]["text"]
    assert "cache_control" not in system[-1]


def test_a_model_that_says_nothing_is_not_an_answer() -> None:
    assert isinstance(ask(in_turn(Message((), stop_reason="refusal"))).error, ModelRefused)
    assert isinstance(ask(in_turn(Says(" \n"))).error, ModelRefused)


def test_an_answer_that_ran_out_of_tokens_is_incomplete_and_runs_no_half_tool() -> None:
    asked = ask(in_turn(Message((Says("수성구가 "), Calls("get_value_counts", '{"col')), stop_reason="max_tokens")))
    assert asked.answer.incomplete
    assert asked.answer.text == "수성구가 "
    assert asked.answer.tool_calls == ()
