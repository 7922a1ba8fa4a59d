"""Conversations in memory: the rules of the port without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from services.chassis.errors import Unavailable
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
    StoredQuestion,
)
from services.chat.domain.ports import Turn
from services.chat.domain.texts import title_of


@dataclass
class MemoryConversations:
    """Implements domain.conversation.Conversations. `log` names what was stored, one entry for each transaction."""

    log: list[str] = field(default_factory=list)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    marks: dict[str, tuple[RequestMark, str, int]] = field(default_factory=dict)
    is_away: bool = False

    def history(self, conversation_id: str) -> History:
        conversation, messages = self.get(conversation_id)
        turns: list[Turn] = []
        for message in messages:
            if isinstance(message, StoredAnswer):
                turns[-1] = Turn(turns[-1].question, message.answer.text)
            else:
                turns.append(Turn(message.text, None))
        return History(len(messages), tuple(turns), conversation.dataset_ids)

    def asked_before(self, request_id: str) -> AskedBefore | None:
        if request_id not in self.marks:
            return None
        mark, conversation_id, sequence = self.marks[request_id]
        following = self.messages[conversation_id][sequence : sequence + 1]
        answers = [message for message in following if isinstance(message, StoredAnswer)]
        return AskedBefore(conversation_id, sequence, mark.digest, answers[0] if answers else None)

    def ask(self, question: NewQuestion, answer: StoredAnswer | None = None) -> None:
        known = self.conversations.get(question.conversation_id)
        if question.sequence == 1 and not question.stands:
            assert known is None
            title = title_of(question.text)
            at = question.asked_at
            known = Conversation(question.conversation_id, title, question.dataset_ids, at, at, 0)
            self.messages[question.conversation_id] = []
        self._check(question.conversation_id, question.sequence - (not question.stands), known)
        if not question.stands:
            self._add(question.conversation_id, StoredQuestion(question.sequence, question.text, question.asked_at))
        if question.mark is not None:
            self.marks[question.mark.request_id] = question.mark, question.conversation_id, question.sequence
        if known is not None:
            self.conversations[question.conversation_id] = replace(known, dataset_ids=question.dataset_ids)
        if answer is not None:
            self._add(question.conversation_id, answer)
        self.log.append("question and answer" if answer else "question")

    def answer(self, conversation_id: str, answer: StoredAnswer) -> None:
        self._check(conversation_id, answer.sequence - 1, self.conversations.get(conversation_id))
        self._add(conversation_id, answer)
        self.log.append("answer")

    def page(self, limit: int, offset: int) -> tuple[Sequence[Conversation], int]:
        found = list(self.conversations.values())[::-1]
        return found[offset : offset + limit], len(found)

    def get(self, conversation_id: str) -> tuple[Conversation, Sequence[Message]]:
        if self.is_away:
            raise Unavailable("the database is away", "데이터베이스에 연결할 수 없습니다.")
        if conversation_id not in self.conversations:
            raise ConversationNotFound(conversation_id)
        return self.conversations[conversation_id], self.messages[conversation_id]

    def rename(self, conversation_id: str, title: str) -> Conversation:
        self.conversations[conversation_id] = replace(self.get(conversation_id)[0], title=title)
        return self.conversations[conversation_id]

    def delete(self, conversation_id: str) -> None:
        self.get(conversation_id)
        del self.conversations[conversation_id]

    def _add(self, conversation_id: str, message: Message) -> None:
        self.messages[conversation_id].append(message)

    def _check(self, conversation_id: str, seen: int, known: Conversation | None) -> None:
        if self.is_away:
            raise Unavailable("the database is away", "데이터베이스에 연결할 수 없습니다.")
        if known is None:
            raise ConversationNotFound(conversation_id)
        if len(self.messages[conversation_id]) != seen:
            raise ConversationChanged(conversation_id)
