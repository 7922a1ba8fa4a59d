"""The RPCs of OpsService."""

from typing import Any

import grpc
import orjson
from daegu.ops.v1 import ops_pb2, ops_pb2_grpc
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.ops import docs
from gateway.ops.health import Parts
from gateway.ops.openapi.contracts import Contracts
from gateway.ops.openapi.document import openapi
from gateway.ops.valid_values import ValidValues
from services.chassis.errors import Unavailable


class OpsServicer(ops_pb2_grpc.OpsServiceServicer):
    """Answers from the contracts, the parts' health and the model's valid values."""

    def __init__(self, parts: Parts, contracts: Contracts, valid_values: ValidValues, *, keys: bool) -> None:
        self._parts = parts
        self._contracts = contracts
        self._valid_values = valid_values
        self._keys = keys
        self._document = (b"", "")

    async def GetHealth(
        self, _: ops_pb2.GetHealthRequest, __: "grpc.aio.ServicerContext[Any, Any]"
    ) -> ops_pb2.GetHealthResponse:
        health = await self._parts.health()
        down = ",".join(part for part, healthy in health.items() if not healthy)
        if down:
            raise Unavailable(f"not healthy: {down}", f"일부 서비스에 연결할 수 없습니다: {down}", down=down)
        now = Timestamp()
        now.GetCurrentTime()
        return ops_pb2.GetHealthResponse(status="healthy", timestamp=now, parts=dict.fromkeys(health, "healthy"))

    async def GetOpenApi(self, _: ops_pb2.GetOpenApiRequest, __: "grpc.aio.ServicerContext[Any, Any]") -> HttpBody:
        await self._valid_values.refresh()
        document, version = self._document
        if not document or version != self._valid_values.version:
            document = orjson.dumps(openapi(self._contracts, self._valid_values.limits, keys=self._keys))
            self._document = document, self._valid_values.version
        return HttpBody(content_type="application/json", data=document)

    async def GetDocs(self, _: ops_pb2.GetDocsRequest, __: "grpc.aio.ServicerContext[Any, Any]") -> HttpBody:
        return docs.page()

    async def GetDocsAsset(
        self, request: ops_pb2.GetDocsAssetRequest, _: "grpc.aio.ServicerContext[Any, Any]"
    ) -> HttpBody:
        return docs.asset(request.name)
