"""The conversation that is open in this session, and the question whose answer is on its way.

The id of the conversation stands in the URL, so that a refresh or the link brings it back; the session remembers it
while another page is looked at. The messages are a copy of those of the service: what this reader has seen.
"""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

import grpc
import streamlit as st
from daegu.chat.v1 import chat_pb2 as pb

from frontend import assistant_settings, clients
from frontend.backend_error import BackendError

PARAMETER = "conversation"
METADATA = "conversation_id"
"""Where a failure says to which conversation its question belongs."""
NOT_THERE = "대화를 찾을 수 없습니다. 삭제되었거나 주소가 잘못되었습니다. 새 대화를 시작합니다."
_OPENED, _ATTEMPT, _NOTICE = "chat_opened", "chat_attempt", "chat_notice"


class Phase(StrEnum):
    """How far an attempt is."""

    ASKING = "asking"
    ANSWERING = "answering"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    UNSENT = "unsent"


@dataclass
class Opened:
    """A conversation and its messages; both empty for a new one. `stale`: the service may know more by now.

    `focus` changes whenever the reader is to be taken to the last question.
    """

    conversation: pb.Conversation = field(default_factory=pb.Conversation)
    messages: list[pb.ChatMessage] = field(default_factory=list)
    stale: bool = False
    focus: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def id(self) -> str:
        return self.conversation.conversation_id

    @property
    def last_sequence(self) -> int:
        return self.messages[-1].sequence if self.messages else 0

    @property
    def questions(self) -> int:
        return sum(message.role == "user" for message in self.messages)

    @property
    def unanswered(self) -> str:
        """The last question, if nothing has followed it."""
        return self.messages[-1].text if self.messages and self.messages[-1].role == "user" else ""


@dataclass
class Attempt:
    """A question that was asked here, and what has come of it. `sequence`: its place in the conversation, once known.

    The same `request_id` gives the same answer, so that repeating a question whose answer was lost costs nothing.
    """

    question: str
    dataset_ids: tuple[str, ...]
    model: str
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    phase: Phase = Phase.ASKING
    sequence: int = 0
    text: str = ""
    tool_calls: list[pb.ToolCall] = field(default_factory=list)
    usage: pb.TokenUsage = field(default_factory=pb.TokenUsage)
    done: pb.SendMessageResponse | None = None
    failure: BackendError | None = None
    is_counted: bool = False

    @property
    def is_outrun(self) -> bool:
        """Whether another tab has changed the conversation: it is loaded again when the reader asks for it."""
        return self.failure is not None and self.failure.code == grpc.StatusCode.ABORTED

    def settle(self) -> None:
        """Once it has ended, however it did, its tokens count among those of this session."""
        if self.phase in (Phase.ASKING, Phase.ANSWERING) or self.is_counted:
            return
        self.is_counted = True
        if self.done is None:
            assistant_settings.count(self.usage)
        elif not self.done.cache_hit:
            assistant_settings.count(self.done.token_usage)

    def is_stored_in(self, opened: Opened) -> bool:
        """Whether the question stands at the end of the conversation."""
        return bool(opened.unanswered) and (
            opened.last_sequence == self.sequence or opened.unanswered.strip() == self.question.strip()
        )

    def is_answered_in(self, opened: Opened) -> bool:
        return any(message.sequence == self.sequence + 1 and message.role == "assistant" for message in opened.messages)


def opened() -> Opened:
    """What is open in this session."""
    found: Opened = st.session_state.setdefault(_OPENED, Opened())
    return found


def attempt() -> Attempt | None:
    """The question that this session has asked and whose answer is not part of the conversation yet."""
    found: Attempt | None = st.session_state.get(_ATTEMPT)
    return found


def load() -> Opened:
    """Opens what the URL names, and looks again where the service may know more. Raises BackendError.

    A conversation that is not there leaves a notice and a new one.
    """
    current = opened()
    wanted = st.query_params.get(PARAMETER, current.id)
    if wanted != current.id:
        current = st.session_state[_OPENED] = Opened(pb.Conversation(conversation_id=wanted), stale=True)
        drop()
    running = attempt()
    if running:
        if running.phase == Phase.ANSWERING:
            # Streamlit begins a run before the one that it takes the place of has ended: that one reads no further.
            running.phase, current.stale = Phase.STOPPED, True
        running.settle()
    if current.id and (current.stale or current.unanswered):
        try:
            _look_again(current)
        except BackendError as error:
            if error.code in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT):
                return _instead(running)
            if not (current.messages or running):
                raise
    if running and running.phase in (Phase.DONE, Phase.FAILED, Phase.STOPPED) and running.is_answered_in(current):
        drop()
    if current.id and PARAMETER not in st.query_params:  # another page was looked at meanwhile
        st.query_params[PARAMETER] = current.id
    return current


def open_(conversation_id: str) -> None:
    """For callbacks."""
    st.query_params[PARAMETER] = conversation_id


def new() -> None:
    """Leaves what is open for an empty conversation."""
    st.session_state[_OPENED] = Opened()
    st.query_params.pop(PARAMETER, None)
    drop()


def notice() -> str:
    """Why another conversation is open than the URL said; once."""
    return str(st.session_state.pop(_NOTICE, ""))


def found(conversation_id: str) -> None:
    """The service has told the id of the new conversation."""
    current = opened()
    if conversation_id and current.id != conversation_id:
        current.conversation.conversation_id = conversation_id
        st.query_params[PARAMETER] = conversation_id


def ask(question: str, dataset_ids: tuple[str, ...], model: str | None = None) -> None:
    """Asks in the next run. For callbacks."""
    if text := question.strip():
        asked = Attempt(text, dataset_ids, assistant_settings.model() if model is None else model)
        st.session_state[_ATTEMPT] = asked
        opened().focus = asked.request_id


def again(dataset_ids: tuple[str, ...], model: str | None = None) -> None:
    """Asks the same question once more, of `model` or of the one that is chosen now."""
    last = attempt()
    if last is None:
        return
    ask(last.question, dataset_ids, model)
    repeated = attempt()
    # The same id asks for the same answer: not after a stop, nor where anything else than the failure has changed.
    is_same = repeated and (repeated.model, repeated.dataset_ids) == (last.model, last.dataset_ids)
    if repeated and is_same and last.failure and not last.is_outrun:
        repeated.request_id = last.request_id


def drop() -> None:
    """Gives up the question."""
    st.session_state.pop(_ATTEMPT, None)


def reload() -> None:
    """Looks again at what another tab has changed; the question waits to be sent."""
    opened().stale = True
    if last := attempt():
        last.phase, last.failure = Phase.UNSENT, None


def restart(dataset_ids: tuple[str, ...]) -> None:
    """Asks the same question in a new conversation."""
    last = attempt()
    new()
    if last:
        ask(last.question, dataset_ids)


def _instead(waiting: Attempt | None) -> Opened:
    """A new conversation in the place of one that is not there; a question waits in it to be sent."""
    new()
    st.session_state[_NOTICE] = NOT_THERE
    if waiting:
        waiting.phase, waiting.failure, waiting.sequence = Phase.UNSENT, None, 0
        st.session_state[_ATTEMPT] = waiting
    return opened()


def _look_again(current: Opened) -> None:
    answer = clients.backend().chat.get(current.id)
    current.conversation, current.messages, current.stale = answer.conversation, list(answer.messages), False
