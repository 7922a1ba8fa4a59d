"""The chat service for tests of the UI: the real contract, everything in memory, answers as a test scripts them.

`script` is what the next answers consist of: events, seconds to wait, SILENCE (until the caller goes away), CUT (the
end without a last word), or the status with which the stream ends. `done` follows by itself, with `reply` on top of
what was streamed. `refusals` ends the method of that name with the status. `cancelled` is set once a caller has gone
away.
"""

import datetime
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import grpc
from daegu.chat.v1 import chat_pb2 as pb
from daegu.chat.v1 import chat_pb2_grpc
from google.rpc import error_details_pb2, status_pb2

from tests.frontend.refusals import abort, bad_request, status

_Context = grpc.ServicerContext
_Event = pb.StreamMessageResponse

NOT_FOUND = "해당 대화를 찾을 수 없습니다."
OUTRUN = "다른 화면에서 이 대화가 이어졌습니다. 새로 불러온 뒤 다시 시도해주세요."
SILENCE, CUT = "silence", "cut"
MODELS = (
    pb.ListModelsResponse.Model(name="claude-sonnet-5-5", label="Claude Sonnet 5.5", needs_key=True),
    pb.ListModelsResponse.Model(name="claude-haiku-5-5", label="Claude Haiku 5.5", needs_key=True),
    pb.ListModelsResponse.Model(name="builtin", label="내장 분석기"),
)
QUESTIONS = ("구별 사고 건수를 보여줘", "사고가 가장 많은 요일은?", "사고 유형별 비율은?", "결측값이 많은 열은?")
ECLO_QUESTIONS = ("비 오는 밤 수성구 상동 교차로 사고의 ECLO는?",)

Step: TypeAlias = _Event | float | str | status_pb2.Status


@dataclass
class Stored:
    """A conversation with its messages."""

    conversation: pb.Conversation
    messages: list[pb.ChatMessage] = field(default_factory=list)


def tokens(text: str, size: int = 4) -> list[Step]:
    """The text in pieces of `size` characters."""
    return [_Event(token=text[start : start + size]) for start in range(0, len(text), size)]


def tool(call: pb.ToolCall) -> list[Step]:
    """A tool that is started and ends."""
    started = pb.ToolCall(name=call.name, label=call.label, args=call.args)
    return [_Event(tool_start=started), _Event(tool_end=call)]


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], total: int = 0) -> pb.Table:
    made = pb.Table(columns=columns, total_rows=total or len(rows))
    for row in rows:
        made.rows.add().extend(row)
    return made


def tool_call(name: str, label: str, args: Mapping[str, Any], **result: Any) -> pb.ToolCall:
    call = pb.ToolCall(name=name, label=label, **result)
    call.args.update(args)
    return call


