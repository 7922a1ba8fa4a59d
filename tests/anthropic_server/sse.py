"""A message as the server-sent events of the Messages API."""

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from tests.anthropic_server.steps import Block, Calls, Message, Says, Thinks, Usage

Event: TypeAlias = Mapping[str, Any]

PIECE = 3
"""Characters of one piece; the server counts each as a token."""


def encoded(event: Event) -> bytes:
    return f"event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


def pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def message_events(message: Message, model: str, usage: Usage) -> Iterator[Event]:
    """All events of a message, from message_start to message_stop."""
    yield start_event(model, usage)
    yield {"type": "ping"}
    for index, block in enumerate(message.blocks):
        yield {"type": "content_block_start", "index": index, "content_block": _opened(block)}
        yield from ({"type": "content_block_delta", "index": index, "delta": delta} for delta in _deltas(block))
        yield {"type": "content_block_stop", "index": index}
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": message.stop_reason or stop_reason(message), "stop_sequence": None},
        "usage": {"output_tokens": usage.output},
    }
    yield {"type": "message_stop"}


def start_event(model: str, usage: Usage) -> Event:
    return {
        "type": "message_start",
        "message": {
            "id": "msg_scripted",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {
                "input_tokens": usage.input,
                "cache_creation_input_tokens": usage.cache_creation,
                "cache_read_input_tokens": usage.cache_read,
                "output_tokens": 1,
            },
        },
    }


def stop_reason(message: Message) -> str:
    return "tool_use" if any(isinstance(block, Calls) for block in message.blocks) else "end_turn"


def error_body(kind: str, message: str) -> Event:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_scripted"}


def _opened(block: Block) -> Event:
    match block:
        case Says():
            return {"type": "text", "text": ""}
        case Thinks():
            return {"type": "thinking", "thinking": "", "signature": ""}
        case Calls(tool=tool):
            return {"type": "tool_use", "id": f"toolu_{uuid.uuid4().hex}", "name": tool, "input": {}}


def _deltas(block: Block) -> Iterator[Event]:
    match block:
        case Says(text=text):
            yield from ({"type": "text_delta", "text": piece} for piece in pieces(text))
        case Thinks(text=text, signature=signature):
            yield from ({"type": "thinking_delta", "thinking": piece} for piece in pieces(text))
            yield {"type": "signature_delta", "signature": signature}
        case Calls(args=args):
            text = args if isinstance(args, str) else json.dumps(args, ensure_ascii=False)
            yield from ({"type": "input_json_delta", "partial_json": piece} for piece in ["", *pieces(text)])
