"""The chat service through its stub: questions and conversations."""

from tests.chat_parts import whole
from tests.chat_service import Chat


def test_an_answer_comes_whole_and_is_remembered(chat: Chat) -> None:
    chat.agent.script = whole("보안등은 3개입니다.")
    answer = chat.send()
    assert answer.response == "보안등은 3개입니다."
    assert [message.role for message in chat.messages(answer.conversation_id)] == ["user", "assistant"]
