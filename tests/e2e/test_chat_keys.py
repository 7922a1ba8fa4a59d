"""The key of the caller: what is none, and where it must never be."""

import httpx
import pytest

from tests.anthropic_server import (
    VALID_KEY,
    AnthropicServer,
    Calls,
    Fails,
    Says,
)
from tests.conftest import ScriptOf
from tests.conversation import Caller, unheard
from tests.e2e.errors import refused
from tests.e2e.spans import all_sent
from tests.otlp_collector import Collector
from tests.stack import EmbeddedStack

pytestmark = pytest.mark.usefixtures("unharmed")


@pytest.mark.parametrize("key", ["열쇠", "sk ant", "x" * 501, "sk-ant-wrong"])
def test_a_key_that_is_none_is_refused_as_a_key(caller: Caller, key: str) -> None:
    body = {"message": unheard("질문"), "dataset_ids": caller.datasets}
    headers = {b"X-Anthropic-API-Key": key.encode()}
    refusal = refused(caller.stack.http.post("/api/chat/message", json=body, headers=headers), 401)
    assert refusal.korean == "API 키가 유효하지 않습니다. 다시 확인해주세요."
    assert key not in str(refusal.details)


def test_the_key_is_kept_nowhere(
    stack: EmbeddedStack, model_server: AnthropicServer, collector: Collector, sample: str, script: ScriptOf
) -> None:
    """A key that works, one that does not, a model that fails: neither is in a log, trace, table, cache or answer."""
    canaries = ("sk-ant-canary-that-works-7f3a", "sk-ant-canary-that-fails-9c1e")
    keys, model_server.keys = model_server.keys, frozenset({VALID_KEY, canaries[0]})
    said = []
    try:
        for key, step in ((canaries[0], Says("네.")), (canaries[0], Fails(500, "api_error")), (canaries[1], Says(""))):
            caller = Caller(stack, [sample], key)
            script(Calls("get_dataframe_info"), step, step)
            said.append(caller.ask(unheard("비밀?")).text)
            script(Calls("get_dataframe_info"), step, step)
            said.append(str(caller.events(unheard("비밀?"))))
        assert {exchange.headers["x-api-key"] for exchange in model_server.exchanges} <= set(canaries)
    finally:
        model_server.keys = keys
    all_sent(stack, collector)
    places = {
        "answers": "".join(said).encode(),
        "logs": _logs(stack),
        "traces": collector.raw,
        "figures": _figures(stack),
        "tables": _tables(stack),
        "caches": _caches(stack),
    }
    for name, content in places.items():
        assert len(content) > 100, name
        assert [canary for canary in canaries if canary.encode() in content] == [], name


def _logs(stack: EmbeddedStack) -> bytes:
    return b"".join(path.read_bytes() for path in stack.home.logs.iterdir() if path.is_file())


def _figures(stack: EmbeddedStack) -> bytes:
    ports = [part["metrics_port"] for part in stack.record()["parts"].values() if part["metrics_port"]]
    return b"".join(httpx.get(f"http://127.0.0.1:{port}/metrics").content for port in ports)


def _tables(stack: EmbeddedStack) -> bytes:
    found = []
    for context in ("chat", "prediction", "dataset"):
        with stack.database(context) as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found).encode()


def _caches(stack: EmbeddedStack) -> bytes:
    found = []
    for name in ("cache", "broker"):
        with stack.redis(name) as redis:
            for key in redis.scan_iter():
                found += [key, redis.dump(key)]
    return b"".join(found)
