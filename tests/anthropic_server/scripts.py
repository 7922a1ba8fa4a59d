"""Scripts: what to do with which request."""

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.anthropic_server.exchange import Exchange
from tests.anthropic_server.steps import Calls, Fails, Says, Step

Script: TypeAlias = Callable[[Exchange], Step]


def in_turn(*steps: Step) -> Script:
    """One step for each request, in their order; requests beyond them fail."""
    rest, lock = list(steps), threading.Lock()

    def script(_: Exchange) -> Step:
        with lock:
            return rest.pop(0) if rest else Fails(500, "api_error", message="the script has ended")

    return script


@dataclass(frozen=True)
class Order:
    """An instruction that somebody hid where the model reads: its `text`, and the tool call that obeys it.

    `says` is what the model says then, such as an image that it was told to show.
    """

    text: str
    tool: str
    args: Mapping[str, Any] = field(default_factory=dict)
    says: str = ""


def obeying(orders: Sequence[Order]) -> Script:
    """A model that reads data, and obeys every order that it finds there or in what it was told before."""

    def script(exchange: Exchange) -> Step:
        read = _as_written(json.dumps([exchange.system, exchange.messages], ensure_ascii=False))
        called = {
            block["name"]
            for message in exchange.messages
            if isinstance(message["content"], list)
            for block in message["content"]
            if block["type"] == "tool_use"
        }
        found = next((order for order in orders if _as_written(json.dumps(order.text)) in read), None)
        if found is None:
            return Says("특이한 점이 없습니다.") if called else Calls("get_sample_rows", {"n": 20})
        return Says(found.says or "시킨 대로 했습니다.") if found.tool in called else Calls(found.tool, found.args)

    return script


def _as_written(text: str) -> str:
    """Without what JSON, one or several times over, makes of a text, and without the quotes around it."""
    for _ in range(4):
        text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text.replace("\\\\", "\\"))
    return re.sub(r'\\n|\\r|\\t|[\\"\s]', "", text)
