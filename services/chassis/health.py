"""gRPC health of one server: the process itself (""), its services, and the parts it depends on, each by name."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
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


async def watch_parts(
    health: Health, checks: Mapping[str, PartCheck], seconds: float = 1.0, patience: float = 1.0
) -> None:
    """Asks every part each `seconds` and says in `health` and in the log when one goes away or comes back.

    A part that has not answered within `patience` seconds is away until it does; it is not asked again meanwhile.
    """
    await asyncio.gather(*(_watch_part(health, name, check, seconds, patience) for name, check in checks.items()))


async def _watch_part(health: Health, name: str, check: PartCheck, seconds: float, patience: float) -> None:
    # A thread of its own: calls that hang at the same part may hold all the others.
    thread = ThreadPoolExecutor(1, thread_name_prefix=f"watch-{name}")
    known: int | None = None
    asked = None
    try:
        while True:
            asked = asked or asyncio.get_running_loop().run_in_executor(thread, check)
            await asyncio.wait([asked], timeout=patience)
            status, why = SERVING, ""
            if not asked.done():
                status, why = NOT_SERVING, f"no answer within {patience:g} s"
            else:
                try:
                    asked.result()
                except DomainError as error:
                    status, why = NOT_SERVING, error.message
                asked = None
            if status != known:
                if status == NOT_SERVING:
                    logger().warning("part is away", part=name, why=why)
                elif known == NOT_SERVING:
                    logger().info("part is back", part=name)
                known = status
                await health.set(name, status)
            await asyncio.sleep(seconds)
    finally:
        thread.shutdown(wait=False)
