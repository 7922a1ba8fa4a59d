"""What cannot be told is said plainly, and nothing of the question is left out to answer anyway."""

import pytest

from tests.unit.chat.analyst.asking import NOT_UNDERSTOOD, Desk


@pytest.mark.parametrize(
    ("key", "question"),
    [
        ("accidents", "사람이 다친 사고는 몇 건?"),
        ("accidents", "사망자나 중상자가 한 명이라도 있는 사고"),
        ("accidents", "3월 1일 이후 사고는?"),
        ("accidents", "설날 사고 건수"),
        ("accidents", "사망자가 없는 동은?"),
        ("accidents", "100면 이상 사고는?"),
        ("libraries", "50곳 이상은?"),
    ],
)
def test_no_number_is_given(desk: Desk, key: str, question: str) -> None:
    answer = desk.answer(question, [key])
    assert "**" not in answer.text.split("\n\n")[0], answer.text
    assert not any(call.name != "get_dataframe_info" for call in answer.tool_calls)


def test_letters_without_a_word_are_no_question(desk: Desk) -> None:
    assert NOT_UNDERSTOOD in desk.answer("ㅁㄴㅇㄹ ㅋㅋㅋ", ["accidents"]).text


def test_a_name_with_a_space_in_it_is_a_place_and_what_stands_there(desk: Desk) -> None:
    text = desk.answer("북구 주차장은?", ["parks"]).text
    assert "북구" in text and "1곳" not in text.split("입니다")[0]


def test_names_are_listed_where_they_are_asked_for(desk: Desk) -> None:
    rows = desk.rows["parks"]
    found = rows[(rows.주차장구분 == "민영") & (rows.주차구획수 >= 400)]
    text = desk.answer("민영 주차장 중 400면 이상인 곳 이름 다 알려줘", ["parks"]).text
    assert 0 < len(found) <= 20
    assert all(name in text for name in found.주차장명)
