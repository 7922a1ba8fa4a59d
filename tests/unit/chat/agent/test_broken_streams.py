"""Streams that end before their end: what has arrived is kept and marked."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import pytest

from services.chat.domain.answer import Event, Token, Used
from services.chat.domain.model_errors import ModelOverloaded, ModelTimeout, ModelUnreachable
from tests.anthropic_server import AnthropicServer, Calls, Cut, Exchange, Fails, Hangs, Message, Says, in_turn
from tests.unit.chat.agent.asking import agent_at, ask, question

LONG = "대구의 교통사고는 수성구에서 가장 많이 일어났습니다. " * 40
COUNT = Calls("get_value_counts", {"column": "구"})


@pytest.mark.parametrize("quietly", [True, False])
def test_a_stream_that_is_cut_keeps_what_has_arrived(quietly: bool) -> None:
    asked = ask(in_turn(COUNT, Cut(LONG, after=200, quietly=quietly)))
    assert asked.error is None
    assert asked.answer.incomplete
    assert asked.answer.text == asked.streamed == LONG[:600]
    assert [call.name for call in asked.answer.tool_calls] == ["get_value_counts"]
    assert asked.answer.usage.input > 0
    assert isinstance(asked.events[-2], Used)


@pytest.mark.parametrize("quietly", [True, False])
def test_a_stream_that_is_cut_before_any_text_is_no_answer(quietly: bool) -> None:
    asked = ask(in_turn(COUNT, Cut(LONG, after=0, quietly=quietly)))
    assert isinstance(asked.error, ModelUnreachable)


def test_a_stream_that_is_cut_after_the_text_of_an_earlier_call_keeps_that() -> None:
    asked = ask(in_turn(Message((Says("세어 보겠습니다."), COUNT)), Cut(LONG, after=0)))
    assert asked.answer.incomplete
    assert asked.answer.text == "세어 보겠습니다."
    assert len(asked.answer.tool_calls) == 1


def test_a_stream_that_fails_after_text_keeps_it_and_is_not_tried_again() -> None:
    asked = ask(in_turn(Fails(529, "overloaded_error", text=LONG, after=3), Says("다시")))
    assert asked.answer.incomplete
    assert asked.answer.text == LONG[:9]
    assert len(asked.exchanges) == 1


def test_a_stream_that_hangs_after_text_keeps_it() -> None:
    asked = ask(in_turn(Hangs(LONG, after=3)), seconds=1.5)
    assert asked.answer.incomplete
    assert asked.answer.text == LONG[:9]


def test_an_error_in_a_second_call_before_its_stream_is_an_error_even_after_text() -> None:
    asked = ask(
        in_turn(Message((Says("세어 보겠습니다."), COUNT)), Fails(529, "overloaded_error", {"retry-after": "60"}))
    )
    assert isinstance(asked.error, ModelOverloaded)
    late = ask(lambda exchange: Hangs() if exchange.tool_results else Message((Says("셉니다."), COUNT)), seconds=1.5)
    assert isinstance(late.error, ModelTimeout)


def test_a_tool_whose_arguments_were_cut_is_not_run() -> None:
    # With max_tokens as the reason the blocks are closed, but what is in them is not whole.
    asked = ask(in_turn(Message((Says("셉니다."), COUNT), stop_reason="max_tokens")))
    assert asked.answer.tool_calls == ()
    assert asked.answer.incomplete


class Waiting:
    """A script that hangs, and says when the model has been asked."""

    def __init__(self, after: int | None) -> None:
        self.asked = threading.Event()
        self._step = Hangs(LONG, after)

    def __call__(self, _: Exchange) -> Hangs:
        self.asked.set()
        return self._step


Events = AsyncGenerator[Event, None]


async def close_after_text(events: Events, _: Waiting) -> None:
    assert isinstance(await anext(events), Token)
    await events.aclose()


async def cancel_after_text(events: Events, _: Waiting) -> None:
    reading = asyncio.Event()

    async def read() -> None:
        async for _ in events:
            reading.set()

    task = asyncio.create_task(read())
    await reading.wait()
    await _cancelled(task)


async def cancel_before_text(events: Events, script: Waiting) -> None:
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.to_thread(script.asked.wait, 5)
    await _cancelled(waiting)


async def _cancelled(waiting: asyncio.Future[Any]) -> None:
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


@pytest.mark.parametrize(
    ("leave", "after"), [(close_after_text, 3), (cancel_after_text, 3), (cancel_before_text, None)]
)
def test_whoever_stops_reading_closes_the_connection_to_the_model(
    leave: Callable[[Events, Waiting], Awaitable[None]], after: int | None
) -> None:
    script = Waiting(after)

    async def read_and_leave(server: AnthropicServer) -> bool:
        agent, api = agent_at(server.url)
        await leave(agent.answer(question()), script)
        # Nothing of the answer goes on once it has been left.
        assert asyncio.all_tasks() == {asyncio.current_task()}
        # Before the connections of the process are closed: it is the answer that has closed its own.
        closed = await asyncio.to_thread(server.exchanges[0].closed_early.wait, 1)
        await api.aclose()
        return closed

    with AnthropicServer(script) as server:
        assert asyncio.run(read_and_leave(server))
