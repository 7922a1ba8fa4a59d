"""Scripts: what to do with which request."""

import json
import re
import threading
from collections.abc import Callable
from typing import Any, TypeAlias

from tests.anthropic_server.exchange import Exchange
from tests.anthropic_server.steps import Calls, Fails, Message, Says, Step

Script: TypeAlias = Callable[[Exchange], Step]

WATCHABLE = 0.03
"""Seconds between two pieces of a demonstration."""


def in_turn(*steps: Step) -> Script:
    """One step for each request, in their order; requests beyond them fail."""
    rest, lock = list(steps), threading.Lock()

    def script(_: Exchange) -> Step:
        with lock:
            return rest.pop(0) if rest else Fails(500, "api_error", message="the script has ended")

    return script


def demonstration(exchange: Exchange) -> Step:
    """Answers any question with one tool and a sentence about its result, slowly enough to be watched."""
    if exchange.tool_results:
        return _slowly(Says(_sentence(exchange.tool_results[-1])))
    call = _fitting_call(exchange)
    if call is None or not exchange.may_call:
        return _slowly(Says("고른 데이터셋에서 살펴볼 열을 찾지 못했습니다."))
    return _slowly(Says(f"`{call.args['column']}` 열을 살펴보겠습니다."), call)  # type: ignore[index]


def _slowly(*blocks: Says | Calls) -> Message:
    return Message(blocks, pause=WATCHABLE)


def _fitting_call(exchange: Exchange) -> Calls | None:
    """A tool for the first column of the system prompt that has times, else for the first that has few values."""
    found = re.findall(r'\{"name":"([^"]+)","type":"([a-z]+)"', exchange.system)
    datasets = re.findall(r'\{"dataset":"([^"]+)"', exchange.system)
    where = {"dataset": datasets[0]} if len(datasets) > 1 else {}
    for tool, kinds in (("get_temporal_pattern", ("datetime",)), ("get_value_counts", ("text", "boolean", "year"))):
        for column, kind in found:
            if kind in kinds:
                return Calls(tool, {"column": json.loads(f'"{column}"'), **where})
    return None


def _sentence(result: str) -> str:
    """The facts of a tool result as a Korean sentence."""
    facts = _facts(result)
    if not facts:
        return "도구가 보낸 결과를 읽지 못했습니다."
    listed = ", ".join(f"{name} {value}" for name, value in list(facts.items())[:6])
    return f"도구로 확인한 결과입니다. **{listed}**. 자세한 값은 위의 표와 차트에 있습니다."


def _facts(result: str) -> dict[str, Any]:
    start, end = result.find("{"), result.rfind("}")
    try:
        found = json.loads(result[start : end + 1])
    except ValueError:
        return {}
    facts: dict[str, Any] = found.get("facts", {})
    return facts
