"""Our empty RPC with one GET in it: the least that an answer from the cache can take.

`python -m tests.bench.servers.redis_get ADDRESS REDIS_URL PATTERN` reads the first key that fits the pattern.
"""

import sys
from functools import partial
from typing import Any

from daegu.ops.v1 import ops_pb2, ops_pb2_grpc
from redis.asyncio import Redis

from services.chassis.server import Served, run, serve
from services.chassis.settings import ServerSettings
from services.chassis.telemetry import configure_logging
from tests.bench.servers.empty_rpc import SERVICE, EmptyOps


class Getting(EmptyOps):
    def __init__(self, redis: Redis, key: bytes) -> None:
        self._redis = redis
        self._key = key

    async def GetHealth(self, request: ops_pb2.GetHealthRequest, context: Any) -> ops_pb2.GetHealthResponse:
        if await self._redis.get(self._key) is None:
            raise RuntimeError("the cached answer is gone")
        return await super().GetHealth(request, context)


async def main(address: str, url: str, pattern: str) -> None:
    settings = ServerSettings(listen_address=address)
    configure_logging(settings.log_level, "redis-get")
    async with Redis.from_url(url) as redis:
        key = await anext(redis.scan_iter(pattern))
        add = partial(ops_pb2_grpc.add_OpsServiceServicer_to_server, Getting(redis, key))  # type: ignore[abstract]
        await serve(settings, Served(SERVICE, add))


if __name__ == "__main__":
    run(main(*sys.argv[1:]))
