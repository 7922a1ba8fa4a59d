"""R6: predictions that were acknowledged and are not in the database after kill -9 of the service."""

import asyncio
import contextlib
from collections.abc import Iterator

import grpc
from daegu.prediction.v1 import prediction_pb2_grpc

from tests.bench.accident import predict_request
from tests.bench.line import Effort, Line
from tests.bench.pairs import Spread, at_most
from tests.bench.rows.rates import IN_FLIGHT, durable_note
from tests.bench.server import HOST, Server
from tests.bench.stage import Stage

ENOUGH = 500
"""Acknowledged predictions after which a service is killed."""

PATIENCE = 30.0
"""Seconds; a service that does not acknowledge them in this time is broken."""


def missing_after_kill(stage: Stage, effort: Effort) -> Iterator[Line]:
    acknowledged = [_round(stage) for _ in range(effort.pairs)]
    missing = [len(ids) - stage.database.stored(ids) for ids in acknowledged]
    yield Line(
        "R6",
        "acknowledged predictions missing after kill -9 of the service",
        Spread(sum(missing), min(missing), max(missing)),
        at_most(0, 0),
        a=f"{sum(missing)} missing",
        b=f"{sum(map(len, acknowledged)):,} acknowledged",
        notes=(f"{effort.pairs} kills at {IN_FLIGHT} in flight", *durable_note(stage)),
    )


def _round(stage: Stage) -> set[str]:
    """The ids that a service acknowledged before it was killed."""
    with stage.new_prediction_server() as server:
        return asyncio.run(_acknowledged(server))


async def _acknowledged(server: Server) -> set[str]:
    ids: set[str] = set()
    enough = asyncio.Event()
    request = predict_request(explain=False)
    async with grpc.aio.insecure_channel(f"{HOST}:{server.port}") as channel:
        stub: prediction_pb2_grpc.PredictionServiceAsyncStub = prediction_pb2_grpc.PredictionServiceStub(channel)

        async def predict() -> None:
            """One after the other, until the service is gone; a refusal is no acknowledgement."""
            while server.is_running():
                with contextlib.suppress(grpc.aio.AioRpcError):
                    ids.add((await stub.PredictEclo(request)).prediction_id)
                if len(ids) >= ENOUGH:
                    enough.set()

        clients = asyncio.gather(*(predict() for _ in range(IN_FLIGHT)))
        await asyncio.wait_for(enough.wait(), PATIENCE)
        await asyncio.to_thread(server.kill)
        await clients
    return ids
