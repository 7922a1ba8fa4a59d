"""The error responses of an operation: the status codes that the comments of the contracts name, as HTTP."""

import re
from typing import Any

from gateway.ops.openapi.contracts import Contracts, RestMethod

HTTP_STATUSES = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "ABORTED": 409,
    "RESOURCE_EXHAUSTED": 429,
    "UNIMPLEMENTED": 501,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
_CODE = re.compile(rf"\b({'|'.join(HTTP_STATUSES)})\b")
_SAME_AS = re.compile(r"Errors are those of (\w+)")

# What the gateway itself refuses in any request that has parameters, and in any that has a body.
_OF_PARAMETERS = {400: "INVALID_REQUEST"}
_OF_BODIES = {400: "INVALID_REQUEST", 403: "REQUEST_REFUSED", 408: "REQUEST_TIMEOUT", 413: "REQUEST_TOO_LARGE"}


def error_responses(contracts: Contracts, method: RestMethod, status: dict[str, Any]) -> dict[str, Any]:
    """Responses by HTTP status, and `default` for all others; `status` is the schema of google.rpc.Status."""
    codes = _CODE.findall(_comment(contracts, method)) + _CODE.findall(contracts.comments.get(method.service, ""))
    gateway = _OF_BODIES if method.body else _OF_PARAMETERS if contracts.messages[method.request].field else {}
    named: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        named.setdefault(HTTP_STATUSES[code], []).append(code)
    for http, reason in gateway.items():
        named.setdefault(http, []).append(reason)
    content = {"application/json": {"schema": status}}
    responses = {str(http): {"description": " or ".join(named[http]), "content": content} for http in sorted(named)}
    return responses | {"default": {"description": "Any other error.", "content": content}}


def _comment(contracts: Contracts, method: RestMethod) -> str:
    """The comment of `method` and of the method whose errors it shares."""
    text = contracts.comments.get(method.full_name, "")
    other = _SAME_AS.search(text)
    return text + (contracts.comments.get(f"{method.service}.{other[1]}", "") if other else "")
