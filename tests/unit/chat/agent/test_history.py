"""The conversation so far, as the model gets it."""

from services.chat.agent.history import MOST_CHARACTERS, MOST_TURNS, UNANSWERED, messages
from services.chat.domain.ports import Turn
from tests.anthropic_server import Says, in_turn
from tests.unit.chat.agent.asking import ask, question


def test_questions_and_answers_take_turns_and_the_new_question_is_last() -> None:
    assert messages([Turn("사고는?", "5건입니다.")], "그중 비 오는 날은?") == [
        {"role": "user", "content": "사고는?"},
        {"role": "assistant", "content": "5건입니다."},
        {"role": "user", "content": "그중 비 오는 날은?"},
    ]


def test_a_question_that_was_never_answered_gets_a_placeholder() -> None:
    for cut in (None, "", " \n"):
        said = messages([Turn("사고는?", cut)], "다시 묻습니다")
        assert [message["content"] for message in said] == ["사고는?", UNANSWERED, "다시 묻습니다"]


def test_of_many_turns_the_last_ones_stay() -> None:
    said = messages([Turn(f"질문 {n}", f"답 {n}") for n in range(MOST_TURNS + 5)], "지금")
    assert len(said) == 2 * MOST_TURNS + 1
    assert said[0]["content"] == "질문 5"


def test_of_long_turns_the_oldest_go_first() -> None:
    turn = Turn("가" * 1000, "나" * 9000)
    said = messages([turn] * 4, "지금")
    assert len(said) == 2 * 2 + 1
    assert messages([Turn("가", "나" * MOST_CHARACTERS)], "지금") == [{"role": "user", "content": "지금"}]


def test_the_api_takes_a_history_with_gaps() -> None:
    history = (Turn("하나", None), Turn("둘", "2"), Turn("셋", ""))
    asked = ask(in_turn(Says("네.")), question("넷", history=history))
    assert asked.answer.text == "네."
    assert [message["role"] for message in asked.exchanges[0].messages] == ["user", "assistant"] * 3 + ["user"]
