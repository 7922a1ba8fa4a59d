"""Questions are cut into words, with spaces or without, and nothing is torn out of what is not known."""

import pytest

from services.chat.agent.analyst import vocabulary
from services.chat.agent.analyst.meanings import EntityWord, Mark, NumberWord, Says, Term, TimeWord, Unit
from services.chat.agent.analyst.segments import Segmenter

TERMS = {
    "사고": Term(EntityWord("TAAS 사고")),
    "상동": Term(EntityWord("place")),
    "시간대": Term(EntityWord("hour")),
}


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(TERMS, vocabulary.TERMS)


def words(marks: tuple[Mark, ...]) -> list[str]:
    return [mark.text for mark in marks]


@pytest.mark.parametrize(
    "question", ["사고가 가장 많은 시간대는?", "사고가가장많은시간대는", "사고 가 가장많은 시간 대는"]
)
def test_spaces_do_not_matter(segmenter: Segmenter, question: str) -> None:
    marks = segmenter.marks(question)
    assert words(marks) == ["사고", "가장", "많", "시간대"]
    assert all(mark.meaning is not None for mark in marks)


@pytest.mark.parametrize("unknown", ["수원시", "지상동", "음주운전", "뺑소니", "김철수"])
def test_an_unknown_word_stays_whole(segmenter: Segmenter, unknown: str) -> None:
    marks = segmenter.marks(f"{unknown} 사고")
    assert marks[0] == Mark(unknown, None)


def test_particles_are_kept_with_their_word(segmenter: Segmenter) -> None:
    assert segmenter.marks("상동에서는 사고가")[0].tail == "에서는"


@pytest.mark.parametrize("asking", ["알려주세요", "보여줘", "궁금합니다", "그려줄래?", "뽑아봐", "정리해 주시겠어요"])
def test_asking_verbs_say_nothing(segmenter: Segmenter, asking: str) -> None:
    marks = segmenter.marks(f"사고 {asking}")
    assert all(mark.meaning is Says.FILLER for mark in marks[1:])


def test_numbers_of_a_list_are_not_run_together(segmenter: Segmenter) -> None:
    marks = segmenter.marks("2008, 2013년")
    assert [mark.meaning for mark in marks] == [
        TimeWord(Unit.YEAR, "==", 2008, "2008년"),
        TimeWord(Unit.YEAR, "==", 2013, "2013년"),
    ]


def test_thousands_are_one_number(segmenter: Segmenter) -> None:
    assert segmenter.marks("1,000원")[0].meaning == NumberWord(1000, "원")


def test_a_very_long_question_is_read_in_part(segmenter: Segmenter) -> None:
    assert segmenter.marks("사고 " * 4000)


def test_an_empty_question_has_no_words(segmenter: Segmenter) -> None:
    assert segmenter.marks(" ?! ") == ()
