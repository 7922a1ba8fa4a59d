"""The agent: a graph of two nodes, the model and the tools that it wants to be run.

    model ──(wants tools, and may still call some)──▶ tools ──▶ model
      └─────(otherwise)──▶ end

What happens inside goes out through the graph's stream as events of the domain; the last event is made from its state.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from operator import add
from typing import Annotated, Any, TypedDict, cast

from anthropic.types import MessageParam, TextBlockParam, ToolParam, ToolResultBlockParam
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from services.chassis.errors import DeadlineExceeded, Exhausted, Unavailable
from services.chat.agent import history
from services.chat.agent.model import MessagesApi, Request
from services.chat.agent.prompts import Described, system_prompt
from services.chat.agent.reply import ToolUse
from services.chat.agent.tool_definitions import definitions, label
from services.chat.agent.tools.toolbox import Toolbox
from services.chat.agent.tracing import never_trace
from services.chat.domain.answer import Answer, Event, Token, TokenUsage, ToolCall, ToolEnded, ToolStarted, Used
from services.chat.domain.model_errors import InvalidApiKey, ModelRefused
from services.chat.domain.ports import ApiKey, Frames, ModelFacts, Predictor, Question

MOST_TOOL_CALLS = 12

_LIMIT_REACHED = f"not run: an answer may use {MOST_TOOL_CALLS} tool calls; answer from the results you have"
_NOT_AN_OBJECT = "not run: the arguments are not a JSON object"
_SEOUL = timezone(timedelta(hours=9))


class State(TypedDict):
    """`asked` are the tools that the model wants to be run next; `text` is all that it has said so far."""

    messages: Annotated[list[MessageParam], add]
    asked: tuple[ToolUse, ...]
    calls: Annotated[tuple[ToolCall, ...], add]
    text: Annotated[str, add]
    usage: Annotated[TokenUsage, add]
    whole: bool


@dataclass(frozen=True, slots=True)
class Run:
    """What the nodes need for one answer and what is not state: it is never traced, stored or sent."""

    key: ApiKey
    model: str
    system: list[TextBlockParam]
    tools: list[ToolParam]
    toolbox: Toolbox


def _today() -> date:
    return datetime.now(_SEOUL).date()


class Agent:
    """An Answerer that asks a model of the Anthropic API, which works with the tools."""

    def __init__(
        self, frames: Frames, predictor: Predictor, api: MessagesApi, today: Callable[[], date] = _today
    ) -> None:
        never_trace()
        self._frames = frames
        self._predictor = predictor
        self._api = api
        self._today = today
        self._graph = self._compiled()

    async def answer(self, question: Question) -> AsyncGenerator[Event, None]:
        """See Answerer. A stream that breaks off after text has come ends with an Answer that is incomplete."""
        if question.key is None:
            raise InvalidApiKey
        run = await self._run(question, question.key)
        state = _beginning(history.messages(question.history, question.text))
        steps = self._graph.astream(
            state, {"recursion_limit": 3 * MOST_TOOL_CALLS}, context=run, stream_mode=["custom", "values"]
        )
        async with aclosing(cast(AsyncGenerator[tuple[str, Any], None], steps)) as parts:
            async for mode, item in parts:
                if mode == "custom":
                    yield item
                else:
                    state = item
        yield Answer(state["text"], question.model, state["calls"], state["usage"], not state["whole"])

    async def _run(self, question: Question, key: ApiKey) -> Run:
        toolbox = Toolbox(question.datasets, self._frames, self._predictor)
        described = [
            Described(name, brief, await _derived_columns(toolbox, name))
            for name, brief in zip(toolbox.names, question.datasets, strict=True)
        ]
        system = system_prompt(described, await self._facts(), self._today())
        return Run(key, question.model, system, definitions(), toolbox)

    async def _facts(self) -> ModelFacts | None:
        """What the prediction service says, None while it is away: the other tools work without it."""
        try:
            return await self._predictor.facts()
        except (Unavailable, Exhausted, DeadlineExceeded):
            return None

    def _compiled(self) -> CompiledStateGraph[State, Run, State, State]:
        graph = StateGraph(State, context_schema=Run)
        graph.add_node("model", self._ask_model)
        graph.add_node("tools", self._run_tools)
        graph.add_edge(START, "model")
        graph.add_conditional_edges("model", _next, ["tools", END])
        graph.add_edge("tools", "model")
        return graph.compile()

    async def _ask_model(self, state: State, runtime: Runtime[Run]) -> dict[str, Any]:
        run, write = runtime.context, runtime.stream_writer
        may_call = len(state["calls"]) < MOST_TOOL_CALLS
        said: list[str] = []

        def say(piece: str) -> None:
            # What the model says after a tool is another paragraph than what it said before.
            said.append(piece if said or not state["text"] else "\n\n" + piece)
            write(Token(said[-1]))

        request = Request(run.model, run.system, run.tools, state["messages"], may_call)
        reply = await self._api.ask(run.key, request, say)
        text, usage = "".join(said), state["usage"] + reply.usage
        write(Used(usage))
        goes_on = reply.whole and may_call and bool(reply.tool_uses)
        if not goes_on and not (state["text"] + text).strip():
            raise reply.failure or ModelRefused("it said nothing")
        return {
            "messages": [{"role": "assistant", "content": reply.content}] if goes_on else [],
            "asked": reply.tool_uses if goes_on else (),
            "text": text,
            "usage": reply.usage,
            "whole": reply.whole and (goes_on or not reply.tool_uses),
        }

    async def _run_tools(self, state: State, runtime: Runtime[Run]) -> dict[str, Any]:
        write = runtime.stream_writer
        calls: list[ToolCall] = []
        results: list[ToolResultBlockParam] = []
        for use in state["asked"]:
            if len(state["calls"]) + len(calls) >= MOST_TOOL_CALLS:
                results.append(_result(use, _LIMIT_REACHED, failed=True))
                continue
            started = ToolCall(use.name, use.args or {}, label(use.name))
            write(ToolStarted(started))
            call = await _call(runtime.context.toolbox, use, started)
            write(ToolEnded(call))
            calls.append(call)
            results.append(_result(use, call.result, call.failed))
        return {"messages": [{"role": "user", "content": results}], "calls": tuple(calls), "asked": ()}


def _beginning(messages: list[MessageParam]) -> State:
    return State(messages=messages, asked=(), calls=(), text="", usage=TokenUsage(), whole=False)


def _next(state: State) -> str:
    return "tools" if state["asked"] else END


async def _call(toolbox: Toolbox, use: ToolUse, started: ToolCall) -> ToolCall:
    if use.args is None:
        return replace(started, result=_NOT_AN_OBJECT, failed=True)
    return (await toolbox.run(use.name, use.args)).call


def _result(use: ToolUse, text: str, failed: bool) -> ToolResultBlockParam:
    return {"type": "tool_result", "tool_use_id": use.id, "content": text, "is_error": failed}


async def _derived_columns(toolbox: Toolbox, dataset: str) -> list[str]:
    frame = await toolbox.frame(dataset)
    # Whether a text column has places is found in its values.
    columns = await asyncio.to_thread(lambda: frame.columns)
    return [column.name for column in columns.values() if column.source]
