"""Parts of the JSON schemas of the tools."""

from collections.abc import Mapping
from typing import Any

from services.chat.agent.tools.conditions import MAX_LIST

DATASET = "dataset"
"""The argument that names the dataset, of every tool."""

COLUMN = {
    "type": "string",
    "description": "Name of a column, or of a derived one such as 사고일시.시 or 시군구.구",
}
_DATASET = {
    "type": "string",
    "description": "Name of the dataset or of a view that filter_dataframe made; not needed if there is one dataset",
}
SCALARS = ["string", "number", "boolean"]
SCALAR = {"type": SCALARS, "description": "Value that the rows have in column"}
VALUE = {
    "type": [*SCALARS, "array"],
    "items": {"type": SCALARS},
    "maxItems": MAX_LIST,
    "description": "A value; a list for in (at most 50 values) and between (two, both included); none for is_missing",
}


def integer(description: str, low: int, high: int, default: int) -> dict[str, Any]:
    text = f"{description}, {low}-{high}, {default} if left out"
    return {"type": "integer", "minimum": low, "maximum": high, "default": default, "description": text}


def choice(values: tuple[str, ...], description: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values), "description": description}


def schema(properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**properties, DATASET: _DATASET},
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
