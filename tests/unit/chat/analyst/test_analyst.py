"""How the analyst answers: its events, what it says about itself, predictions, several datasets."""

import asyncio

import pytest

from services.chat.domain.answer import BUILTIN, Answer, Token, TokenUsage, ToolEnded, ToolStarted
from services.chat.domain.ports import Question
from tests.unit.chat.analyst.asking import Desk


def test_tools_start_and_end_before_the_text_comes_in_pieces(desk: Desk) -> None:
    events = desk.events("수성구에서 사고가 가장 많은 동 2곳", ["accidents"])
    kinds = [type(event) for event in events]
    first_token = kinds.index(Token)
    assert kinds[:first_token] == [ToolStarted, ToolEnded] * (first_token // 2)
    assert kinds[first_token:-1] == [Token] * (len(kinds) - first_token - 1)
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert answer.text == "".join(event.text for event in events if isinstance(event, Token))
    assert len(kinds) - first_token > 2


def test_the_answer_is_the_analysts_and_costs_nothing(desk: Desk) -> None:
    answer = desk.answer("사고 건수", ["accidents"])
    assert (answer.model, answer.usage, answer.incomplete) == (BUILTIN, TokenUsage(), False)


def test_it_says_who_answered_with_which_tools(desk: Desk) -> None:
    answer = desk.answer("구별 사고 건수", ["accidents"])
    last = answer.text.split("\n\n")[-1]
    assert "내장 분석기" in last
    assert all(call.label in last for call in answer.tool_calls)


def test_the_definition_of_a_part_of_the_day_is_told(desk: Desk) -> None:
    assert "저녁(18–20시)" in desk.answer("저녁 사고 건수", ["accidents"]).text
    assert "야간(18–5시)" in desk.answer("야간 사고 비율", ["accidents"]).text


def test_a_chart_comes_with_groups(desk: Desk) -> None:
    answer = desk.answer("요일별 사고 건수 그래프", ["accidents"])
    assert any(call.chart for call in answer.tool_calls)


def test_places_are_found_by_the_other_address_too(desk: Desk) -> None:
    text = desk.answer("달서구 주차장 수", ["parks"]).text
    assert "주소.구 열에서 찾았습니다" in text


def test_a_typing_error_is_corrected_and_told(desk: Desk) -> None:
    assert "‘수성그’" in desk.answer("수성그 사고 건수", ["accidents"]).text


@pytest.mark.parametrize(
    "question",
    [
        "금요일 저녁 7시 수성구 상동 교차로에서 비 오는데 차대차 사고가 나면 얼마나 심각해?",
        "비 오는 저녁 상동 교차로 사고 ECLO 예측해줘",
    ],
)
def test_an_accident_is_predicted_with_what_was_assumed(desk: Desk, question: str) -> None:
    answer = desk.answer(question, ["accidents"])
    assert "**4.62**" in answer.text
    assert "노면을 젖음/습기로 가정했습니다" in answer.text
    assert [call.name for call in answer.tool_calls] == ["predict_eclo"]


def test_what_is_missing_for_a_prediction_is_asked_back(desk: Desk) -> None:
    answer = desk.answer("비 오는 저녁 교차로 사고가 얼마나 심각할지 예측해줘", [])
    assert "시군구" in answer.text
    assert answer.tool_calls == ()


def test_without_a_dataset_it_asks_for_one(desk: Desk) -> None:
    assert "데이터셋이 선택되지 않았습니다" in desk.answer("사고 건수", []).text


def test_an_empty_question_is_not_answered(desk: Desk) -> None:
    assert "질문이 비어 있습니다" in desk.answer("  ", ["accidents"]).text


def test_of_several_datasets_it_takes_the_one_that_is_meant(desk: Desk) -> None:
    text = desk.answer("무료 주차장은 몇 곳?", ["accidents", "parks"]).text
    expected = int((desk.rows["parks"].요금정보 == "무료").sum())
    assert f"**{expected}곳**" in text
    assert "‘주차장’ 데이터로 답했습니다" in text


def test_two_datasets_are_set_side_by_side(desk: Desk) -> None:
    answer = desk.answer("구별 사고 건수와 주차장 수 비교", ["accidents", "parks"])
    assert "| 구·군 | 사고 수 | 주차장 수 |" in answer.text


@pytest.mark.parametrize("key", ["accidents", "parks", "libraries"])
def test_every_suggestion_is_answered_with_a_tool(desk: Desk, key: str) -> None:
    suggested = desk.suggested(key)
    assert 3 <= len(suggested) <= 6
    for question in suggested:
        answer = desk.answer(question, [key])
        assert answer.tool_calls, question
        assert not any(call.failed for call in answer.tool_calls), question


def test_suggestions_for_two_datasets_are_about_both(desk: Desk) -> None:
    suggested = desk.suggested("accidents", "parks")
    assert any("사고" in question for question in suggested)
    assert any("주차" in question for question in suggested)


def test_whoever_stops_reading_ends_the_work(desk: Desk) -> None:
    async def read_one() -> int:
        asked = Question("구별 사고 건수", [desk.briefs["accidents"]])
        stream = desk.analyst.answer(asked)
        await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]
        return len(asyncio.all_tasks())

    assert asyncio.run(read_one()) == 1
