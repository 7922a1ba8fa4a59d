"""The earlier turns of a conversation as messages for the model."""

from collections.abc import Sequence

from anthropic.types import MessageParam

from services.chat.domain.ports import Turn

MOST_TURNS = 20
MOST_CHARACTERS = 24_000
UNANSWERED = "(이 질문에는 답변을 마치지 못했습니다.)"
"""Stands where a turn was cut: the API wants a message of the assistant after every question."""


def messages(history: Sequence[Turn], question: str) -> list[MessageParam]:
    """User and assistant in turn, `question` last. Of a long history the newest turns stay."""
    kept = [part for turn in _newest(history) for part in _pair(turn)]
    return [*kept, {"role": "user", "content": question}]


def _newest(history: Sequence[Turn]) -> list[Turn]:
    turns: list[Turn] = []
    left = MOST_CHARACTERS
    for turn in reversed(history[-MOST_TURNS:]):
        left -= len(turn.question) + len(turn.answer or UNANSWERED)
        if left < 0:
            break
        turns.insert(0, turn)
    return turns


def _pair(turn: Turn) -> tuple[MessageParam, MessageParam]:
    answer = turn.answer if turn.answer and turn.answer.strip() else UNANSWERED
    return {"role": "user", "content": turn.question}, {"role": "assistant", "content": answer}
