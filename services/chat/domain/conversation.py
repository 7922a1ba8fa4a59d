"""Conversations, the messages in them, and what can go wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from services.chassis.errors import AlreadyExists, Conflict, NotFound
from services.chat.domain.answer import Answer
from services.chat.domain.ports import Turn


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without its messages. Times are aware; `updated_at` is when the last message was stored."""

    conversation_id: str
    title: str
    dataset_ids: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    message_count: int


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A message of the user. `sequence` counts the messages of a conversation from 1; `stored_at` is aware."""

    sequence: int
    text: str
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A message of the assistant, next to the question that it answers. `cache_hit`: no model was asked for it."""

    sequence: int
    answer: Answer
    stored_at: datetime
    cache_hit: bool = False


Message: TypeAlias = StoredQuestion | StoredAnswer


@dataclass(frozen=True, slots=True)
class RequestMark:
    """How a repeated request is known: the id that the caller chose, and a digest of what came with it."""

    request_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """What an earlier request with the same id has led to; `answer` is None if it was not answered."""

    conversation_id: str
    sequence: int
    digest: str
    answer: StoredAnswer | None


@dataclass(frozen=True, slots=True)
class History:
    """What a conversation holds before the next question; `message_count` is the sequence of its last message."""

    message_count: int = 0
    turns: tuple[Turn, ...] = ()
    dataset_ids: tuple[str, ...] = ()

    def ends_with(self, question: str) -> bool:
        """Whether the last message is this question, which is still without an answer."""
        return bool(self.turns) and self.turns[-1] == Turn(question, None)


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question on its way into the store.

    `sequence` 1 starts the conversation. One that `stands` there already, unanswered, is not added a second time.
    """

    conversation_id: str
    sequence: int
    text: str
    dataset_ids: tuple[str, ...]
    asked_at: datetime
    mark: RequestMark | None = None
    stands: bool = False


class ConversationNotFound(NotFound):
    """No conversation has this id, or it was deleted meanwhile."""

    reason = "CONVERSATION_NOT_FOUND"

    def __init__(self, conversation_id: str) -> None:
        super().__init__(
            f"there is no conversation {conversation_id}",
            "대화를 찾을 수 없습니다. 삭제되었는지 확인해주세요.",
            conversation_id=conversation_id,
        )


class ConversationChanged(Conflict):
    """Somebody else has added to the conversation, or is about to."""

    reason = "CONVERSATION_CHANGED"

    def __init__(self, conversation_id: str) -> None:
        super().__init__(
            f"conversation {conversation_id} was changed meanwhile",
            "다른 창에서 이 대화에 질문했습니다. 대화를 새로 불러온 뒤 다시 질문해주세요.",
            conversation_id=conversation_id,
        )


class RequestIdReused(AlreadyExists):
    """The same request_id came with another question."""

    reason = "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            f"request_id {request_id} was used for another question",
            "같은 요청 번호로 다른 질문을 이미 보냈습니다. 다시 질문해주세요.",
            request_id=request_id,
        )


class Conversations(Protocol):
    """Keeps the conversations, synchronously. What takes a conversation_id raises ConversationNotFound."""

    def history(self, conversation_id: str) -> History:
        """What was asked and answered."""

    def asked_before(self, request_id: str) -> AskedBefore | None:
        """The question that was stored with this request_id."""

    def ask(self, question: NewQuestion, answer: StoredAnswer | None = None) -> None:
        """Stores a question, together with its answer if that is known already: both or nothing.

        Raises ConversationChanged if the conversation has gone on, or its request_id was stored, meanwhile.
        """

    def answer(self, conversation_id: str, answer: StoredAnswer) -> None:
        """Stores the answer of the last question. Raises ConversationChanged if it is not the last message any more."""

    def page(self, limit: int, offset: int) -> tuple[Sequence[Conversation], int]:
        """At most `limit` conversations after the first `offset`, last used first, and the number of all."""

    def get(self, conversation_id: str) -> tuple[Conversation, Sequence[Message]]:
        """A conversation with its messages in order."""

    def rename(self, conversation_id: str, title: str) -> Conversation:
        """Changes the title."""

    def delete(self, conversation_id: str) -> None:
        """Removes the conversation with its messages."""
