"""What browsers are told: which pages of other sites may call, and that they must come by TLS."""

from collections.abc import Sequence
from typing import Any

from gateway.filters import TYPE

_METHODS = "GET, POST, PATCH, DELETE"
_HEADERS = "authorization, content-type, traceparent, x-anthropic-api-key, x-api-key, x-request-id"
_ANSWERS = "retry-after, x-request-id"


def cors(origins: Sequence[str]) -> dict[str, Any]:
    """The policy that lets pages of exactly these origins call, without cookies. Without any, Envoy answers none."""
    return {
        "@type": f"{TYPE}envoy.extensions.filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": [{"exact": origin} for origin in origins],
        "allow_methods": _METHODS,
        "allow_headers": _HEADERS,
        "expose_headers": _ANSWERS,
        "max_age": "600",
        "allow_credentials": False,
    }


def strict_transport(seconds: int) -> dict[str, Any]:
    """The change of an answer's headers that binds browsers to TLS for `seconds`; for 0 it is none."""
    name = "strict-transport-security"
    if not seconds:
        return {"remove": name}
    header = {"key": name, "value": f"max-age={seconds}"}
    return {"append": {"append_action": "OVERWRITE_IF_EXISTS_OR_ADD", "header": header}}
