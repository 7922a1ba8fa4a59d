"""The OpenAPI document of the REST interface.

Version 3.0: the newest that the Swagger UI of the swagger-ui-bundle wheel (4.15) shows.
"""

import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from google.protobuf.descriptor_pb2 import FieldDescriptorProto

from gateway.ops.openapi.contracts import Contracts, RestMethod
from gateway.ops.openapi.errors import error_responses
from gateway.ops.openapi.rules import is_required
from gateway.ops.openapi.schemas import Schema, Schemas
from gateway.ops.openapi.security import with_keys

OPENAPI = "3.0.3"

_DESCRIPTION = """Public data of Daegu: upload, explore, ask in Korean, predict the severity of an accident.

Errors are google.rpc.Status, whoever produced them; the LocalizedMessage in the details is Korean, for people. Unknown
query parameters are refused, unknown fields of a JSON body are ignored, and null is the same as leaving a field out."""
_BINARY: Schema = {"type": "string", "format": "binary"}
_HTTP_BODY = "google.api.HttpBody"
_STATUS = "google.rpc.Status"
_ACCIDENTS = ("daegu.prediction.v1.PredictEcloRequest", "daegu.prediction.v1.Accident")
_KEY = {
    "name": "X-Anthropic-API-Key",
    "in": "header",
    "description": "Key of the caller for the language model; without it the built-in analyst answers.",
    "schema": {"type": "string"},
}
_KEY_METHODS = ("SendMessage", "StreamMessage")
_EVENT_STREAMS = ("StreamMessage",)


def openapi(contracts: Contracts, limits: Mapping[str, Schema], *, keys: bool = False) -> dict[str, Any]:
    """Returns the document.

    `limits`: what the model takes for the fields of an accident, such as `{"weather": {"enum": [...]}}`; empty if the
    model is not known. `keys`: whether callers need an API key.
    """
    by_full_name = {f"{message}.{name}": found for message in _ACCIDENTS for name, found in limits.items()}
    schemas = Schemas(contracts, by_full_name)
    paths: dict[str, dict[str, Any]] = {}
    for method in contracts.methods:
        paths.setdefault(method.path, {})[method.verb] = _operation(contracts, schemas, method)
    document = {
        "openapi": OPENAPI,
        "info": {
            "title": "Daegu Open Data",
            "version": version("daegu-protos"),
            "description": _DESCRIPTION,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": _tag(name), "description": contracts.comments.get(name, "")} for name in contracts.services],
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.components.items()))},
    }
    return with_keys(document) if keys else document


def _operation(contracts: Contracts, schemas: Schemas, method: RestMethod) -> dict[str, Any]:
    comment = contracts.comments[method.full_name]
    in_path = re.findall(r"{(\w+)}", method.path)
    in_query = [] if method.body == "*" else [f for f in _names(contracts, method) if f not in {*in_path, method.body}]
    operation: dict[str, Any] = {
        "operationId": method.name,
        "tags": [_tag(method.service)],
        "summary": re.split(r"(?<=\.)\s", comment, maxsplit=1)[0].replace("\n", " "),
        "description": comment,
        "parameters": [
            *_parameters(contracts, schemas, method, in_path, "path"),
            *_parameters(contracts, schemas, method, in_query, "query"),
            *([_KEY] if method.name in _KEY_METHODS else []),
        ],
        "responses": {
            "200": _answer(schemas, method),
            **error_responses(contracts, method, schemas.reference(_STATUS)),
        },
    }
    if method.body:
        operation["requestBody"] = _request_body(contracts, schemas, method, frozenset(in_path))
    if method.streams_response:
        operation["x-streaming"] = True
    return operation


def _parameters(
    contracts: Contracts, schemas: Schemas, method: RestMethod, names: Iterable[str], place: str
) -> list[dict[str, Any]]:
    found = []
    for name in names:
        member = _field(contracts, method.request, name)
        schema = schemas.field(method.request, member)
        required = place == "path" or is_required(member)
        description = schema.pop("description")
        found.append({"name": name, "in": place, "required": required, "description": description, "schema": schema})
    return found


def _request_body(
    contracts: Contracts, schemas: Schemas, method: RestMethod, in_path: frozenset[str]
) -> dict[str, Any]:
    if method.body != "*":
        # The file of an upload, raw or in a form; the form has the other fields as well.
        form = schemas.inline(method.request, without=frozenset({method.body, "request_id"}))
        form["properties"][method.body] = _BINARY
        form["required"] = [method.body]
        kinds = {kind: {"schema": _BINARY} for kind in ("text/csv", "application/octet-stream")}
        return {"required": True, "content": {**kinds, "multipart/form-data": {"schema": form}}}
    schema = schemas.inline(method.request, in_path) if in_path else schemas.reference(method.request)
    required = any(is_required(m) for m in contracts.messages[method.request].field if m.name not in in_path)
    return {"required": required, "content": {"application/json": {"schema": schema}}}


def _answer(schemas: Schemas, method: RestMethod) -> dict[str, Any]:
    if method.response == _HTTP_BODY:
        # Which type it has, and whether it is JSON, is up to the service; what streams is a file.
        return {"description": "OK", "content": {"*/*": {"schema": _BINARY if method.streams_response else {}}}}
    schema = schemas.reference(method.response)
    if not method.streams_response:
        return {"description": "OK", "content": {"application/json": {"schema": schema}}}
    if method.name in _EVENT_STREAMS:
        return {
            "description": "Server-sent events, one message each.",
            "content": {"text/event-stream": {"schema": schema}},
        }
    return {"description": "One message a line, as they come.", "content": {"application/json": {"schema": schema}}}


def _names(contracts: Contracts, method: RestMethod) -> list[str]:
    return [member.name for member in contracts.messages[method.request].field]


def _field(contracts: Contracts, message: str, name: str) -> FieldDescriptorProto:
    return next(member for member in contracts.messages[message].field if member.name == name)


def _tag(service: str) -> str:
    """`daegu.prediction.v1.PredictionService` as `Prediction`."""
    return service.rpartition(".")[2].removesuffix("Service")
