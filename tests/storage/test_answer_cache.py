"""The cache of answers in a real Valkey that is healthy, paused, killed or damaged."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from services.chat.domain.answer import Answer, Chart, ChartKind, Series, Table, TokenUsage, ToolCall
from services.chat.storage.answer_cache import LIFETIME_SECONDS, PAUSE_SECONDS, PREFIX, RedisAnswerCache, connect
from tests.figures import grows
from tests.valkey_server import ValkeyServer, valkey

TABLE = Table(("구", "수"), (("수성구", 12), (None, 0.5)), 99)
CHART = Chart(ChartKind.BAR, "구별 수", "구", "수 (개)", ("수성구",), (Series("수", (12.0, None)),))
CALLS = (ToolCall("get_value_counts", {"column": "구", "top_n": 2}, "값별 개수", "{}", table=TABLE, chart=CHART),)
ANSWER = Answer("수성구가 1위입니다.", "claude-sonnet-5-5", CALLS, TokenUsage(100, 20, 5))


@pytest.fixture(scope="module")
def running() -> Iterator[ValkeyServer]:
    with valkey() as server:
        yield server


@pytest.fixture
def server(running: ValkeyServer) -> Iterator[ValkeyServer]:
    """A Valkey without values; whole again after the test."""
    running.client.flushall()
    yield running


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Lines:
    """A log whose lines can be read."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def info(self, event: str, **_: Any) -> None:
        self.events.append(event)

    warning = error = info


def with_cache(url: str, scenario: Callable[[RedisAnswerCache, Clock], Awaitable[None]]) -> list[str]:
    """Runs the scenario with a client of its own; the lines of the log. What waits much longer than it may fails."""
    lines = Lines()

    async def run() -> None:
        redis, clock = connect(url), Clock()
        async with redis, asyncio.timeout(5):
            await scenario(RedisAnswerCache(redis, clock, lines), clock)

    asyncio.run(run())
    return lines.events


def test_an_answer_comes_back_as_it_was_put(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, _: Clock) -> None:
        assert await cache.get("key") is None
        await cache.put("key", ANSWER)
        assert await cache.get("key") == ANSWER
        assert await cache.get("other") is None

    assert with_cache(server.url, scenario) == []


def test_an_answer_is_kept_for_an_hour_under_a_name_of_its_form(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, _: Clock) -> None:
        await cache.put("key", ANSWER)

    with_cache(server.url, scenario)
    assert server.client.keys() == [b"chat:answer:1:key"]
    seconds: Any = server.client.ttl("chat:answer:1:key")
    assert LIFETIME_SECONDS - 60 < seconds <= LIFETIME_SECONDS == 3600


def test_a_very_long_answer_is_not_kept(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, _: Clock) -> None:
        await cache.put("key", replace(ANSWER, text="가" * (1 << 20)))
        assert await cache.get("key") is None

    assert with_cache(server.url, scenario) == []


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"null", b"[]", b'{"text": "x"}', b"[" * 100_000])
def test_a_value_that_cannot_be_read_is_a_miss_and_is_deleted(server: ValkeyServer, damage: bytes) -> None:
    async def scenario(cache: RedisAnswerCache, _: Clock) -> None:
        assert await cache.get("key") is None

    server.client.set(PREFIX + "key", damage)
    assert with_cache(server.url, scenario) == ["a cached answer cannot be read"]
    assert server.client.keys() == []


def test_a_key_of_another_kind_is_a_miss(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, _: Clock) -> None:
        assert await cache.get("key") is None

    server.client.lpush(PREFIX + "key", "x")
    assert with_cache(server.url, scenario) == ["the answer cache is away"]


def test_a_cache_that_is_paused_is_missed_once_and_then_left_alone(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, clock: Clock) -> None:
        await cache.put("key", ANSWER)
        server.pause()
        try:
            assert await cache.get("key") is None
        finally:
            server.resume()
        assert await cache.get("key") is None  # it would answer again, and is not asked
        await cache.put("other", ANSWER)
        clock.seconds += PAUSE_SECONDS
        assert await cache.get("key") == ANSWER
        assert await cache.get("other") is None

    assert with_cache(server.url, scenario) == ["the answer cache is away", "the answer cache is back"]


def test_a_cache_that_is_paused_from_the_start_is_missed(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, _: Clock) -> None:
        server.pause()
        try:
            assert await asyncio.gather(*(cache.get("key") for _ in range(10))) == [None] * 10
        finally:
            server.resume()

    assert with_cache(server.url, scenario) == ["the answer cache is away"]


def test_a_cache_that_was_killed_is_missed_until_it_is_back(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, clock: Clock) -> None:
        await cache.put("key", ANSWER)
        server.kill()
        for _ in range(3):
            assert await cache.get("key") is None
            await cache.put("key", ANSWER)
            clock.seconds += PAUSE_SECONDS
        await asyncio.to_thread(server.start)
        assert await cache.get("key") is None
        await cache.put("key", ANSWER)
        assert await cache.get("key") == ANSWER

    assert with_cache(server.url, scenario) == ["the answer cache is away", "the answer cache is back"]


def test_a_wrong_password_is_a_miss(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, _: Clock) -> None:
        assert await cache.get("key") is None

    assert with_cache(server.url.replace(":test@", ":wrong@"), scenario) == ["the answer cache is away"]


def test_lookups_are_counted_as_hits_misses_and_those_of_a_cache_that_is_away(server: ValkeyServer) -> None:
    async def scenario(cache: RedisAnswerCache, _: Clock) -> None:
        with grows("chat_cache_lookups_total", outcome="miss"):
            await cache.get("key")
        await cache.put("key", ANSWER)
        with grows("chat_cache_lookups_total", outcome="hit"):
            await cache.get("key")

    async def away(cache: RedisAnswerCache, _: Clock) -> None:
        with grows("chat_cache_lookups_total", 2, outcome="away"):
            await cache.get("key")
            await cache.get("key")

    with_cache(server.url, scenario)
    with_cache("redis://127.0.0.1:1/0", away)
