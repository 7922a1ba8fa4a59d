"""Turns of phrase are written plainly before the words are read."""

import pytest

from services.chat.agent.analyst.phrases import plainly


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("사망자가 한 명이라도 나온 사고", "사망자가 1명 이상 나온 사고"),
        ("카메라가 단 한 대라도 있는", "카메라가 1대 이상 있는"),
        ("적어도 두 명 다친", "2명 이상 다친"),
        ("최소 3명 이상 다친", "3명 이상 다친"),
        ("기껏해야 2명", "2명 이하"),
        ("한 명도 없는 사고", "0명인 사고"),
        ("아무도 죽지 않은 사고", "사망자 없는 사고"),
        ("사망자수>=3 사고", "사망자수 3 이상 사고"),
        ("제한속도 ≤ 30", "제한속도 30 이하"),
        ("출근 시간대(7~9시) 사고", "7~9시 사고"),
        ("설 연휴(2022년 1월 31일 ~ 2월 2일) 사고", "2022년 1월 31일~2월 2일 사고"),
        ("최고령 운전자", "최고 나이 운전자"),
        ("나이가 많을수록 사망자가", "나이가 상관관계 사망자가"),
    ],
)
def test_it_says_the_same_in_plain_words(said: str, meant: str) -> None:
    assert " ".join(plainly(said).split()) == meant


@pytest.mark.parametrize(
    "question", ["수성구 사고 몇 건", "최대 경상자수", "대구(남구) 사고", "최소 제한속도는?", "한 해 사고 건수"]
)
def test_other_words_stay_as_they_are(question: str) -> None:
    assert plainly(question) == question
