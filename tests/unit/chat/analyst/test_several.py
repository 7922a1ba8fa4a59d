"""Questions about several datasets: every one that is used is named, and asked with its own tool calls."""

import pytest

from tests.unit.chat.analyst.asking import NOT_UNDERSTOOD, Desk, said

BOTH = ["accidents", "parks"]


def first(desk: Desk, question: str, *earlier: str) -> str:
    return desk.answer(question, BOTH, earlier).text.split("\n\n")[0]


def test_each_count_comes_from_its_own_dataset(desk: Desk) -> None:
    answer = desk.answer("사고와 주차장은 각각 몇 개야?", BOTH)
    assert {call.args["dataset"] for call in answer.tool_calls} == {"사고", "주차장"}
    assert "‘사고’" in answer.text
    assert "‘주차장’" in answer.text
    assert said(answer.text, 900)
    assert said(answer.text, len(desk.rows["parks"]))


def test_a_condition_between_two_names_is_about_the_one_that_follows(desk: Desk) -> None:
    rows = desk.rows["accidents"]
    text = first(desk, "주차장 수와 수성구 사고 수")
    assert said(text, int((rows.gu == "수성구").sum()))
    assert said(text, len(desk.rows["parks"]))


def test_the_name_of_another_dataset_is_no_value_of_this_one(desk: Desk) -> None:
    text = first(desk, "신호위반 사고와 주차장 수")
    assert said(text, int((desk.rows["accidents"].법규위반 == "신호위반").sum()))
    assert said(text, len(desk.rows["parks"]))


def test_which_has_more_is_said(desk: Desk) -> None:
    assert first(desk, "사고와 주차장 중 어느 것이 더 많아?").startswith("**사고**가 더 많습니다.")


def test_the_other_dataset_is_asked_the_same(desk: Desk) -> None:
    answer = desk.answer("주차장은?", BOTH, ["달서구 사고 건수"])
    assert "달서구 주차장" in answer.text
    assert "‘주차장’ 데이터로 답했습니다" in answer.text


def test_a_condition_that_a_dataset_does_not_know_is_told(desk: Desk) -> None:
    assert "‘신호위반’ 제외" in desk.answer("신호위반은 사고와 주차장에 각각 몇 건?", BOTH).text


@pytest.mark.parametrize("question", ["주차장 근처 사고 건수", "주차장에 있는 사고 건수"])
def test_where_things_are_to_each_other_is_not_guessed(desk: Desk, question: str) -> None:
    answer = desk.answer(question, BOTH)
    assert "위치로" in answer.text or answer.text.startswith(NOT_UNDERSTOOD)


def test_columns_in_common(desk: Desk) -> None:
    text = first(desk, "두 데이터에 공통으로 있는 열은?")
    assert "공통으로 있는 열이 없습니다" in text
