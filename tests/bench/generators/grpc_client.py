"""Our own gRPC client, for machines without h2load: `python -m tests.bench.generators.grpc_client TARGET PATH BODY
REQUESTS IN_FLIGHT` prints the seconds it took and the median microseconds of one request.

It takes several times the CPU of h2load: on two cores it is itself part of what limits the rate.
"""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import grpc

from tests.bench.generators.request import Load, LoadFailed, Request
from tests.bench.server import python

FRAME_HEADER = 5


class GrpcClient:
    name = "own grpc.aio client (h2load is not installed)"

    def run(self, request: Request, requests: int, in_flight: int) -> Load:
        target = f"{request.host}:{request.port}"
        arguments = (target, request.path, str(request.body), str(requests), str(in_flight))
        done = subprocess.run(python(__spec__.name, *arguments), capture_output=True, text=True, check=False)
        if done.returncode:
            raise LoadFailed(f"{request.url}: {done.stderr}")
        seconds, microseconds = json.loads(done.stdout)
        return Load(requests, seconds, median_microseconds=microseconds)


async def call(target: str, path: str, message: bytes, requests: int, in_flight: int) -> tuple[float, float]:
    """Seconds for all, median microseconds of one. Raises AioRpcError if one fails."""
    left = iter(range(requests))
    times: list[float] = []
    async with grpc.aio.insecure_channel(target) as channel:
        method: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(path)

        async def one_after_the_other() -> None:
            for _ in left:
                started = time.perf_counter()
                await method(message, timeout=10)
                times.append(time.perf_counter() - started)

        begun = time.perf_counter()
        await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))
        return time.perf_counter() - begun, median(times) * 1e6


def main() -> None:
    target, path, body, requests, in_flight = sys.argv[1:]
    message = Path(body).read_bytes()[FRAME_HEADER:]
    json.dump(asyncio.run(call(target, path, message, int(requests), int(in_flight))), sys.stdout)


if __name__ == "__main__":
    main()
