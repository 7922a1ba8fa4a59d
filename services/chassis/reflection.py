"""Server reflection under both of its names: v1alpha, which most tools ask first, and v1, which replaces it."""

from collections.abc import Sequence
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import FileDescriptor
from grpc_reflection.v1alpha import reflection_pb2
from grpc_reflection.v1alpha.reflection import aio as reflection_aio

NAMES = ("grpc.reflection.v1alpha.ServerReflection", "grpc.reflection.v1.ServerReflection")


class _Pool:
    """The descriptors of this process. The C implementation of protobuf does not find a method by its name: its service
    stands in the same file."""

    def __init__(self) -> None:
        self._pool = descriptor_pool.Default()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def FindFileContainingSymbol(self, symbol: str) -> FileDescriptor:  # noqa: N802  # the name in DescriptorPool
        try:
            return self._pool.FindFileContainingSymbol(symbol)
        except KeyError:
            parent, _, method = symbol.rpartition(".")
            if method not in self._pool.FindServiceByName(parent).methods_by_name:
                raise
            return self._pool.FindFileContainingSymbol(parent)


def add_reflection(server: grpc.aio.Server, services: Sequence[str]) -> None:
    """Lets clients list and describe `services`, full names; their descriptors must be imported."""
    servicer = reflection_aio.ReflectionServicer([*services, *NAMES[:1]], _Pool())
    # The messages of v1 and v1alpha are the same on the wire (grpc/reflection/v1/reflection.proto).
    handler = grpc.stream_stream_rpc_method_handler(
        servicer.ServerReflectionInfo,
        request_deserializer=reflection_pb2.ServerReflectionRequest.FromString,
        response_serializer=reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    for name in NAMES:
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler(name, {"ServerReflectionInfo": handler}),)
        )
