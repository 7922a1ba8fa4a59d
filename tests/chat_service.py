"""A running chat service inside the test process, with a real database and an Answerer that follows a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy
from daegu.chat.v1 import chat_pb2 as pb
from daegu.chat.v1 import chat_pb2_grpc

from services.chassis.database import create_engine, ping
from services.chassis.server import Served
from services.chat.__main__ import served
from services.chat.storage.repository import ConversationRepository
from tests.chat_parts import DATASET, KEY, MODELS, Datasets, Gate, MemoryCache, Scripted, prompt_version, suggest
from tests.grpc_server import RunningServer, running

WITH_KEY = (("x-anthropic-api-key", KEY),)


@dataclass
class Chat:
    """The service and its parts. `agent` answers with a key, `analyst` without."""

    stub: Any
    server: RunningServer
    engine: sqlalchemy.Engine
    agent: Scripted = field(default_factory=Scripted)
    analyst: Scripted = field(default_factory=Scripted)
    cache: MemoryCache = field(default_factory=MemoryCache)
    datasets: Datasets = field(default_factory=Datasets)

    def send(self, message: str = "몇 개인가요?", **fields: Any) -> pb.SendMessageResponse:
        """Asks the agent about DATASET unless the fields say otherwise."""
        request = pb.SendMessageRequest(**({"message": message, "dataset_id": DATASET} | fields))
        answer: pb.SendMessageResponse = self.stub.SendMessage(request, metadata=WITH_KEY, timeout=20)
        return answer

    def stream(self, message: str = "몇 개인가요?", **fields: Any) -> Any:
        """The call of the same question as a stream."""
        request = pb.StreamMessageRequest(**({"message": message, "dataset_id": DATASET} | fields))
        return self.stub.StreamMessage(request, metadata=WITH_KEY, timeout=20)

    def messages(self, conversation_id: str) -> list[pb.ChatMessage]:
        request = pb.GetConversationRequest(conversation_id=conversation_id)
        return list(self.stub.GetConversation(request).messages)

    def reached(self, gate: Gate) -> None:
        """Returns when a script waits at the gate."""
        self.server.run(gate.reached.wait())

    def open(self, gate: Gate) -> None:
        self.server.loop.call_soon_threadsafe(gate.is_open.set)


@contextmanager
def chat_service(database_url: str, answer_seconds: float = 110, **settings: Any) -> Iterator[Chat]:
    """The service on the database; `settings` are those of the server."""
    engine = create_engine(database_url, "test")
    parts: dict[str, Any] = {
        "agent": Scripted(),
        "analyst": Scripted(),
        "cache": MemoryCache(),
    }
    datasets = Datasets()

    def make() -> Served:
        return served(
            catalogue=datasets,
            conversations=ConversationRepository(engine),
            models=MODELS,
            prompt_version=prompt_version,
            suggest=suggest,
            database=partial(ping, engine),
            answer_seconds=answer_seconds,
            **parts,
        )

    with running(make, **({"concurrent_rpcs": 100, "call_seconds": 120} | settings)) as server:
        yield Chat(chat_pb2_grpc.ChatServiceStub(server.channel), server, engine, datasets=datasets, **parts)
    engine.dispose()
