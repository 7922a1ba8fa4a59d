"""Starts the chat service: `python -m services.chat`."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial

import uuid_utils
from daegu.chat.v1 import chat_pb2_grpc

from services.chassis.database import create_engine, ping
from services.chassis.errors import Unavailable
from services.chassis.server import Served, run, serve
from services.chassis.telemetry import configure_logging
from services.chassis.tracing import TRACES
from services.chat import converters
from services.chat.agent.analyst.analyst import Analyst
from services.chat.agent.graph import Agent
from services.chat.agent.model import MessagesApi
from services.chat.agent.version import code_version
from services.chat.answering import Answering
from services.chat.database_calls import DatabaseCalls
from services.chat.domain.answer import BUILTIN
from services.chat.domain.conversation import Conversations
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.models import Model
from services.chat.domain.ports import AnswerCache, Answerer, Catalogue, Predictor
from services.chat.frames import FrameCache
from services.chat.peers import DatasetPeer, PredictionPeer, open_channel
from services.chat.servicer import ChatServicer
from services.chat.settings import ChatSettings
from services.chat.storage.answer_cache import RedisAnswerCache, connect
from services.chat.storage.repository import ConversationRepository


def new_id() -> str:
    """UUIDv7: the order of the ids is that of the conversations."""
    return str(uuid_utils.uuid7())


def served(
    *,
    catalogue: Catalogue,
    agent: Answerer,
    analyst: Answerer,
    suggest: Callable[[list[DatasetBrief]], Awaitable[list[str]]],
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


def models(settings: ChatSettings) -> list[Model]:
    """What may be asked: the models of the settings, then the built-in analyst."""
    named = [Model(name, label, needs_key=True) for name, label in settings.chat_models.items()]
    return [*named, Model(BUILTIN, "내장 분석기", needs_key=False)]


async def answer_version(predictor: Predictor, code: str) -> str:
    """Names what answers besides the language model: our code, and the model of the predictions while it is there."""
    try:
        return f"{code} {(await predictor.facts()).version}"
    except Unavailable:
        return code


async def main() -> None:
    settings = ChatSettings.load()
    configure_logging(settings.log_level, "chat")
    TRACES.start("chat", settings.otlp_endpoint, settings.traces_share)
    engine = create_engine(settings.database_url, "chat")
    api = MessagesApi(settings.anthropic_base_url)
    async with (
        open_channel(settings.dataset_address) as to_datasets,
        open_channel(settings.prediction_address) as to_predictions,
        connect(settings.redis_url) as redis,
        aclosing(api),
    ):
        datasets, predictor = DatasetPeer(to_datasets), PredictionPeer(to_predictions)
        frames = FrameCache(datasets.rows, settings.frames_bytes)
        analyst = Analyst(frames, predictor)
        service = served(
            catalogue=datasets,
            agent=Agent(frames, predictor, api),
            analyst=analyst,
            suggest=analyst.suggest,
            conversations=ConversationRepository(engine),
            cache=RedisAnswerCache(redis),
            models=models(settings),
            prompt_version=partial(answer_version, predictor, code_version()),
            database=partial(ping, engine),
            answer_seconds=settings.answer_seconds,
        )
        try:
            await serve(settings, service)
        finally:
            engine.dispose()


if __name__ == "__main__":
    run(main())
