"""LangGraph reports what its graphs do to LangSmith, a service outside, if the environment says so. Ours never do."""

import os

import langsmith


def never_trace() -> None:
    """Switches that off for the whole process, whatever stands in the environment."""
    langsmith.configure(enabled=False)
    # Switches of a tracer that is gone: with them, and without the new one, LangChain refuses to run anything.
    for name in ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER"):
        os.environ.pop(name, None)
