"""Asks all services how they are."""

import asyncio
from collections.abc import Mapping

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

SERVING = health_pb2.HealthCheckResponse.SERVING


class Parts:
    """The services of the product, by name, each with a channel of its own."""

    def __init__(self, channels: Mapping[str, grpc.aio.Channel], seconds: float) -> None:
        self._health = {name: health_pb2_grpc.HealthStub(channel) for name, channel in channels.items()}
        self._seconds = seconds

    async def health(self) -> dict[str, bool]:
        """Whether each part is healthy: every service, and as `prediction.database` what it depends on.

        All are asked at once; one that does not answer in time is not healthy.
        """
        answers = await asyncio.gather(*(self._ask(name) for name in self._health))
        return {part: healthy for answer in answers for part, healthy in answer.items()}

    async def _ask(self, name: str) -> dict[str, bool]:
        try:
            answer = await self._health[name].List(health_pb2.HealthListRequest(), timeout=self._seconds)
        except grpc.aio.AioRpcError:
            return {name: False}
        # "" is the process itself; names with a dot are gRPC services, which share its fate.
        return {
            f"{name}.{part}" if part else name: found.status == SERVING
            for part, found in sorted(answer.statuses.items())
            if "." not in part
        }
