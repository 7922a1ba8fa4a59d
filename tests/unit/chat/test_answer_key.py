"""The key under which an answer is cached: two questions share one only if they must get the same answer."""

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.chat.domain.answer_key import answer_key, normalised
from tests.chat_parts import DATASET, OTHER, brief

LAMPS = brief(DATASET)
PARKING = brief(OTHER, "주차장", "cd" * 32)
GIVEN: dict[str, Any] = {
    "question": "구별 보안등은 몇 개인가요?",
    "model": "claude-sonnet-5-5",
    "prompt_version": "1/2026-11",
    "datasets": [LAMPS, PARKING],
    "earlier": ["보안등은 모두 몇 개인가요?"],
    "today": date(2026, 11, 25),
}


def key(**changes: Any) -> str:
    given = GIVEN | changes
    return answer_key(given.pop("question"), **given)


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "동별 보안등은 몇 개인가요?"},
        {"model": "claude-opus-5-5"},
        {"prompt_version": "2/2026-11"},
        {"datasets": [LAMPS]},
        {"datasets": []},
        {"datasets": [replace(LAMPS, sha256="ef" * 32), PARKING]},
        {"datasets": [replace(LAMPS, name="가로등"), PARKING]},
        {"datasets": [replace(LAMPS, name="주차장"), replace(PARKING, name="보안등")]},
        {"earlier": []},
        {"earlier": ["주차장은 모두 몇 개인가요?"]},
        {"earlier": [*GIVEN["earlier"], "동별은?"]},
        {"today": date(2026, 11, 26)},
    ],
)
def test_everything_that_an_answer_depends_on_makes_another_key(changes: dict[str, Any]) -> None:
    assert key(**changes) != key()


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "  구별   보안등은\n몇 개인가요 ??"},
        {"question": unicodedata.normalize("NFD", "구별 보안등은 몇 개인가요")},
        {"datasets": [PARKING, LAMPS]},
        {"datasets": [replace(LAMPS, dataset_id=OTHER, rows=9), PARKING]},
        {"earlier": ["보안등은 모두  몇 개인가요"]},
    ],
)
def test_what_does_not_change_the_answer_does_not_change_the_key(changes: dict[str, Any]) -> None:
    assert key(**changes) == key()


def test_the_same_question_again_in_the_same_conversation_has_the_same_key() -> None:
    question = GIVEN["question"]
    assert key(earlier=[*GIVEN["earlier"], question]) == key()
    assert key(earlier=[question, *GIVEN["earlier"], f"{question}?"]) == key()


def test_a_follow_up_has_another_key_in_another_conversation() -> None:
    follow_up = "그럼 월별은?"
    of_accidents = key(question=follow_up, earlier=["연도별 사고는 몇 건인가요?"])
    of_deaths = key(question=follow_up, earlier=["연도별 사망자는 몇 명인가요?"])
    assert len({of_accidents, of_deaths, key(question=follow_up, earlier=[])}) == 3


def test_the_order_of_the_earlier_questions_counts() -> None:
    assert key(earlier=["가", "나"]) != key(earlier=["나", "가"])


def test_parts_do_not_run_into_each_other() -> None:
    assert key(earlier=["가 나"]) != key(earlier=["가", "나"])
    assert key(model="a", prompt_version="bc") != key(model="ab", prompt_version="c")


def test_a_question_of_nothing_but_signs_stays_one() -> None:
    assert normalised(" ?! ") == "?!"
    assert normalised("5% 이상?") == "5% 이상"
