"""Answers in Redis, for an hour. A cache that is away, slow or damaged costs a moment and never an answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import orjson
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from services.chassis.telemetry import Log, logger
from services.chat.domain import answer_json
from services.chat.domain.answer import Answer

Result = TypeVar("Result")

PREFIX = "chat:answer:1:"
"""The number changes with the form of the values."""

LIFETIME_SECONDS = 3600
PATIENCE_SECONDS = 0.3
PAUSE_SECONDS = 5.0
"""How long a cache that has failed is not asked again."""

MOST_BYTES = 1 << 20

LOOKUPS = Counter(
    "chat_cache_lookups_total", "Questions looked up in the cache of answers: hit, miss, away.", ["outcome"]
)


def connect(url: str) -> Redis:
    """A client of `redis://...`; nothing is connected before the first use."""
    return Redis.from_url(
        url,
        socket_connect_timeout=PATIENCE_SECONDS,
        socket_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )


class RedisAnswerCache:
    """Implements domain.ports.AnswerCache."""

    def __init__(self, redis: Redis, clock: Callable[[], float] = time.monotonic, log: Log | None = None) -> None:
        self._redis = redis
        self._clock = clock
        self._log = log or logger()
        self._asked_again_at = 0.0
        self._is_away = False

    async def get(self, key: str) -> Answer | None:
        stored = await self._patiently(lambda: self._redis.get(PREFIX + key))
        if stored is None:
            LOOKUPS.labels("away" if self._is_away else "miss").inc()
            return None
        try:
            answer = answer_json.answer(orjson.loads(stored))
        except ValueError as damage:
            LOOKUPS.labels("miss").inc()
            self._log.warning("a cached answer cannot be read", why=str(damage))
            await self._patiently(lambda: self._redis.delete(PREFIX + key))
            return None
        LOOKUPS.labels("hit").inc()
        return answer

    async def put(self, key: str, answer: Answer) -> None:
        value = orjson.dumps(answer_json.plain(answer))
        if len(value) <= MOST_BYTES:
            await self._patiently(lambda: self._redis.set(PREFIX + key, value, ex=LIFETIME_SECONDS))

    async def _patiently(self, command: Callable[[], Awaitable[Result]]) -> Result | None:
        """The result of `command`; None if the cache is away."""
        if self._clock() < self._asked_again_at:
            return None
        try:
            # Connecting, logging in and asking have a time limit each; together they have this one.
            async with asyncio.timeout(PATIENCE_SECONDS):
                result = await command()
        except (RedisError, OSError, TimeoutError) as failure:
            self._asked_again_at = self._clock() + PAUSE_SECONDS
            if not self._is_away:
                self._log.warning("the answer cache is away", why=type(failure).__name__)
            self._is_away = True
            return None
        if self._is_away:
            self._log.info("the answer cache is back")
        self._is_away = False
        return result
