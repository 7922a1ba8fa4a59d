"""The rules of protovalidate in the words of JSON Schema."""

from typing import Any

from buf.validate import validate_pb2
from google.protobuf.descriptor_pb2 import FieldDescriptorProto


def rules_of(member: FieldDescriptorProto) -> validate_pb2.FieldRules:
    return member.options.Extensions[validate_pb2.field]


def is_required(member: FieldDescriptorProto) -> bool:
    """Whether a request without this field breaks its rules."""
    rules = rules_of(member)
    if rules.required:
        return True
    if member.proto3_optional or rules.ignore == validate_pb2.IGNORE_IF_ZERO_VALUE:
        return False
    # A field that is left out has its zero value, which must obey the rules too.
    text, choices = rules.string, _ins(rules.string)
    return bool(text.min_len or text.uuid or rules.repeated.min_items or (choices and "" not in choices))


def constraints(rules: validate_pb2.FieldRules, *, optional: bool = False) -> dict[str, Any]:
    """Keywords for the schema of one field, or of one item of a repeated one; those that the contracts use."""
    match rules.WhichOneof("type"):
        case "string":
            # A text that is required may not be empty, unless the contract can tell an empty one from none.
            return ({"minLength": 1} if rules.required and not optional else {}) | _of_string(rules.string)
        case "int32" | "int64" | "double" as kind:
            return _of_number(getattr(rules, kind))
        case "repeated":
            return _of_list(rules.repeated)
        case _:
            return {}


def _of_string(rules: validate_pb2.StringRules) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if rules.uuid:
        found["format"] = "uuid"
    if rules.HasField("min_len"):
        found["minLength"] = rules.min_len
    if rules.HasField("max_len"):
        found["maxLength"] = rules.max_len
    if rules.HasField("pattern"):
        found["pattern"] = rules.pattern
    if _ins(rules):
        found["enum"] = _ins(rules)
    return found


def _of_number(rules: Any) -> dict[str, Any]:
    """`rules` is one of Int32Rules, Int64Rules, DoubleRules."""
    found: dict[str, Any] = {}
    for rule, keyword in (("gte", "minimum"), ("gt", "minimum"), ("lte", "maximum"), ("lt", "maximum")):
        if rules.HasField(rule):
            found[keyword] = getattr(rules, rule)
            if rule in ("gt", "lt"):
                found[f"exclusive{keyword.capitalize()}"] = True
    return found


def _of_list(rules: validate_pb2.RepeatedRules) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if rules.HasField("min_items"):
        found["minItems"] = rules.min_items
    if rules.HasField("max_items"):
        found["maxItems"] = rules.max_items
    if rules.HasField("items"):
        found["items"] = constraints(rules.items)
    return found


def _ins(rules: validate_pb2.StringRules) -> list[str]:
    # `in` is a word of Python.
    return list(getattr(rules, "in"))
