"""What is said to the analyst and not asked of the data; values that the data does not have."""

import pytest

from tests.unit.chat.analyst.asking import NOT_UNDERSTOOD, Desk, said


@pytest.mark.parametrize(
    "text",
    [
        "안녕",
        "안녕하세요!",
        "고마워",
        "감사합니다",
        "도움말",
        "뭘 물어볼 수 있어?",
        "무엇을 질문할 수 있나요?",
        "넌 누구야?",
    ],
)
def test_who_talks_is_answered_kindly_and_with_examples(desk: Desk, text: str) -> None:
    answer = desk.answer(text, ["accidents"])
    assert not answer.text.startswith(NOT_UNDERSTOOD)
    assert answer.text.count("\n- ") == 3
    assert answer.tool_calls == ()


@pytest.mark.parametrize(
    "text",
    [
        "이게 무슨 데이터야?",
        "이 데이터에서 알 수 있는 게 뭐야?",
        "설명 좀",
        "이게 무슨 데이터인지 설명 좀",
        "데이터 소개해줘",
    ],
)
def test_what_the_data_is(desk: Desk, text: str) -> None:
    answer = desk.answer(text, ["accidents"])
    assert "**900행" in answer.text
    assert "사고일시" in answer.text


def test_any_rows_are_a_sample(desk: Desk) -> None:
    assert "**3건**" in desk.answer("아무 사고나 3건 보여줘", ["accidents"]).text


@pytest.mark.parametrize("text", ["내일 날씨", "내일 대구 날씨 어때?", "오늘 날씨 알려줘", "모레 사고는 몇 건?"])
def test_other_topics_are_not_a_count_of_nothing(desk: Desk, text: str) -> None:
    answer = desk.answer(text, ["accidents"])
    assert answer.text.startswith(NOT_UNDERSTOOD)
    assert "0건" not in answer.text


def test_a_count_of_a_value_that_is_not_there_is_none_and_says_which_are(desk: Desk) -> None:
    text = desk.answer("안개 낀 날 사고 건수", ["accidents"]).text
    assert "**0건**" in text
    assert "기상상태에 ‘안개’가 없습니다. 있는 값: 눈, 맑음, 비, 흐림." in text


def test_nothing_is_computed_of_a_value_that_is_not_there(desk: Desk) -> None:
    answer = desk.answer("안개 낀 날 평균 사망자수", ["accidents"])
    assert answer.text.startswith("기상상태에 ‘안개’가 없습니다.")
    assert answer.tool_calls == ()


def test_a_place_that_does_not_exist_is_no_typing_error(desk: Desk) -> None:
    text = desk.answer("달성구 사고 건수", ["accidents"]).text
    assert text.startswith(NOT_UNDERSTOOD)
    assert "달서구, 달성군" in text


def test_a_district_without_rows_has_none(desk: Desk) -> None:
    assert said(desk.answer("남구 주차장은 몇 곳?", ["parks"]).text, 0)
