"""What the analyst does not understand it does not answer."""

import pytest

from tests.unit.chat.analyst.asking import NOT_UNDERSTOOD, Desk

CANNOT = [
    ("accidents", "수원시 사고 건수"),
    ("accidents", "해운대구에서 일어난 사고는 몇 건?"),
    ("accidents", "음주운전 사고 비율"),
    ("accidents", "보험금 평균"),
    ("accidents", "뺑소니 사고가 가장 많은 구"),
    ("accidents", "김철수 사고"),
    ("accidents", "제한속도 평균"),
    ("accidents", "배고파"),
    ("accidents", "asdf qwer"),
    ("accidents", "2030년 사고 건수 예측해줘"),
    ("accidents", "수성구 인구는 몇 명이야?"),
    ("accidents", "사고 7"),
    ("accidents", "평균보다 사고가 많은 구"),
    ("parks", "시간대별 주차장 수"),
    ("parks", "사망자수 합계"),
    ("parks", "전기차 충전소가 있는 주차장"),
    ("parks", "부산 주차장 수"),
    ("libraries", "어린이 열람실이 있는 도서관"),
    ("libraries", "월별 대출 권수"),
]


@pytest.mark.parametrize(("key", "question"), CANNOT, ids=[question for _, question in CANNOT])
def test_it_says_so_and_offers_three_questions(desk: Desk, key: str, question: str) -> None:
    answer = desk.answer(question, [key])
    assert answer.text.startswith(NOT_UNDERSTOOD)
    assert answer.text.count("\n- ") >= 3
    assert answer.tool_calls == ()


def test_the_unknown_word_is_named(desk: Desk) -> None:
    assert "‘수원시’" in desk.answer("수원시 사고 건수", ["accidents"]).text


def test_a_column_that_is_not_there_is_named_with_those_that_are(desk: Desk) -> None:
    text = desk.answer("사망자수 합계", ["parks"]).text
    assert "‘사망자수’" in text
    assert "주차구획수" in text


def test_a_value_of_many_columns_is_asked_back(desk: Desk) -> None:
    text = desk.answer("남 사고 건수", ["accidents"]).text
    assert "가해운전자 성별 열로 읽었습니다" in text


def test_nothing_found_is_an_answer_and_says_which_years_there_are(desk: Desk) -> None:
    text = desk.answer("2025년 사고 건수", ["accidents"]).text
    assert "**0건**" in text
    assert "2012년부터 2016년까지" in text


@pytest.mark.parametrize("keys", [["accidents"], ["accidents", "parks"]])
@pytest.mark.parametrize(
    "question", ["???", "!", "…", "ㅋㅋㅋ", "둘이 합치면?", "그 구에서는?", "각각?", "그 주차장들은?"]
)
def test_a_question_without_words_is_not_understood(desk: Desk, keys: list[str], question: str) -> None:
    assert desk.answer(question, keys).text
    assert desk.answer(question, keys, ["?"]).text
    assert desk.answer(question, keys, ["사고 건수", "?"]).text
