"""How the document says that callers need an API key."""

from typing import Any

_SCHEMES = {
    "Bearer": {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer KEY`"},
    "ApiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
_OPEN_TAG = "Ops"


def with_keys(document: dict[str, Any]) -> dict[str, Any]:
    """The document of a gateway where every operation needs one of the two, but for health and documentation."""
    paths = {
        path: {verb: _open(operation) for verb, operation in operations.items()}
        for path, operations in document["paths"].items()
    }
    return document | {
        "paths": paths,
        "components": document["components"] | {"securitySchemes": _SCHEMES},
        "security": [{name: []} for name in _SCHEMES],
    }


def _open(operation: dict[str, Any]) -> dict[str, Any]:
    return operation | {"security": []} if _OPEN_TAG in operation["tags"] else operation
