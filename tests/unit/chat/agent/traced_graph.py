"""`python -m tests.unit.chat.agent.traced_graph agent|plain`: runs the agent, or any other graph, and writes a text."""

import asyncio
import sys
from typing import TypedDict

from langgraph.graph import END, START, StateGraph

from tests.anthropic_server import Calls, Says, in_turn
from tests.unit.chat.agent.asking import ask


class State(TypedDict):
    text: str


def agent() -> str:
    asked = ask(in_turn(Calls("get_value_counts", {"column": "구"}), Says("수성구입니다.")))
    return repr(asked.error or asked.answer.text)


def plain() -> str:
    graph = StateGraph(State)
    graph.add_node("node", lambda _: {"text": "done"})
    graph.add_edge(START, "node")
    graph.add_edge("node", END)
    return repr(asyncio.run(graph.compile().ainvoke({"text": ""}))["text"])


if __name__ == "__main__":
    sys.stdout.write({"agent": agent, "plain": plain}[sys.argv[1]]())
