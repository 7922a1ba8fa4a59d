"""Arguments are checked against the schema of their tool."""

import math
from typing import Any

import pytest

from services.chat.agent.tools.arguments import given, violations
from services.chat.domain.answer import Json

SCHEMA: dict[str, Any] = {
    "properties": {
        "text": {"type": "string"},
        "short": {"type": "string", "maxLength": 3},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "size": {"type": "number"},
        "yes": {"type": "boolean"},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "any": {"type": ["string", "number", "array"], "items": {"type": ["string", "number"]}, "maxItems": 2},
    },
    "required": ["text"],
}


@pytest.mark.parametrize(
    "args",
    [
        {"text": ""},
        {"text": "x", "count": 9, "size": 1.5, "yes": False, "kind": "a", "any": [1, "x"]},
        {"text": "x", "count": 3.0, "size": 1, "any": "x"},
        {"text": "x", "count": None, "any": None},
    ],
)
def test_what_fits_the_schema_is_taken(args: dict[str, Json]) -> None:
    assert violations(SCHEMA, args) == []


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ({}, "text: is required"),
        ({"text": None}, "text: is required"),
        ({"text": 1}, "text: must be string, not int"),
        ({"text": "x" * 501}, "text: must have at most 500 characters"),
        ({"text": "x", "short": "abcd"}, "short: must have at most 3 characters"),
        ({"text": "x", "count": 0}, "count: must be within 1 and 9, not 0"),
        ({"text": "x", "count": 1.5}, "count: must be integer, not float"),
        ({"text": "x", "count": math.nan}, "count: must be integer, not float"),
        ({"text": "x", "count": True}, "count: must be integer, not bool"),
        ({"text": "x", "size": math.nan}, "size: must be within -inf and inf, not nan"),
        ({"text": "x", "yes": 1}, "yes: must be boolean, not int"),
        ({"text": "x", "kind": "c"}, "kind: must be one of a, b, not 'c'"),
        ({"text": "x", "any": [1, 2, 3]}, "any: must have 0 to 2 entries, not 3"),
        ({"text": "x", "any": [1, None]}, "any[1]: must be string or number, not NoneType"),
        ({"text": "x", "any": {}}, "any: must be string or number or array, not dict"),
        ({"text": "x", "other": 1}, "other: unknown argument; known: text, short, count, size, yes, kind, any"),
    ],
)
def test_what_does_not_fit_is_named(args: dict[str, Json], why: str) -> None:
    assert violations(SCHEMA, args) == [why]


def test_everything_wrong_is_named_at_once_in_the_order_of_the_schema() -> None:
    found = violations(SCHEMA, {"kind": "c", "count": 0, "other": 1})
    assert [each.split(":")[0] for each in found] == ["text", "count", "kind", "other"]


def test_nulls_are_left_out_and_whole_numbers_become_int() -> None:
    found = given({"text": "x", "count": 3.0, "size": 3.0, "yes": None}, SCHEMA)
    assert found == {"text": "x", "count": 3, "size": 3.0}
    assert type(found["count"]) is int
