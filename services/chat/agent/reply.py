"""What the model says in one call, put together from the events of the stream."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anthropic.types import ContentBlockParam, RawContentBlockDelta, RawMessageStreamEvent

from services.chassis.errors import DomainError
from services.chat.domain.answer import Json, TokenUsage

_COUNTS = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens")
_WHOLE = ("end_turn", "stop_sequence", "tool_use")
_DEEPEST = 10
"""Of arguments; protobuf stops reading at 100, and no tool takes more than 4."""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool that the model wants to be run; `args` are None if what it wrote is not a JSON object."""

    id: str
    name: str
    args: Mapping[str, Json] | None


@dataclass(frozen=True, slots=True)
class Reply:
    """`content` is what the model wrote, as it is sent back to it. `failure` is why the stream broke off, None if it
    came to its end. `whole` is false as well where the model had to stop before it was done."""

    text: str
    content: tuple[ContentBlockParam, ...]
    tool_uses: tuple[ToolUse, ...]
    usage: TokenUsage
    whole: bool
    failure: DomainError | None = None


class ReplyBuilder:
    """Takes the events of one stream; text goes to `write` as it comes."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.opened = False
        """Whether the API took the request."""
        self.ended = False
        """Whether message_stop has come: a stream that was cut may end like any other, but without it."""
        self.spoken = False
        """Whether text has been written."""
        self._write = write
        self._blocks: dict[int, dict[str, Any]] = {}
        self._counts: dict[str, int] = {}
        self._stop_reason = ""

    def add(self, event: RawMessageStreamEvent) -> None:
        match event.type:
            case "message_start":
                self._count(event.message.usage)
            case "content_block_start":
                self._blocks[event.index] = {"written": "", **event.content_block.to_dict()}
            case "content_block_delta" if event.index in self._blocks:
                self._extend(self._blocks[event.index], event.delta)
            case "message_delta":
                self._stop_reason = event.delta.stop_reason or ""
                self._count(event.usage)
            case "message_stop":
                self.ended = True

    def reply(self, failure: DomainError | None = None) -> Reply:
        blocks = [block for _, block in sorted(self._blocks.items())]
        tool_uses = tuple(
            ToolUse(block["id"], _clean(block["name"]), _arguments(block["written"]))
            for block in blocks
            if block["type"] == "tool_use"
        )
        return Reply(
            text="".join(block["text"] for block in blocks if block["type"] == "text"),
            content=tuple(sent for block in blocks if (sent := _sent_back(block)) is not None),
            tool_uses=tool_uses,
            usage=self.usage,
            whole=failure is None and self._stop_reason in _WHOLE,
            failure=failure,
        )

    def _extend(self, block: dict[str, Any], delta: RawContentBlockDelta) -> None:
        match delta.type:
            case "text_delta":
                if piece := _clean(delta.text):
                    block["text"] += piece
                    self.spoken = True
                    self._write(piece)
            case "input_json_delta":
                block["written"] += delta.partial_json
            case "thinking_delta":
                block["thinking"] += delta.thinking
            case "signature_delta":
                block["signature"] = delta.signature

    def _count(self, usage: object) -> None:
        """Counts are totals of the message so far; those that have not changed are left out."""
        said = {name: getattr(usage, name, None) for name in _COUNTS}
        self._counts |= {name: count for name, count in said.items() if count is not None}

    @property
    def usage(self) -> TokenUsage:
        """The tokens so far."""
        fresh, created, cached, output = (self._counts.get(name, 0) for name in _COUNTS)
        return TokenUsage(input=fresh + created + cached, output=output, cached_input=cached)


def _clean(text: str) -> str:
    """Without what nothing behind us could encode or store: halves of surrogate pairs, and NUL."""
    return text.encode(errors="replace").decode().replace("\0", "")


def _sent_back(block: dict[str, Any]) -> ContentBlockParam | None:
    """The block as part of the next request, None for what has no place in one (a text without a letter)."""
    match block:
        case {"type": "text", "text": str(text)} if text.strip():
            return {"type": "text", "text": text}
        case {"type": "tool_use", "id": str(name_of_use), "name": str(name), "written": str(written)}:
            return {"type": "tool_use", "id": name_of_use, "name": name, "input": {**(_arguments(written) or {})}}
        case {"type": "thinking", "thinking": str(thinking), "signature": str(signature)}:
            return {"type": "thinking", "thinking": thinking, "signature": signature}
        case {"type": "redacted_thinking", "data": str(data)}:
            return {"type": "redacted_thinking", "data": data}
    return None


def _arguments(written: str) -> dict[str, Json] | None:
    """The arguments as a JSON object, None if they are none, or hold what could not be passed on or stored."""
    try:
        args = json.loads(written or "{}", parse_constant=_not_json, parse_float=_finite, parse_int=_moderate)
        text = json.dumps(args, ensure_ascii=False)
        passable = (
            isinstance(args, dict) and _clean(text) == text and "\\u0000" not in text and _depth(args) <= _DEEPEST
        )
    except (ValueError, RecursionError):
        return None
    return args if passable else None


def _depth(value: Json) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inside), default=0)


def _not_json(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number out of range")
    return number


def _moderate(digits: str) -> int:
    number = int(digits)
    if abs(number) >= 1 << 63:
        raise ValueError("a number out of range")
    return number
