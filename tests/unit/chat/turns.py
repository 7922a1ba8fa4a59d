"""The flow of a turn around parts that do what a test says."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from itertools import count
from typing import Any, ParamSpec

from services.chat.answering import Answering
from services.chat.database_calls import DatabaseCalls
from services.chat.domain.conversation import StoredAnswer
from services.chat.domain.ports import ApiKey
from services.chat.domain.turn import Asked, Done, Started, TurnEvent
from tests.chat_parts import DATASET, KEY, MODEL, Datasets, MemoryCache, Scripted, prompt_version
from tests.unit.chat.memory_conversations import MemoryConversations

P = ParamSpec("P")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass
class Flow:
    """An Answering, and all that it works with."""

    conversations: MemoryConversations = field(default_factory=MemoryConversations)
    datasets: Datasets = field(default_factory=Datasets)
    cache: MemoryCache = field(default_factory=MemoryCache)
    agent: Scripted = field(default_factory=Scripted)
    analyst: Scripted = field(default_factory=Scripted)
    answer_seconds: float = 60
    now: Callable[[], datetime] = lambda: NOW

    def __post_init__(self) -> None:
        ids = count(1)
        self._started = asyncio.Semaphore(0)
        self.answering = Answering(
            self.conversations,
            DatabaseCalls(),
            self.datasets,
            self.cache,
            agent=self.agent,
            analyst=self.analyst,
            prompt_version=prompt_version,
            new_id=lambda: f"conversation-{next(ids)}",
            answer_seconds=self.answer_seconds,
            now=self.now,
        )

    async def ask(self, text: str = "몇 개인가요?", **fields: Any) -> Done:
        return await self.answering.answer(asked(text, **fields))

    def task(self, text: str = "몇 개인가요?", **fields: Any) -> "asyncio.Task[list[TurnEvent]]":
        """Reads all events of a question in a task of its own."""
        return asyncio.create_task(self.events(text, **fields))

    async def events(self, text: str = "몇 개인가요?", **fields: Any) -> list[TurnEvent]:
        seen: list[TurnEvent] = []
        async with aclosing(self.answering.events(asked(text, **fields))) as events:
            async for event in events:
                seen.append(event)
                if isinstance(event, Started):
                    self._started.release()
        return seen

    async def started(self, number: int) -> None:
        """Returns when `number` more questions of `events` are stored."""
        for _ in range(number):
            await self._started.acquire()

    def said(self, conversation_id: str = "conversation-1") -> list[str]:
        """The texts of a conversation; an answer that was cut ends with an ellipsis."""
        return [
            message.answer.text + ("…" if message.answer.incomplete else "")
            if isinstance(message, StoredAnswer)
            else message.text
            for message in self.conversations.messages[conversation_id]
        ]


def asked(text: str, **fields: Any) -> Asked:
    """A question to the agent about one dataset unless the fields say otherwise."""
    given: dict[str, Any] = {"dataset_ids": (DATASET,), "model": MODEL, "key": ApiKey(KEY)} | fields
    return Asked(text, **given)


def done(events: list[TurnEvent]) -> Done:
    """The last event, which is that of an answer."""
    assert isinstance(events[-1], Done)
    return events[-1]


async def cancel(reading: "asyncio.Task[list[TurnEvent]]") -> None:
    reading.cancel()
    await asyncio.wait([reading])


def scenario(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """A test that runs in a loop of its own to its end; what hangs fails soon."""

    @wraps(test)
    def running(*args: P.args, **kwargs: P.kwargs) -> None:
        async def in_time() -> None:
            async with asyncio.timeout(20):
                await test(*args, **kwargs)

        asyncio.run(in_time())

    return running
