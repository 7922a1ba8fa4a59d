"""What people type: questions and titles."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.errors import InvalidInput
from services.chat.domain.texts import TITLE_LENGTH, question_text, title_of, title_text


def test_a_short_question_is_its_own_title_on_one_line() -> None:
    assert title_of("구별  사고는\n몇 건인가요?") == "구별 사고는 몇 건인가요?"


def test_a_long_question_is_cut_after_a_word() -> None:
    question = "2017년 대구광역시 수성구에서 비 오는 날 밤에 일어난 교통사고는 모두 몇 건이고 사망자는 몇 명인가요?"
    title = title_of(question)
    assert title == "2017년 대구광역시 수성구에서 비 오는 날 밤에 일어난 교통사고는…"
    assert len(title) <= TITLE_LENGTH


def test_a_long_question_without_spaces_is_cut_anyway() -> None:
    assert title_of("가" * 100) == "가" * 39 + "…"
    assert title_of("가 " + "나" * 100) == "가 " + "나" * 37 + "…"


@given(st.text())
def test_a_title_is_one_line_and_never_empty_or_longer_than_its_room(question: str) -> None:
    title = title_of(question)
    assert 0 < len(title) <= TITLE_LENGTH
    assert len(title.splitlines()) == 1


def test_a_question_is_composed_and_stripped() -> None:
    assert question_text(unicodedata.normalize("NFD", " 몇 건인가요? \n")) == "몇 건인가요?"


@pytest.mark.parametrize("text", ["", " \n\t ", "\u3000", "몇\0건"])
def test_a_question_that_is_blank_or_has_nul_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        question_text(text)
    (violation,) = refused.value.violations
    assert violation.field == "message"
    assert "질문" in violation.message_ko


@pytest.mark.parametrize("text", ["", "  ", "두\n줄", "NUL\0"])
def test_a_title_that_is_blank_or_not_one_line_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        title_text(text)
    assert [violation.field for violation in refused.value.violations] == ["title"]
