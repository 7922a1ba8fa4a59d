"""Between the rows of the tables and the dataclasses of the domain."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from services.chat.domain import answer_json
from services.chat.domain.conversation import Conversation, History, Message, NewQuestion, StoredAnswer, StoredQuestion
from services.chat.domain.ports import Turn
from services.chat.domain.texts import title_of

USER, ASSISTANT = "user", "assistant"


def conversation_values(question: NewQuestion, message_count: int) -> dict[str, Any]:
    """The row of a conversation that starts with `question`."""
    return {
        "conversation_id": question.conversation_id,
        "title": title_of(question.text),
        "dataset_ids": list(question.dataset_ids),
        "created_at": question.asked_at,
        "updated_at": question.asked_at,
        "message_count": message_count,
    }


def question_values(question: NewQuestion) -> dict[str, Any]:
    """The row of a question."""
    return {
        "conversation_id": question.conversation_id,
        "sequence": question.sequence,
        "role": USER,
        "text": question.text,
        "stored_at": question.asked_at,
        "request_id": question.mark.request_id if question.mark else None,
        "request_digest": question.mark.digest if question.mark else None,
        "answer": None,
        "cache_hit": False,
    }


def answer_values(conversation_id: str, answer: StoredAnswer) -> dict[str, Any]:
    """The row of an answer. Its text stands in a column of its own, which is all that a history needs."""
    known = answer_json.plain(answer.answer)
    return {
        "conversation_id": conversation_id,
        "sequence": answer.sequence,
        "role": ASSISTANT,
        "text": known.pop("text"),
        "stored_at": answer.stored_at,
        "answer": known,
        "cache_hit": answer.cache_hit,
    }


def conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        conversation_id=row.conversation_id,
        title=row.title,
        dataset_ids=tuple(row.dataset_ids),
        created_at=row.created_at,
        updated_at=row.updated_at,
        message_count=row.message_count,
    )


def message(row: Row[Any]) -> Message:
    return StoredQuestion(row.sequence, row.text, row.stored_at) if row.role == USER else stored_answer(row)


def stored_answer(row: Row[Any]) -> StoredAnswer:
    answer = answer_json.answer({"text": row.text, **row.answer})
    return StoredAnswer(row.sequence, answer, row.stored_at, row.cache_hit)


def history(rows: Sequence[Any]) -> History:
    """Of rows with `message_count`, `dataset_ids`, and `role` and `text` of a message, in order; at least one."""
    turns: list[Turn] = []
    for row in rows:
        if row.role == USER:
            turns.append(Turn(row.text, None))
        else:
            turns[-1] = Turn(turns[-1].question, row.text)
    return History(rows[0].message_count, tuple(turns), tuple(rows[0].dataset_ids))
