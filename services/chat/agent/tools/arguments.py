"""Checks arguments against the JSON schema of a tool: the part of JSON schema that the tools use."""

from collections.abc import Mapping
from typing import Any

from services.chat.domain.answer import Json

LONGEST_TEXT = 500

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def violations(schema: Mapping[str, Any], args: Mapping[str, Json]) -> list[str]:
    """English sentences, one for each wrong argument, in the order of the schema; empty if all are right."""
    properties = schema["properties"]
    found = [f"{name}: is required" for name in schema["required"] if args.get(name) is None]
    for name, rule in properties.items():
        if args.get(name) is not None:
            found += _broken(name, rule, args[name])
    unknown = [name for name in args if name not in properties]
    return found + [f"{name[:50]}: unknown argument; known: {', '.join(properties)}" for name in unknown]


def given(args: Mapping[str, Json], schema: Mapping[str, Any]) -> dict[str, Json]:
    """The arguments without those that are null, whole numbers as int where the schema wants integers."""
    rules = schema["properties"]
    return {
        name: int(value) if isinstance(value, float) and rules[name].get("type") == "integer" else value
        for name, value in args.items()
        if value is not None
    }


def _broken(name: str, rule: Mapping[str, Any], value: Json) -> list[str]:
    types = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    if not any(_is(value, each) for each in types):
        return [f"{name}: must be {' or '.join(types)}, not {type(value).__name__}"]
    if "enum" in rule and value not in rule["enum"]:
        return [f"{name}: must be one of {', '.join(rule['enum'])}, not {str(value)[:50]!r}"]
    if isinstance(value, str) and len(value) > rule.get("maxLength", LONGEST_TEXT):
        return [f"{name}: must have at most {rule.get('maxLength', LONGEST_TEXT)} characters"]
    if isinstance(value, list):
        return _broken_list(name, rule, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = rule.get("minimum", float("-inf")), rule.get("maximum", float("inf"))
        if not low <= value <= high:
            return [f"{name}: must be within {low} and {high}, not {value}"]
    return []


def _broken_list(name: str, rule: Mapping[str, Any], values: list[Json]) -> list[str]:
    most = rule.get("maxItems", float("inf"))
    if not rule.get("minItems", 0) <= len(values) <= most:
        return [f"{name}: must have {rule.get('minItems', 0)} to {most} entries, not {len(values)}"]
    items = rule["items"]
    return [each for place, value in enumerate(values) for each in _broken(f"{name}[{place}]", items, value)]


def _is(value: Json, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])
