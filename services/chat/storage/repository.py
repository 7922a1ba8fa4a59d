"""Conversations in PostgreSQL.

The row of a conversation counts its messages. Whoever adds one says how many it has seen, in the same statement that
locks the row: of two that add at the same time one finds another number and loses.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Update, and_, delete, exc, func, insert, select, update

from services.chassis.database import transaction
from services.chat.domain.conversation import (
    AskedBefore,
    Conversation,
    ConversationChanged,
    ConversationNotFound,
    History,
    Message,
    NewQuestion,
    RequestMark,
    StoredAnswer,
)
from services.chat.storage import rows
from services.chat.storage.tables import conversations, messages


class ConversationRepository:
    """Implements domain.conversation.Conversations."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def history(self, conversation_id: str) -> History:
        said = (
            select(conversations.c.message_count, conversations.c.dataset_ids, messages.c.role, messages.c.text)
            .join(messages)
            .where(conversations.c.conversation_id == conversation_id)
            .order_by(messages.c.sequence)
        )
        with transaction(self._engine) as connection:
            found = connection.execute(said).all()
        if not found:
            raise ConversationNotFound(conversation_id)
        return rows.history(found)

    def asked_before(self, request_id: str) -> AskedBefore | None:
        question, answer = messages.alias(), messages.alias()
        follows = and_(
            answer.c.conversation_id == question.c.conversation_id,
            answer.c.sequence == question.c.sequence + 1,
            answer.c.role == rows.ASSISTANT,
        )
        marked = question.c.request_id == request_id
        with transaction(self._engine) as connection:
            asked = connection.execute(select(question).where(marked)).one_or_none()
            if asked is None:
                return None
            answered = connection.execute(select(answer).join(question, follows).where(marked)).one_or_none()
        stored = None if answered is None else rows.stored_answer(answered)
        return AskedBefore(asked.conversation_id, asked.sequence, asked.request_digest, stored)

    def ask(self, question: NewQuestion, answer: StoredAnswer | None = None) -> None:
        count = question.sequence if answer is None else answer.sequence
        try:
            with transaction(self._engine) as connection:
                if question.sequence == 1 and not question.stands:
                    connection.execute(insert(conversations).values(rows.conversation_values(question, count)))
                else:
                    seen = question.sequence if question.stands else question.sequence - 1
                    changes = {"dataset_ids": list(question.dataset_ids), "updated_at": question.asked_at}
                    _advance(connection, question.conversation_id, seen, message_count=count, **changes)
                if not question.stands:
                    connection.execute(insert(messages).values(rows.question_values(question)))
                elif question.mark is not None:
                    connection.execute(_marking(question, question.mark))
                if answer is not None:
                    connection.execute(insert(messages).values(rows.answer_values(question.conversation_id, answer)))
        except exc.IntegrityError as taken:
            # Another replica has stored the same request_id since we asked for it.
            raise ConversationChanged(question.conversation_id) from taken

    def answer(self, conversation_id: str, answer: StoredAnswer) -> None:
        with transaction(self._engine) as connection:
            changes = {"message_count": answer.sequence, "updated_at": answer.stored_at}
            _advance(connection, conversation_id, answer.sequence - 1, **changes)
            connection.execute(insert(messages).values(rows.answer_values(conversation_id, answer)))

    def page(self, limit: int, offset: int) -> tuple[Sequence[Conversation], int]:
        last_used_first = (conversations.c.updated_at.desc(), conversations.c.conversation_id.desc())
        page = select(conversations).order_by(*last_used_first).limit(limit).offset(offset)
        with transaction(self._engine) as connection:
            found = connection.execute(page).all()
            total = connection.execute(select(func.count()).select_from(conversations)).scalar_one()
        return [rows.conversation(row) for row in found], total

    def get(self, conversation_id: str) -> tuple[Conversation, Sequence[Message]]:
        in_order = select(messages).filter_by(conversation_id=conversation_id).order_by(messages.c.sequence)
        with transaction(self._engine) as connection:
            found = connection.execute(select(conversations).filter_by(conversation_id=conversation_id)).one_or_none()
            if found is None:
                raise ConversationNotFound(conversation_id)
            said = connection.execute(in_order).all()
        return rows.conversation(found), [rows.message(row) for row in said]

    def rename(self, conversation_id: str, title: str) -> Conversation:
        renamed = update(conversations).filter_by(conversation_id=conversation_id).values(title=title)
        with transaction(self._engine) as connection:
            found = connection.execute(renamed.returning(*conversations.c)).one_or_none()
        if found is None:
            raise ConversationNotFound(conversation_id)
        return rows.conversation(found)

    def delete(self, conversation_id: str) -> None:
        with transaction(self._engine) as connection:
            gone = connection.execute(delete(conversations).filter_by(conversation_id=conversation_id))
            if not gone.rowcount:
                raise ConversationNotFound(conversation_id)


def _advance(connection: Connection, conversation_id: str, seen: int, **changes: Any) -> None:
    """Changes the conversation if its last message is the one numbered `seen`.

    Raises ConversationChanged or ConversationNotFound.
    """
    unchanged = update(conversations).filter_by(conversation_id=conversation_id, message_count=seen)
    if connection.execute(unchanged.values(changes)).rowcount:
        return
    there = select(conversations.c.message_count).filter_by(conversation_id=conversation_id)
    if connection.execute(there).one_or_none() is None:
        raise ConversationNotFound(conversation_id)
    raise ConversationChanged(conversation_id)


def _marking(question: NewQuestion, mark: RequestMark) -> Update:
    """Gives a question that stands there the request_id of the request that repeats it."""
    stands = update(messages).filter_by(conversation_id=question.conversation_id, sequence=question.sequence)
    return stands.values(request_id=mark.request_id, request_digest=mark.digest)
