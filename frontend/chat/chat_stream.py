"""An answer while it arrives: tools as they run, the text as it grows, charts as they are found.

The script looks up from the stream about ten times a second: a click on ‘답변 멈추기’, any other rerun and a closed tab
interrupt it there, and the call ends with it.
"""

import time
from contextlib import closing
from typing import TYPE_CHECKING

import streamlit as st
from daegu.chat.v1 import chat_pb2 as pb

from frontend import assistant_settings, clients
from frontend.backend_error import BackendError
from frontend.chat import answer_markdown, chat_messages, chat_session, chat_tools
from frontend.chat.chat_session import Attempt, Opened, Phase

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_status_container import StatusContainer

_DRAW_SECONDS = 0.08
_WAITING = ":shimmer[답변을 준비하는 중입니다…]"


def follow(attempt: Attempt) -> None:
    """Asks, and draws what comes until the answer is whole, has failed, or is not wanted any more."""
    current = chat_session.opened()
    view = _View(attempt)
    attempt.phase = Phase.ANSWERING
    try:
        with closing(clients.backend().chat.ask(_request(attempt, current), assistant_settings.key())) as events:
            for event in events:
                if event is None:
                    view.write()
                    st.session_state.get(chat_session.PARAMETER)  # here Streamlit interrupts a script
                else:
                    _take(event, attempt, view)
    except BackendError as error:
        attempt.phase, attempt.failure = Phase.FAILED, error
        chat_session.found(error.metadata.get(chat_session.METADATA, ""))
    finally:
        # Nothing of Streamlit here: it would interrupt the interruption.
        if attempt.phase == Phase.ANSWERING:
            attempt.phase = Phase.STOPPED
        current.stale = not attempt.is_outrun


def _request(attempt: Attempt, current: Opened) -> pb.StreamMessageRequest:
    return pb.StreamMessageRequest(
        dataset_ids=attempt.dataset_ids,
        message=attempt.question,
        conversation_id=current.id,
        model=attempt.model,
        request_id=attempt.request_id,
        last_sequence=current.last_sequence,
    )


def _take(event: pb.StreamMessageResponse, attempt: Attempt, view: "_View") -> None:
    match event.WhichOneof("event"):
        case "started":
            attempt.sequence = event.started.sequence
            chat_session.found(event.started.conversation_id)
        case "token":
            attempt.text += event.token
            view.write_now_and_then()
        case "tool_start":
            view.start(event.tool_start)
        case "tool_end":
            attempt.tool_calls.append(event.tool_end)
            view.end(event.tool_end)
        case "usage":
            attempt.usage = event.usage
        case "done":
            attempt.done, attempt.phase = event.done, Phase.DONE


class _View:
    """The answer on the page, in the places that a stored one has."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt, self._places = attempt, chat_messages.Places()
        self._running: list[tuple[pb.ToolCall, StatusContainer]] = []
        self._drawn, self._drawn_at, self._charts = "", 0.0, 0
        self._places.text.markdown(_WAITING)

    def write_now_and_then(self) -> None:
        if time.monotonic() - self._drawn_at >= _DRAW_SECONDS:
            self.write()

    def write(self) -> None:
        """Draws the text, unless it stands there already."""
        text = self._attempt.text
        if text != self._drawn:
            self._places.text.markdown(answer_markdown.safe(text), anchors=False)
            self._drawn, self._drawn_at = text, time.monotonic()

    def start(self, call: pb.ToolCall) -> None:
        with self._places.tools:
            self._running.append((call, chat_tools.running(call)))

    def end(self, call: pb.ToolCall) -> None:
        """Closes the step of the tool; one that was never said to start gets its step now."""
        for index, (started, step) in enumerate(self._running):
            if (started.name, started.args) == (call.name, call.args):
                del self._running[index]
                chat_tools.ended(call, step)
                break
        else:
            with self._places.tools:
                chat_tools.show([call])
        if call.HasField("chart"):
            with self._places.charts:
                chat_messages.chart(call, f"{chat_messages.chart_key(self._attempt.sequence + 1)}_{self._charts}")
            self._charts += 1
