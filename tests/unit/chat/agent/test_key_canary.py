"""The user's key is in the header of the request and nowhere else, with every log at DEBUG."""

import asyncio
import logging
import traceback
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from io import StringIO

import pytest

from services.chat.domain.answer import Event
from services.chat.domain.ports import ApiKey
from tests.anthropic_server import AnthropicServer, Calls, Cut, Fails, Hangs, Redirects, Says, Script, in_turn
from tests.unit.chat.agent.asking import agent_at, question

CANARY = "sk-ant-api03-CANARY-7f3a9c"
LIBRARIES = ("anthropic", "httpx2", "httpcore2", "httpx", "asyncio", "langgraph", "langchain_core", "langsmith")
ECHO = f"the key {CANARY} is not liked"

SCRIPTS: dict[str, Script] = {
    "an answer with a tool": in_turn(Calls("get_value_counts", {"column": "구"}), Says("수성구입니다.")),
    "a key that is refused": in_turn(Fails(401, "authentication_error", message=ECHO)),
    "a request that is refused": in_turn(Fails(400, "invalid_request_error", message=ECHO)),
    "an error that quotes the key": in_turn(Fails(418, CANARY, message=ECHO)),
    "an event that quotes the key": in_turn(Fails(200, "api_error", message=ECHO, text="수성", after=0)),
    "a second try": in_turn(Fails(529, "overloaded_error", {"retry-after": "0"}, ECHO), Says("수성구입니다.")),
    "a limit": in_turn(Fails(429, "rate_limit_error", {"retry-after": "60"}, ECHO)),
    "a cut stream": in_turn(Cut("수성구가 가장 많습니다.", after=0)),
    "a kept cut stream": in_turn(Cut("수성구가 가장 많습니다.", after=2)),
    "a silent model": in_turn(Hangs()),
    "a redirect": in_turn(Redirects("http://127.0.0.1:9/v1/messages")),
}


@contextmanager
def everything_logged() -> Iterator[StringIO]:
    """What all loggers write at DEBUG; levels are put back."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    loggers = [logging.getLogger(name) for name in ("", *LIBRARIES)]
    levels = [logger.level for logger in loggers]
    logging.getLogger().addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield written
    logging.getLogger().removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


async def everything_said(url: str, key: str) -> str:
    """Log, events, texts of errors and text forms of objects of one answer."""
    agent, api = agent_at(url, seconds=1)
    asked = question(key=ApiKey(key))
    events: list[Event] = []
    failed = ""
    # After the agent is built, which turns the logs of the libraries down.
    with everything_logged() as log:
        try:
            async with aclosing(agent.answer(asked)) as arriving:
                async for event in arriving:
                    events.append(event)
        except Exception as error:  # noqa: BLE001 - its text is what is looked at
            failed = "".join(traceback.format_exception(error)) + _hidden(error)
        await api.aclose()
    return "\n".join([log.getvalue(), failed, *map(repr, [events, agent, api, asked, vars(agent), vars(api)])])


def _hidden(error: BaseException) -> str:
    """All that hangs on an error, whether a traceback shows it or not."""
    behind = [cause for cause in (error.__cause__, error.__context__) if cause is not None]
    request = getattr(error, "request", None)
    headers = "" if request is None else str(list(request.headers.items()))
    return " ".join([str(vars(error)), str(error.args), headers, *map(_hidden, behind)])


@pytest.mark.parametrize("case", SCRIPTS)
def test_the_key_is_in_no_log_no_error_no_event_and_no_text_form(case: str) -> None:
    with AnthropicServer(SCRIPTS[case], keys=[CANARY]) as server:
        said = asyncio.run(everything_said(server.url, CANARY))
        assert server.exchanges[0].headers["x-api-key"] == CANARY
    assert "Request options" in said
    assert "send_request_headers" in said
    assert "CANARY" not in said + str([exchange.body for exchange in server.exchanges])


@pytest.mark.parametrize("key", [f"{CANARY}\n", f"{CANARY} 한글", f"{CANARY}\x00"])
def test_a_key_that_cannot_be_sent_is_in_no_error(key: str) -> None:
    with AnthropicServer(in_turn(Says("네."))) as server:
        assert "CANARY" not in asyncio.run(everything_said(server.url, key))
        assert server.exchanges == []


def test_the_key_is_in_nothing_that_is_said_about_a_server_that_is_away() -> None:
    assert "CANARY" not in asyncio.run(everything_said("http://127.0.0.1:9", CANARY))


def test_the_libraries_log_warnings_only() -> None:
    for library in ("anthropic", "httpx2", "httpcore2"):
        logging.getLogger(library).setLevel(logging.DEBUG)
    _, api = agent_at("http://127.0.0.1:9")
    asyncio.run(api.aclose())
    assert {logging.getLogger(name).getEffectiveLevel() for name in LIBRARIES[:3]} == {logging.WARNING}
