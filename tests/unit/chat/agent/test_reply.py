"""A reply put together from events, also from such as no honest model sends."""

from typing import Any

import pytest
from anthropic.types import RawMessageStreamEvent
from pydantic import TypeAdapter

from services.chat.agent.reply import Reply, ReplyBuilder
from services.chat.domain.answer import TokenUsage
from tests.anthropic_server.sse import message_events
from tests.anthropic_server.steps import Calls, Message, Says, Usage

EVENT: TypeAdapter[RawMessageStreamEvent] = TypeAdapter(RawMessageStreamEvent)


def built(*events: dict[str, Any]) -> tuple[Reply, list[str]]:
    written: list[str] = []
    builder = ReplyBuilder(written.append)
    for event in events:
        builder.add(EVENT.validate_python(event))
    return builder.reply(), written


def of(*blocks: Says | Calls) -> Reply:
    events = message_events(Message(blocks), "a-model", Usage(7, 5, cache_creation=20, cache_read=300))
    return built(*[dict(event) for event in events if event["type"] != "ping"])[0]


def text(piece: str) -> list[dict[str, Any]]:
    return [
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}},
    ]


def test_tokens_of_the_cache_count_as_input() -> None:
    assert of(Says("네.")).usage == TokenUsage(input=327, output=5, cached_input=300)


def test_later_counts_replace_earlier_ones() -> None:
    counts = {"input_tokens": 50, "cache_read_input_tokens": 8, "output_tokens": 9}
    delta = {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": counts}
    start, *_ = message_events(Message(()), "a-model", Usage(7, 5, cache_creation=20))
    assert built(dict(start), delta)[0].usage == TokenUsage(input=78, output=9, cached_input=8)


def test_text_that_nothing_could_encode_or_store_is_mended() -> None:
    reply, written = built(*text("수성\ud83d구\x00입니다"))
    assert written == ["수성?구입니다"]
    assert reply.text == "수성?구입니다"


def test_a_delta_without_its_block_is_left_out() -> None:
    assert built(text("누구?")[1])[1] == []


def test_blank_text_is_not_sent_back() -> None:
    reply = of(Says(" \n"), Calls("get_missing_values"))
    assert [block["type"] for block in reply.content] == ["tool_use"]


@pytest.mark.parametrize(
    "args",
    ["[]", "1", "{", '{"a": NaN}', '{"a": 1e999}', '{"a": -Infinity}', '{"a": 9223372036854775808}', '{"a": "\\ud800"}',
     '{"a": "\\u0000"}', '{"a": ' + "[" * 20 + "]" * 20 + "}", '{"a": ' + "[" * 50_000 + "]" * 50_000 + "}"],
)  # fmt: skip
def test_arguments_that_could_not_be_passed_on_are_none(args: str) -> None:
    (use,) = of(Calls("get_value_counts", args)).tool_uses
    assert use.args is None


@pytest.mark.parametrize("args", ["", "{}", '{"accidents": [{"weather": "비", "accident_year": 2021}]}', '{"a": -0.5}'])
def test_other_arguments_are_taken(args: str) -> None:
    (use,) = of(Calls("predict_eclo_batch", args)).tool_uses
    assert use.args is not None


def test_a_message_without_its_end_is_not_whole() -> None:
    assert of(Says("네.")).whole
    assert not built(*text("네."))[0].whole
