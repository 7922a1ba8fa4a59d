"""What the real API refuses: a server that takes everything would hide a client that sends nonsense."""

import itertools
from collections.abc import Mapping
from typing import Any


def wrong(body: Mapping[str, Any]) -> str | None:
    """The first thing that is wrong with the body of a request to /v1/messages, None if nothing is."""
    missing = [name for name in ("model", "max_tokens", "messages") if name not in body]
    if missing:
        return f"{missing[0]}: Field required"
    if body.get("stream") is not True:
        return "this server only streams"
    return _wrong_tools(body) or _wrong_blocks(body) or _wrong_messages(body["messages"])


def _wrong_tools(body: Mapping[str, Any]) -> str | None:
    tools = body.get("tools", [])
    names = [tool["name"] for tool in tools]
    if len(names) != len(set(names)):
        return "tools: Tool names must be unique."
    if any(tool["input_schema"].get("type") != "object" for tool in tools):
        return "tools.0.input_schema.type: Input should be 'object'"
    if "tool_choice" in body and not tools:
        return "tool_choice may only be specified while providing tools."
    return None


def _wrong_blocks(body: Mapping[str, Any]) -> str | None:
    marked = [block for block in [*body.get("tools", []), *_system(body)] if "cache_control" in block]
    if len(marked) > 4:
        return "A maximum of 4 blocks with cache_control may be provided."
    texts = [block["text"] for block in [*_system(body), *_content(body["messages"])] if block["type"] == "text"]
    return None if all(text.strip() for text in texts) else "text content blocks must contain non-whitespace text"


def _wrong_messages(messages: list[dict[str, Any]]) -> str | None:
    roles = [message["role"] for message in messages]
    if roles != [("user", "assistant")[position % 2] for position in range(len(roles))] or roles[-1] != "user":
        return "messages: roles must alternate between user and assistant, and the last must be user"
    for before, after in itertools.pairwise(messages):
        asked = [block["id"] for block in _content([before]) if block["type"] == "tool_use"]
        answered = [block["tool_use_id"] for block in _content([after]) if block["type"] == "tool_result"]
        if asked != answered:
            return "`tool_use` ids were found without `tool_result` blocks immediately after"
    return None


def _system(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    system = body.get("system", [])
    return [{"type": "text", "text": system}] if isinstance(system, str) else system


def _content(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        block
        for content in (message["content"] for message in messages)
        for block in ([{"type": "text", "text": content}] if isinstance(content, str) else content)
    ]
