"""Of questions about the real public files, at least 95 in 100 are answered as plain pandas answers them."""

from collections.abc import Callable, Sequence

import pytest

from tests.unit.chat.analyst import easily_mistaken_places as mistaken_places
from tests.unit.chat.analyst import easily_mistaken_questions as mistaken
from tests.unit.chat.analyst import everyday_questions as everyday
from tests.unit.chat.analyst import real_place_questions as places
from tests.unit.chat.analyst import real_several_questions as several
from tests.unit.chat.analyst import real_taas_questions as taas
from tests.unit.chat.analyst.asking import Desk, Expected, said
from tests.unit.chat.analyst.real_files import DATA

pytestmark = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")

QUESTIONS: Sequence[tuple[str, str, Expected]] = [
    (key, question, expected)
    for key, table in (
        ("taas", taas.QUESTIONS),
        ("cameras", places.CAMERAS),
        ("parks", places.PARKS),
        ("zones", places.ZONES),
        ("dacon", places.DACON),
        ("taas", everyday.ACCIDENTS),
        ("cameras", everyday.CAMERAS),
        ("parks", everyday.PARKS),
        ("zones", everyday.ZONES),
        ("dacon", everyday.DACON),
        ("taas", mistaken.ACCIDENTS),
        ("cameras", mistaken_places.CAMERAS),
        ("taas", mistaken.REAL_ACCIDENTS),
        ("parks", mistaken_places.PARKS),
        ("parks", mistaken_places.REAL_PARKS),
        ("zones", mistaken_places.ZONES),
        ("dacon", mistaken_places.DACON),
    )
    for question, expected in table
]


def test_at_least_95_of_100_questions_are_answered_as_pandas_answers_them(real_desk: Desk) -> None:
    wrong = [why for key, question, expected in QUESTIONS if (why := real_desk.wrong(key, question, expected))]
    assert len(QUESTIONS) >= 150
    assert len(wrong) <= 0.05 * len(QUESTIONS), "\n".join(wrong)
    for why in wrong:
        print(why)  # noqa: T201


@pytest.mark.parametrize(("question", "expected"), taas.QUESTIONS[:6])
def test_the_questions_that_everybody_asks_are_right(real_desk: Desk, question: str, expected: Expected) -> None:
    assert real_desk.wrong("taas", question, expected) is None


@pytest.mark.parametrize("key", ["taas", "cameras", "parks", "zones", "dacon"])
def test_what_is_suggested_can_be_answered(real_desk: Desk, key: str) -> None:
    suggested = real_desk.suggested(key)
    assert 3 <= len(suggested) <= 6
    for question in suggested:
        answer = real_desk.answer(question, [key])
        assert answer.tool_calls, question
        assert not any(call.failed for call in answer.tool_calls), question


@pytest.mark.parametrize(("keys", "question", "expected"), several.QUESTIONS, ids=[q for _, q, _ in several.QUESTIONS])
def test_questions_about_several_files_are_answered_from_each(
    real_desk: Desk,
    keys: Sequence[str],
    question: str,
    expected: Callable[[several.Files], tuple[str | int | float, ...]],
) -> None:
    *earlier, last = question.split(" >> ")
    answer = real_desk.answer(last, keys, earlier)
    for wanted in expected(real_desk.rows):
        assert said(answer.text.split("\n\n")[0], wanted), answer.text
    used = {str(call.args.get("dataset", "")).split(" › ")[0] for call in answer.tool_calls}
    assert "" not in used
    for name in used:
        assert name in answer.text.replace("\\", "")
