"""Checks messages against the rules of their contract (protovalidate), with a Korean sentence for every violation."""

from collections.abc import Callable, Mapping, Sequence

import protovalidate
from google.protobuf.message import Message

from services.chassis.errors import InvalidInput, Violation

DomainCheck = Callable[[Message], Sequence[Violation]]
"""Names what a contract cannot say (known categories, real dates) for a request that already broke its contract."""

_KOREAN_RULES = {
    "required": "필수 항목입니다.",
    "uuid": "올바른 식별자(UUID)가 아닙니다.",
    "uuid_empty": "식별자(UUID)가 비어 있습니다.",
    "min_len": "최소 {value}자 이상 입력해주세요.",
    "max_len": "최대 {value}자까지 입력할 수 있습니다.",
    "min_items": "최소 {value}개가 필요합니다.",
    "max_items": "최대 {value}개까지 보낼 수 있습니다.",
    "gte": "{value} 이상이어야 합니다.",
    "lte": "{value} 이하여야 합니다.",
    "in": "허용되지 않는 값입니다.",
}
_RANGE_RULES = ("int32.", "int64.", "float.", "double.", "duration.", "timestamp.")


class ContractValidator:
    """Collects every violation of a request: those of the contract and, once there are any, those of the domain."""

    def __init__(self, domain_checks: Mapping[type[Message], DomainCheck] | None = None) -> None:
        self._collect = protovalidate.Validator().collect_violations
        self._domain_checks = domain_checks or {}

    def check(self, message: Message) -> None:
        """Raises InvalidInput with all violations of `message`, at most one for each field."""
        broken = self._collect(message)
        if not broken:
            return
        domain_check = self._domain_checks.get(type(message), _nothing)
        found = {violation.field: violation for violation in map(_translate, broken)}
        # The domain knows the valid values, so its sentence is the more helpful one for the same field.
        found |= {violation.field: violation for violation in domain_check(message)}
        order = {field.name: field.index for field in message.DESCRIPTOR.fields}
        raise InvalidInput(sorted(found.values(), key=lambda v: order.get(v.field.split(".")[0].split("[")[0], -1)))


def _nothing(_: Message) -> Sequence[Violation]:
    return ()


def _translate(broken: protovalidate.Violation) -> Violation:
    rule = broken.proto.rule_id.rpartition(".")[2]
    field = _path(broken)
    limits = broken.rule_value
    if rule in ("gte_lte", "gt_lte") and (bounds := _bounds(broken)):
        korean = f"{bounds} 범위여야 합니다."
    else:
        known = rule in _KOREAN_RULES and isinstance(limits, bool | int | float | str)
        korean = _KOREAN_RULES[rule].format(value=limits) if known else "올바르지 않은 값입니다."
    return Violation(field, _reason(broken.proto.rule_id), broken.proto.message, f"{field}: {korean}")


def _reason(rule_id: str) -> str:
    if rule_id == "required":
        return "REQUIRED"
    return "OUT_OF_RANGE" if rule_id.startswith(_RANGE_RULES) else "INVALID_VALUE"


def _bounds(broken: protovalidate.Violation) -> str:
    """The two numbers of protovalidate's sentence, such as `1~12`."""
    return "~".join(word for word in broken.proto.message.replace(",", " ").split() if word.lstrip("-").isdigit())


def _path(broken: protovalidate.Violation) -> str:
    """Dotted path of the field, such as `variants[2].name`."""
    path = ""
    for element in broken.proto.field.elements if broken.proto.field else ():
        path += ("." if path else "") + element.field_name
        subscript = element.subscript
        if subscript is not None and subscript.field == "index":
            path += f"[{subscript.value}]"
    return path
