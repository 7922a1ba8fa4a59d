"""The chat service under measurement: one question whose answer is in the cache."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from daegu.chat.v1 import chat_pb2 as pb
from daegu.chat.v1 import chat_pb2_grpc

from tests.bench.accident import framed
from tests.bench.generators.request import LoadFailed, Request
from tests.bench.load import body_file
from tests.bench.server import HOST, Server

ASK = "/daegu.chat.v1.ChatService/SendMessage"
KEYS = "chat:answer:*"
_QUESTION = "사고가 가장 많은 시간대는?"


@dataclass(frozen=True, slots=True)
class ChatService:
    """`server`, asked about `dataset_id`. Every request starts a new conversation, which is stored."""

    server: Server
    dataset_id: str

    def cached_question(self, folder: Path) -> Request:
        """The question as a request; its answer is in the cache. Raises LoadFailed if it does not get there."""
        message = pb.SendMessageRequest(dataset_id=self.dataset_id, message=_QUESTION)
        with grpc.insecure_channel(f"{HOST}:{self.server.port}") as channel:
            stub: Any = chat_pb2_grpc.ChatServiceStub(channel)
            end = time.monotonic() + 30
            while not stub.SendMessage(message, timeout=30).cache_hit:
                if time.monotonic() > end:
                    raise LoadFailed("the answer is never in the cache")
        body = body_file(folder, "question", framed(message))
        return Request(HOST, self.server.port, ASK, body, grpc=True)
