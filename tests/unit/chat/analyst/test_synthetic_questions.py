"""Questions about made-up files are answered as plain pandas answers them."""

import pytest

from tests.unit.chat.analyst import easily_mistaken_places as mistaken_places
from tests.unit.chat.analyst import easily_mistaken_questions as mistaken
from tests.unit.chat.analyst import everyday_questions as everyday
from tests.unit.chat.analyst import synthetic_questions as questions
from tests.unit.chat.analyst.asking import Desk, Expected

ALL = [
    (key, question, expected)
    for key, table in (
        ("accidents", questions.ACCIDENTS),
        ("parks", questions.PARKS),
        ("libraries", questions.LIBRARIES),
        ("accidents", everyday.ACCIDENTS),
        ("parks", everyday.PARKS),
        ("accidents", mistaken.ACCIDENTS),
        ("parks", mistaken_places.PARKS),
    )
    for question, expected in table
]


@pytest.mark.parametrize(("key", "question", "expected"), ALL, ids=[question for _, question, _ in ALL])
def test_the_answer_is_what_pandas_says(desk: Desk, key: str, question: str, expected: Expected) -> None:
    assert desk.wrong(key, question, expected) is None


def test_there_are_enough_questions() -> None:
    assert len(ALL) >= 60
