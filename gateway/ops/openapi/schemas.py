"""Messages as JSON Schema: proto3 JSON as the transcoder reads and writes it, with the field names of the contract."""

from collections.abc import Mapping
from typing import Any

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto

from gateway.ops.openapi.contracts import Contracts
from gateway.ops.openapi.rules import constraints, is_required, rules_of

Schema = dict[str, Any]

_F = FieldDescriptorProto
_SCALARS: dict[int, Schema] = {
    _F.TYPE_BOOL: {"type": "boolean"},
    _F.TYPE_STRING: {"type": "string"},
    _F.TYPE_BYTES: {"type": "string", "format": "byte"},
    _F.TYPE_DOUBLE: {"type": "number", "format": "double"},
    _F.TYPE_FLOAT: {"type": "number", "format": "float"},
    _F.TYPE_INT32: {"type": "integer", "format": "int32"},
    _F.TYPE_UINT32: {"type": "integer", "format": "int64", "minimum": 0},
    # JavaScript would round them, so proto3 JSON writes them as text.
    _F.TYPE_INT64: {"type": "string", "format": "int64"},
    _F.TYPE_UINT64: {"type": "string", "format": "uint64"},
}
_WELL_KNOWN: dict[str, Schema] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {"type": "string", "pattern": r"^-?\d+(\.\d+)?s$"},
    "google.protobuf.Value": {},
    "google.protobuf.Struct": {"type": "object", "additionalProperties": True},
    "google.protobuf.Any": {
        "type": "object",
        "properties": {"@type": {"type": "string", "description": "Which message it is."}},
        "required": ["@type"],
        "additionalProperties": True,
    },
}


class Schemas:
    """Collects the schemas of the messages that a document refers to, under their names without the package.

    `limits` are keywords for some fields by full name that are known at run time only, such as `enum`.
    """

    def __init__(self, contracts: Contracts, limits: Mapping[str, Schema]) -> None:
        self._contracts = contracts
        self._limits = limits
        self.components: dict[str, Schema] = {}

    def reference(self, message: str) -> Schema:
        """A reference to the schema of `message` (full name), which is added to the components."""
        if message in _WELL_KNOWN:
            return dict(_WELL_KNOWN[message])
        name = self._component(message)
        if name not in self.components:
            self.components[name] = {}  # messages may contain themselves
            self.components[name] = self.inline(message)
        return {"$ref": f"#/components/schemas/{name}"}

    def inline(self, message: str, without: frozenset[str] = frozenset()) -> Schema:
        """The schema of `message` itself, without some of its fields."""
        descriptor = self._contracts.messages[message]
        members = [member for member in descriptor.field if member.name not in without]
        schema: Schema = {
            "type": "object",
            "properties": {json_name(member): self.field(message, member) for member in members},
        }
        if required := [json_name(member) for member in members if is_required(member)]:
            schema["required"] = required
        if text := self._contracts.comments.get(message):
            schema["description"] = text
        return schema

    def field(self, message: str, member: FieldDescriptorProto) -> Schema:
        """The schema of one field of `message`, with its rules, valid values and comment."""
        full_name = f"{message}.{member.name}"
        schema = self._type(member)
        rules = constraints(rules_of(member), optional=member.proto3_optional)
        if member.label == _F.LABEL_REPEATED and "items" in schema:
            schema["items"] |= rules.pop("items", {})
        schema |= rules | self._limits.get(full_name, {})
        if "$ref" in schema:
            # OpenAPI 3.0 ignores what stands beside a reference.
            schema = {"allOf": [schema]}
        alternatives = _alternatives(self._contracts.messages[message], member)
        text = self._contracts.comments.get(full_name, "")
        return schema | {"description": f"{text}\n{alternatives}".strip()}

    def _type(self, member: FieldDescriptorProto) -> Schema:
        """The schema without rules and comment."""
        type_name = member.type_name.lstrip(".")
        entry = self._contracts.messages.get(type_name)
        if entry is not None and entry.options.map_entry:
            return {"type": "object", "additionalProperties": self._type(entry.field[1])}
        if member.type == _F.TYPE_ENUM:
            values = [value.name for value in self._contracts.enums[type_name].value]
            schema: Schema = {"type": "string", "enum": values}
        elif member.type == _F.TYPE_MESSAGE:
            schema = self.reference(type_name)
        else:
            schema = dict(_SCALARS[member.type])
        return {"type": "array", "items": schema} if member.label == _F.LABEL_REPEATED else schema

    def _component(self, message: str) -> str:
        """`daegu.prediction.v1.CompareEcloRequest.Variant` as `CompareEcloRequest.Variant`."""
        return ".".join(part for part in message.split(".") if part[:1].isupper())


def json_name(member: FieldDescriptorProto) -> str:
    """How callers write the field: as the contract names it, unless that has chosen another name for JSON."""
    first, *others = member.name.split("_")
    derived = first + "".join(word[:1].upper() + word[1:] for word in others)
    return member.name if member.json_name in ("", derived) else member.json_name


def _alternatives(message: DescriptorProto, member: FieldDescriptorProto) -> str:
    """A sentence that names the other members of the oneof of `member`."""
    if not member.HasField("oneof_index") or member.proto3_optional:
        return ""
    others = [f"`{o.name}`" for o in message.field if o.HasField("oneof_index") and o.oneof_index == member.oneof_index]
    return f"Exactly one of {', '.join(others)} is present."
