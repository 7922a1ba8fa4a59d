"""Nothing of a conversation goes to LangSmith, whatever the environment says."""

import os
import socket
import subprocess
import sys

from tests.places import ROOT


def run_traced(graph: str, **more: str) -> tuple[str, bool]:
    """What the graph wrote, and whether it has tried to reach the LangSmith server that the environment names."""
    with socket.create_server(("127.0.0.1", 0)) as langsmith:
        url = f"http://127.0.0.1:{langsmith.getsockname()[1]}"
        environment = os.environ | {
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_TRACING_V2": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_ENDPOINT": url,
            "LANGCHAIN_ENDPOINT": url,
            "LANGSMITH_API_KEY": "lsv2_pt_nobody",
            "LANGCHAIN_API_KEY": "lsv2_pt_nobody",
            "LANGSMITH_PROJECT": "daegu",
        }
        command = [sys.executable, "-m", "tests.unit.chat.agent.traced_graph", graph]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment | more, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        langsmith.settimeout(0.1)
        reached = False
        while process.poll() is None and not reached:
            try:
                langsmith.accept()[0].close()
                reached = True
                process.kill()  # it would go on trying for a while
            except TimeoutError:
                continue
        written, _ = process.communicate()
        return written, reached


def test_an_environment_that_traces_graphs_does_not_trace_the_agent() -> None:
    assert run_traced("agent") == ("'수성구입니다.'", False)


def test_such_an_environment_does_trace_other_graphs() -> None:
    _, reached = run_traced("plain")
    assert reached


def test_an_environment_of_the_tracer_that_is_gone_does_not_stop_the_agent() -> None:
    old = {"LANGCHAIN_TRACING": "true", "LANGCHAIN_HANDLER": "langchain"}
    off = {"LANGSMITH_TRACING": "", "LANGSMITH_TRACING_V2": "", "LANGCHAIN_TRACING_V2": ""}
    assert run_traced("agent", **old, **off) == ("'수성구입니다.'", False)
