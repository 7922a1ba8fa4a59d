"""The tools as the Messages API wants them described."""

from anthropic.types import ToolParam

from services.chat.agent.tools.registry import SPECS


def definitions() -> list[ToolParam]:
    """All tools; the last one is marked for the model's cache, which then holds those before it as well."""
    tools: list[ToolParam] = [
        {"name": spec.name, "description": spec.description, "input_schema": {**spec.parameters}}
        for spec in SPECS.values()
    ]
    tools[-1]["cache_control"] = {"type": "ephemeral"}
    return tools


def label(tool: str) -> str:
    """Korean label of a tool, or of what is none."""
    return SPECS[tool].label if tool in SPECS else "알 수 없는 도구"