class FakeChat(chat_pb2_grpc.ChatServiceServicer):
    def __init__(self) -> None:
        self.stored: dict[str, Stored] = {}
        self.script: Sequence[Step] = tokens("사고는 모두 240건입니다.")
        self.reply = pb.SendMessageResponse(model="builtin")
        self.models: Sequence[pb.ListModelsResponse.Model] = MODELS
        self.refusals: dict[str, status_pb2.Status] = {}
        self.asked: list[pb.StreamMessageRequest] = []
        self.keys: list[str] = []
        self.deadlines: dict[str, float] = {}
        self.cancelled = threading.Event()
        self._requests: dict[str, int] = {}
        self._clock = datetime.datetime(2026, 1, 8, 6, 4, tzinfo=datetime.UTC)

    def add(self, title: str, *texts: str, dataset_ids: Sequence[str] = ()) -> Stored:
        """Stores a conversation of questions and answers in turn."""
        stored = Stored(pb.Conversation(conversation_id=str(uuid.uuid4()), title=title, dataset_ids=dataset_ids))
        self.stored[stored.conversation.conversation_id] = stored
        stored.conversation.created_at.FromDatetime(self._clock)
        stored.conversation.updated_at.FromDatetime(self._clock)
        for index, text in enumerate(texts):
            role = "assistant" if index % 2 else "user"
            self.append(stored, pb.ChatMessage(role=role, text=text, model="builtin" if index % 2 else ""))
        return stored

    def append(self, stored: Stored, message: pb.ChatMessage) -> pb.ChatMessage:
        """Stores a message, a minute after the one before."""
        self._clock += datetime.timedelta(minutes=1)
        message.sequence = len(stored.messages) + 1
        message.timestamp.FromDatetime(self._clock)
        stored.messages.append(message)
        stored.conversation.updated_at.FromDatetime(self._clock)
        stored.conversation.message_count = len(stored.messages)
        return message

    @property
    def newest(self) -> Stored:
        return list(self.stored.values())[-1]

    def StreamMessage(self, request: pb.StreamMessageRequest, context: _Context) -> Iterator[_Event]:
        self._may("StreamMessage", context)
        self.asked.append(request)
        self.keys += [str(value) for key, value in context.invocation_metadata() if key == "x-anthropic-api-key"]
        stored, question = self._question(request, context)
        conversation_id = stored.conversation.conversation_id
        done = pb.SendMessageResponse()
        gone, told = threading.Event(), threading.Event()

        def end() -> None:
            gone.set()
            if not told.is_set():
                if done.response:  # what had arrived is kept, as the service does
                    self.append(stored, pb.ChatMessage(role="assistant", text=done.response, incomplete=True))
                self.cancelled.set()

        # Not where the generator goes on: gRPC asks it for nothing more if the caller goes while a message is sent.
        context.add_callback(end)
        yield _Event(started=_Event.Started(conversation_id=conversation_id, sequence=question.sequence))
        for step in self.script:
            if isinstance(step, float) or step == SILENCE:
                gone.wait(step if isinstance(step, float) else None)
            if gone.is_set():
                return
            if isinstance(step, status_pb2.Status):
                told.set()
                yield _Event(error=_in_conversation(step, conversation_id))
                return
            if step == CUT:
                told.set()
                return
            if isinstance(step, _Event):
                done.response += step.token
                if step.HasField("tool_end"):
                    done.tool_calls.append(step.tool_end)
                if step.HasField("usage"):
                    done.token_usage.CopyFrom(step.usage)
                yield step
        told.set()
        done.MergeFrom(self.reply)
        answer = pb.ChatMessage(
            role="assistant",
            text=done.response,
            tool_calls=done.tool_calls,
            token_usage=done.token_usage,
            cache_hit=done.cache_hit,
            model=done.model,
            incomplete=done.incomplete,
        )
        done.sequence, done.conversation_id = self.append(stored, answer).sequence, conversation_id
        done.timestamp.CopyFrom(answer.timestamp)
        yield _Event(done=done)

    def ListConversations(
        self, request: pb.ListConversationsRequest, context: _Context
    ) -> pb.ListConversationsResponse:
        self._may("ListConversations", context)
        found = sorted(
            (stored.conversation for stored in self.stored.values()), key=lambda each: -each.updated_at.seconds
        )
        shown = found[request.offset :][: request.limit or 50]
        return pb.ListConversationsResponse(conversations=shown, total=len(found))

    def GetConversation(self, request: pb.GetConversationRequest, context: _Context) -> pb.GetConversationResponse:
        self._may("GetConversation", context)
        stored = self._get(request.conversation_id, context)
        return pb.GetConversationResponse(conversation=stored.conversation, messages=stored.messages)

    def UpdateConversation(
        self, request: pb.UpdateConversationRequest, context: _Context
    ) -> pb.UpdateConversationResponse:
        self._may("UpdateConversation", context)
        stored = self._get(request.conversation_id, context)
        stored.conversation.title = request.title
        return pb.UpdateConversationResponse(conversation=stored.conversation)

    def DeleteConversation(
        self, request: pb.DeleteConversationRequest, context: _Context
    ) -> pb.DeleteConversationResponse:
        self._may("DeleteConversation", context)
        self._get(request.conversation_id, context)
        del self.stored[request.conversation_id]
        return pb.DeleteConversationResponse()

    def ExportConversation(
        self, request: pb.ExportConversationRequest, context: _Context
    ) -> pb.ExportConversationResponse:
        self._may("ExportConversation", context)
        stored = self._get(request.conversation_id, context)
        lines = [f"# {stored.conversation.title}", *(message.text for message in stored.messages)]
        return pb.ExportConversationResponse(markdown="\n\n".join(lines) + "\n")

    def ListModels(self, request: pb.ListModelsRequest, context: _Context) -> pb.ListModelsResponse:
        self._may("ListModels", context)
        return pb.ListModelsResponse(models=self.models)

    def SuggestQuestions(self, request: pb.SuggestQuestionsRequest, context: _Context) -> pb.SuggestQuestionsResponse:
        self._may("SuggestQuestions", context)
        return pb.SuggestQuestionsResponse(questions=QUESTIONS if request.dataset_ids else ECLO_QUESTIONS)

    def _question(self, request: pb.StreamMessageRequest, context: _Context) -> tuple[Stored, pb.ChatMessage]:
        """The conversation and the stored question; the one that stands there unanswered, if it is the same."""
        if not request.conversation_id:
            stored = self.add(request.message[:40], dataset_ids=request.dataset_ids)
        else:
            stored = self._get(request.conversation_id, context)
        # As the service does: a repeated request finds its question at the end, or the conversation has gone on.
        known = self._requests.setdefault(request.request_id, len(stored.messages))
        if request.last_sequence != len(stored.messages) or not 0 <= len(stored.messages) - known <= 1:
            reason = status(grpc.StatusCode.ABORTED, OUTRUN)
            abort(context, _in_conversation(reason, stored.conversation.conversation_id))
        last = stored.messages[-1] if stored.messages else None
        if last and last.role == "user" and last.text == request.message:
            return stored, last
        return stored, self.append(stored, pb.ChatMessage(role="user", text=request.message))

    def _may(self, method: str, context: _Context) -> None:
        self.deadlines[method] = context.time_remaining()
        if method in self.refusals:
            abort(context, self.refusals[method])

    def _get(self, conversation_id: str, context: _Context) -> Stored:
        try:
            uuid.UUID(conversation_id)
        except ValueError:
            abort(context, bad_request([("conversation_id", "UUID 형식이어야 합니다.")]))
        if conversation_id not in self.stored:
            abort(context, status(grpc.StatusCode.NOT_FOUND, NOT_FOUND))
        return self.stored[conversation_id]


def _in_conversation(reason: status_pb2.Status, conversation_id: str) -> status_pb2.Status:
    """The status as the service sends it: it says to which conversation the question belongs."""
    info = error_details_pb2.ErrorInfo(reason="REFUSED", domain="chat", metadata={"conversation_id": conversation_id})
    placed = status_pb2.Status()
    placed.CopyFrom(reason)
    placed.details.add().Pack(info)
    return placed
