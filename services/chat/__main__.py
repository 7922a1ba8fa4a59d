"""Starts the chat service: `python -m services.chat`."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import uuid_utils
from daegu.chat.v1 import chat_pb2, chat_pb2_grpc

from services.chassis.server import Served, run, serve
from services.chassis.telemetry import configure_logging
from services.chat import converters
from services.chat.answering import Answering
from services.chat.database_calls import DatabaseCalls
from services.chat.domain.conversation import Conversations
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.models import Model
from services.chat.domain.ports import AnswerCache, Answerer, Catalogue
from services.chat.servicer import ChatServicer
from services.chat.settings import ChatSettings


def new_id() -> str:
    """UUIDv7: the order of the ids is that of the conversations."""
    return str(uuid_utils.uuid7())


def served(
    *,
    catalogue: Catalogue,
    agent: Answerer,
    analyst: Answerer,
    suggest: Callable[[list[DatasetBrief]], list[str]],
    conversations: Conversations,
    cache: AnswerCache,
    models: Sequence[Model],
    prompt_version: Callable[[], Awaitable[str]],
    database: partial[None],
    answer_seconds: float = 110,
) -> Served:
    """The chat service around its parts. A cache that is away is no failure, so its health is none of ours."""
    calls = DatabaseCalls()
    answering = Answering(
        conversations,
        calls,
        catalogue,
        cache,
        agent=agent,
        analyst=analyst,
        prompt_version=prompt_version,
        new_id=new_id,
        answer_seconds=answer_seconds,
    )
    servicer = ChatServicer(answering, conversations, calls, catalogue, models=models, suggest=suggest)
    return Served(
        service=converters.SERVICE,
        add_to=lambda server: chat_pb2_grpc.add_ChatServiceServicer_to_server(servicer, server),
        parts={"database": database},
        stopping=answering.stop,
    )


async def main() -> None:
    settings = ChatSettings.load()
    configure_logging(settings.log_level, "chat")
    name = chat_pb2.DESCRIPTOR.services_by_name["ChatService"].full_name
    # No servicer yet: the chassis answers UNIMPLEMENTED for methods that nobody has registered.
    await serve(settings, Served(name, lambda _: None))


if __name__ == "__main__":
    run(main())
