"""A request that came to the scripted server, and what became of its connection."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Exchange:
    """`headers` have lower-case names; `body` is the decoded JSON.

    `closed_early` is set when the client closes the connection before the response has ended.
    """

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    arrived_at: float = field(default_factory=time.monotonic)
    closed_early: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.body["messages"]
        return messages

    @property
    def system(self) -> str:
        """The text of the system prompt."""
        system: str | list[dict[str, Any]] = self.body.get("system", "")
        return system if isinstance(system, str) else "\n".join(block["text"] for block in system)

    @property
    def tool_results(self) -> list[str]:
        """The texts of the tool results in the last message."""
        content = self.messages[-1]["content"]
        blocks = [] if isinstance(content, str) else content
        return [_text(block["content"]) for block in blocks if block["type"] == "tool_result"]

    @property
    def may_call(self) -> bool:
        """Whether the client lets the model call tools."""
        return bool(self.body.get("tools")) and self.body.get("tool_choice", {}).get("type") != "none"


def _text(content: str | list[dict[str, Any]]) -> str:
    return content if isinstance(content, str) else "".join(block["text"] for block in content)
