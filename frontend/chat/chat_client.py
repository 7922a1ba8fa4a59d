"""The calls of the UI to the chat service.

Deadlines: 3 s to read, 5 s to change, 5 s until an answer begins, 120 s until it ends. The caller's key travels with a
question and nowhere else.
"""

import queue
import threading
import time
from collections.abc import Generator, Iterable, Sequence

import grpc
from daegu.chat.v1 import chat_pb2 as pb
from daegu.chat.v1 import chat_pb2_grpc

from frontend.backend_error import UNREACHABLE, BackendError, from_rpc_error, from_status
from frontend.calls import PROBE_DEADLINE, READ_DEADLINE, call, outgoing

SERVICE = pb.DESCRIPTOR.services_by_name["ChatService"].full_name
READS = ("ListConversations", "GetConversation", "ExportConversation", "ListModels", "SuggestQuestions")
DEADLINE = 5.0
ANSWER_DEADLINE = 120.0
SUGGEST_DEADLINE = 10.0  # the service may have to open the datasets first
KEY_HEADER = "x-anthropic-api-key"
START_SECONDS = 5.0
POLL_SECONDS = 0.1

_Event = pb.StreamMessageResponse


class Chat:
    """The chat service behind `channel`. Every method raises BackendError. Safe to share between threads."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._stub = chat_pb2_grpc.ChatServiceStub(channel)

    def ask(self, question: pb.StreamMessageRequest, key: str = "") -> Generator[_Event | None]:
        """The events of the answer, the last of which has `done`; None about ten times a second while none arrives,
        so that the reader can look up from a model that is silent. Whoever stops reading (close) ends the call.
        """
        if not (key.isascii() and key.isprintable()):  # gRPC would not take it as metadata
            raise BackendError(grpc.StatusCode.UNAUTHENTICATED, "API 키가 유효하지 않습니다. 다시 확인해주세요.")
        with outgoing(type(question)) as made:
            metadata = (*made.metadata, (KEY_HEADER, key)) if key else made.metadata
            answer = self._stub.StreamMessage(question, timeout=ANSWER_DEADLINE, metadata=metadata)
            arrived: queue.SimpleQueue[_Event | BackendError] = queue.SimpleQueue()
            reading = (answer, arrived, made.request_id)
            threading.Thread(target=_read, args=reading, name="chat-answer", daemon=True).start()
            try:
                yield from _events(arrived, made.request_id)
            finally:
                answer.cancel()

    def conversations(
        self, limit: int, offset: int = 0, deadline: float = READ_DEADLINE
    ) -> pb.ListConversationsResponse:
        """Last used first."""
        return call(self._stub.ListConversations, pb.ListConversationsRequest(limit=limit, offset=offset), deadline)

    def probe(self) -> None:
        """Asks once, briefly, whether the service answers again."""
        self.conversations(1, deadline=PROBE_DEADLINE)

    def get(self, conversation_id: str) -> pb.GetConversationResponse:
        request = pb.GetConversationRequest(conversation_id=conversation_id)
        return call(self._stub.GetConversation, request, READ_DEADLINE)

    def rename(self, conversation_id: str, title: str) -> pb.Conversation:
        request = pb.UpdateConversationRequest(conversation_id=conversation_id, title=title)
        return call(self._stub.UpdateConversation, request, DEADLINE).conversation

    def delete(self, conversation_id: str) -> None:
        request = pb.DeleteConversationRequest(conversation_id=conversation_id)
        call(self._stub.DeleteConversation, request, DEADLINE)

    def export(self, conversation_id: str) -> str:
        """The conversation as Markdown."""
        request = pb.ExportConversationRequest(conversation_id=conversation_id)
        return call(self._stub.ExportConversation, request, READ_DEADLINE).markdown

    def models(self) -> Sequence[pb.ListModelsResponse.Model]:
        """The default first, the built-in analyst last. Asked for by the sidebar, which must not wait long."""
        return call(self._stub.ListModels, pb.ListModelsRequest(), PROBE_DEADLINE).models

    def suggest(self, dataset_ids: Sequence[str]) -> Sequence[str]:
        """Questions that can be asked about these datasets."""
        request = pb.SuggestQuestionsRequest(dataset_ids=dataset_ids)
        return call(self._stub.SuggestQuestions, request, SUGGEST_DEADLINE).questions


def _events(arrived: "queue.SimpleQueue[_Event | BackendError]", request_id: str) -> Generator[_Event | None]:
    """What `Chat.ask` gives. Raises BackendError."""
    started, must_start = False, time.monotonic() + START_SECONDS
    while True:
        try:
            event = arrived.get(timeout=POLL_SECONDS)
        except queue.Empty:
            if not started and time.monotonic() > must_start:
                late = grpc.StatusCode.DEADLINE_EXCEEDED
                raise BackendError(late, UNREACHABLE, request_id=request_id) from None
            yield None
            continue
        if isinstance(event, BackendError):
            raise event
        if event.HasField("error"):
            raise from_status(event.error, request_id)
        started = True
        yield event
        if event.HasField("done"):
            return


def _read(answer: Iterable[_Event], arrived: "queue.SimpleQueue[_Event | BackendError]", request_id: str) -> None:
    """Passes on what arrives; at the end always a failure, which nobody reads after `done`."""
    try:
        for event in answer:
            arrived.put(event)
    except grpc.RpcError as error:
        arrived.put(from_rpc_error(error, request_id))
    else:
        message = "답변이 끝까지 도착하지 않았습니다. 다시 시도해주세요."
        arrived.put(BackendError(grpc.StatusCode.DATA_LOSS, message, request_id=request_id))
