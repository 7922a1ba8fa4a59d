"""The contracts as the descriptor set has them: messages, enums, methods with a REST path, and the comments of all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from google.api import annotations_pb2
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
    ServiceDescriptorProto,
)

PACKAGE = "daegu."

# Field numbers of google/protobuf/descriptor.proto, of which the paths of the comments are made.
_FILE_MESSAGE, _FILE_ENUM, _FILE_SERVICE = 4, 5, 6
_MESSAGE_FIELD, _MESSAGE_NESTED, _MESSAGE_ENUM = 2, 3, 4
_ENUM_VALUE, _SERVICE_METHOD = 2, 2


@dataclass(frozen=True, slots=True)
class RestMethod:
    """An RPC that has a REST path: `verb` in lower case, `path` with `{field}`, `body` as in google.api.http."""

    service: str
    name: str
    verb: str
    path: str
    body: str
    request: str
    response: str
    streams_response: bool

    @property
    def full_name(self) -> str:
        return f"{self.service}.{self.name}"


@dataclass(slots=True)
class Contracts:
    """Everything by full name, such as `daegu.prediction.v1.Accident.weather`."""

    messages: dict[str, DescriptorProto] = field(default_factory=dict)
    enums: dict[str, EnumDescriptorProto] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    services: list[str] = field(default_factory=list)
    methods: list[RestMethod] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Contracts":
        """Reads a descriptor set made with imports and source info; the rules of protovalidate must be imported."""
        contracts = cls()
        for file in FileDescriptorSet.FromString(path.read_bytes()).file:
            contracts._add_file(file)
        return contracts

    def _add_file(self, file: FileDescriptorProto) -> None:
        comments = {tuple(location.path): location.leading_comments for location in file.source_code_info.location}
        for name, path in self._walk(file):
            if text := comments.get(path):
                self.comments[name] = "\n".join(
                    line.strip() for line in text.strip().splitlines() if "buf:lint:" not in line
                )

    def _walk(self, file: FileDescriptorProto) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Keeps the parts of `file` and yields their full names and the paths of their comments."""
        for index, message in enumerate(file.message_type):
            yield from self._walk_message(f"{file.package}.{message.name}", message, (_FILE_MESSAGE, index))
        for index, enum in enumerate(file.enum_type):
            yield from self._walk_enum(f"{file.package}.{enum.name}", enum, (_FILE_ENUM, index))
        for index, service in enumerate(file.service):
            name = f"{file.package}.{service.name}"
            yield name, (_FILE_SERVICE, index)
            if name.startswith(PACKAGE):
                self._add_service(name, service)
            for number, method in enumerate(service.method):
                yield f"{name}.{method.name}", (_FILE_SERVICE, index, _SERVICE_METHOD, number)

    def _walk_message(
        self, name: str, message: DescriptorProto, path: tuple[int, ...]
    ) -> Iterator[tuple[str, tuple[int, ...]]]:
        self.messages[name] = message
        yield name, path
        for index, member in enumerate(message.field):
            yield f"{name}.{member.name}", (*path, _MESSAGE_FIELD, index)
        for index, nested in enumerate(message.nested_type):
            yield from self._walk_message(f"{name}.{nested.name}", nested, (*path, _MESSAGE_NESTED, index))
        for index, enum in enumerate(message.enum_type):
            yield from self._walk_enum(f"{name}.{enum.name}", enum, (*path, _MESSAGE_ENUM, index))

    def _walk_enum(
        self, name: str, enum: EnumDescriptorProto, path: tuple[int, ...]
    ) -> Iterator[tuple[str, tuple[int, ...]]]:
        self.enums[name] = enum
        yield name, path
        for index, value in enumerate(enum.value):
            yield f"{name}.{value.name}", (*path, _ENUM_VALUE, index)

    def _add_service(self, name: str, service: ServiceDescriptorProto) -> None:
        self.services.append(name)
        self.methods += [rest for method in service.method for rest in _rest_methods(name, method)]


def _rest_methods(service: str, method: MethodDescriptorProto) -> Sequence[RestMethod]:
    """The REST path of `method`, or nothing if it has none."""
    rule = method.options.Extensions[annotations_pb2.http]
    verb = rule.WhichOneof("pattern")
    if verb is None:
        return ()
    request, response = method.input_type.lstrip("."), method.output_type.lstrip(".")
    path = getattr(rule, verb)
    return (RestMethod(service, method.name, verb, path, rule.body, request, response, method.server_streaming),)
