"""Questions that were written down before they were asked get the right number, or none."""

from collections.abc import Sequence

import pytest

from tests.unit.chat.analyst import blind_last_questions as last
from tests.unit.chat.analyst import blind_mixed_questions as mixed
from tests.unit.chat.analyst import blind_place_questions as places
from tests.unit.chat.analyst import blind_taas_questions as accidents
from tests.unit.chat.analyst.asking import NOT_UNDERSTOOD, Desk, Expected
from tests.unit.chat.analyst.real_files import DATA

pytestmark = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")

QUESTIONS: Sequence[tuple[str, str, Expected]] = [
    *(
        (key, question, expected)
        for key, table in (
            ("taas", accidents.TAAS),
            ("dacon", accidents.DACON),
            ("parks", places.PARKS),
            ("cameras", places.CAMERAS),
            ("zones", places.ZONES),
        )
        for question, expected in table
    ),
    *(
        (key, question, expected)
        for key, question, expected in (*mixed.QUESTIONS, *last.QUESTIONS)
        if expected is not None
    ),
]
UNANSWERABLE: Sequence[tuple[str, str]] = [
    *places.UNANSWERABLE,
    *((key, question) for key, question, expected in (*mixed.QUESTIONS, *last.QUESTIONS) if expected is None),
]


def test_nine_of_ten_are_answered_and_none_wrongly(real_desk: Desk) -> None:
    missed = [
        (key, question, why)
        for key, question, expected in QUESTIONS
        if (why := real_desk.wrong(key, question, expected))
    ]
    told = [why for key, question, why in missed if "**" in real_desk.answer(question, [key]).text.split("\n\n")[0]]
    assert told == []
    assert len(missed) <= 0.1 * len(QUESTIONS)


@pytest.mark.parametrize(("key", "question"), UNANSWERABLE, ids=[question for _, question in UNANSWERABLE])
def test_what_no_column_tells_gets_no_number(real_desk: Desk, key: str, question: str) -> None:
    text = real_desk.answer(question, [key]).text
    assert text.startswith(NOT_UNDERSTOOD) or "**" not in text.split("\n\n")[0]
