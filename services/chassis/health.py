"""gRPC health of one server: the process itself (""), its services, and the parts it depends on, each by name."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from grpc_health.v1 import health_pb2
from grpc_health.v1.health import aio as health_aio

from services.chassis.errors import DomainError
from services.chassis.telemetry import logger

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING

PartCheck = Callable[[], None]
"""Synchronous; raises a DomainError if the part is away."""


class Health(health_aio.HealthServicer):  # type: ignore[misc]  # grpc_health has no type stubs
    """The standard servicer with `List`, which the library's asyncio version lacks."""

    async def List(self, _: Any, __: Any) -> Any:  # noqa: N802  # name of the RPC
        statuses = {name: health_pb2.HealthCheckResponse(status=status) for name, status in self._server_status.items()}
        return health_pb2.HealthListResponse(statuses=statuses)


async def watch_parts(health: Health, checks: Mapping[str, PartCheck], seconds: float = 1.0) -> None:
    """Asks every part each `seconds` and says in `health` and in the log when one goes away or comes back."""
    known: dict[str, int] = {}
    while True:
        for name, check in checks.items():
            try:
                await asyncio.to_thread(check)
                status = SERVING
            except DomainError as error:
                status = NOT_SERVING
                if known.get(name) != status:
                    logger().warning("part is away", part=name, why=error.message)
            if known.get(name) == NOT_SERVING and status == SERVING:
                logger().info("part is back", part=name)
            if known.get(name) != status:
                known[name] = status
                await health.set(name, status)
        await asyncio.sleep(seconds)
