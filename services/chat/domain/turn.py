"""One turn of a conversation: what a caller asks, and the events by which the answer comes back."""

import hashlib
from dataclasses import dataclass, field
from typing import TypeAlias

from services.chassis.errors import Unavailable
from services.chat.domain.answer import BUILTIN, Answer, Token, TokenUsage, ToolCall, ToolEnded, ToolStarted, Used
from services.chat.domain.conversation import ConversationChanged, History, StoredAnswer
from services.chat.domain.ports import ApiKey


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it arrives. `text` and `dataset_ids` are tidy; empty is what the caller left out.

    `model` is the one that answers: with no key, the built-in analyst. `last_sequence` is the last message that the
    caller has seen.
    """

    text: str
    dataset_ids: tuple[str, ...] = ()
    conversation_id: str = ""
    model: str = BUILTIN
    request_id: str = ""
    last_sequence: int | None = None
    key: ApiKey | None = field(default=None, repr=False)

    @property
    def digest(self) -> str:
        """SHA-256, hexadecimal, of what a repeated request must repeat."""
        return hashlib.sha256("\0".join((self.text, self.model, *self.dataset_ids)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in its conversation; one that `stands` there was stored before and never answered."""

    sequence: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Started:
    """The question is stored."""

    conversation_id: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is stored."""

    conversation_id: str
    answer: StoredAnswer


TurnEvent: TypeAlias = Started | Token | ToolStarted | ToolEnded | Used | Done
"""A turn arrives as events: first Started, at last Done."""


class ServiceStopping(Unavailable):
    """The service is being restarted and could not finish the answer."""

    reason = "SERVICE_STOPPING"

    def __init__(self) -> None:
        super().__init__(
            "the service is stopping", "서버가 다시 시작되고 있습니다. 잠시 후 다시 질문해주세요.", retry_after=5.0
        )


def place_of(asked: Asked, conversation_id: str, history: History) -> Place:
    """Raises ConversationChanged if the caller has not seen all of the conversation.

    A caller whose question stands at the end, unanswered, may have seen it or not.
    """
    stands = history.ends_with(asked.text)
    seen = history.message_count if asked.last_sequence is None else asked.last_sequence
    if seen < history.message_count - stands:
        raise ConversationChanged(conversation_id)
    return Place(history.message_count + (not stands), stands)


class Arrived:
    """What has come of an answer so far."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._texts: list[str] = []
        self._calls: list[ToolCall] = []
        self._usage = TokenUsage()

    def add(self, event: Token | ToolStarted | ToolEnded | Used) -> None:
        match event:
            case Token():
                self._texts.append(event.text)
            case ToolEnded():
                self._calls.append(event.call)
            case Used():
                self._usage = event.usage

    def cut(self) -> Answer | None:
        """The answer as far as it came; None if there is nothing to read."""
        text = "".join(self._texts)
        if not text.strip():
            return None
        return Answer(text, self._model, tuple(self._calls), self._usage, incomplete=True)
