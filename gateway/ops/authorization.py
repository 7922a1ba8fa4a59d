"""Answers Envoy whose key a call has: the service envoy.service.auth.v3.Authorization."""

from typing import Any

import grpc

from gateway.authorization import OWNER
from gateway.key_file import KeyFile, KeyFileError
from gateway.ops.envoy_messages import CheckRequest, CheckResponse
from services.chassis.errors import Unavailable
from services.chassis.telemetry import logger

UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED.value[0]


class Authorization:
    """Knows keys from a file. Neither keys nor headers leave this class: log lines have the name of the method."""

    def __init__(self, keys: KeyFile) -> None:
        self._keys = keys
        self._log = logger()

    def add_to(self, server: grpc.aio.Server) -> None:
        """Registers the service."""
        check: grpc.RpcMethodHandler[Any, Any] = grpc.unary_unary_rpc_method_handler(
            self.check, CheckRequest.FromString, lambda response: response.SerializeToString()
        )
        name = "envoy.service.auth.v3.Authorization"
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(name, {"Check": check}),))

    async def check(self, request: Any, _: "grpc.aio.ServicerContext[Any, Any]") -> Any:
        """Lets a call with a known key pass, and says whose it is. Raises Unavailable if the keys cannot be read."""
        key = presented(request.attributes.request.http.headers)
        if not key:
            return _refusal("API_KEY_REQUIRED")
        try:
            owner = self._keys.owner_of(key)
        except KeyFileError as error:
            self._log.error("keys cannot be read", why=str(error))
            raise Unavailable(
                "keys cannot be read", "API 키를 확인할 수 없습니다. 잠시 후 다시 시도해주세요."
            ) from None
        if owner is None:
            return _refusal("API_KEY_INVALID")
        response = CheckResponse()
        response.metadata.fields[OWNER].string_value = owner
        return response


def presented(headers: Any) -> str:
    """The key in `x-api-key`, or in `authorization: Bearer`; empty without one."""
    if key := headers.get("x-api-key", ""):
        return str(key)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return str(token.strip()) if scheme.lower() == "bearer" else ""


def _refusal(reason: str) -> Any:
    """Envoy ends the call with 401. `reason` becomes that of the error (see `gateway.local_replies`)."""
    response = CheckResponse()
    response.status.code = UNAUTHENTICATED
    response.denied.status.code = 401
    response.denied.body = reason
    return response
