"""R6: predictions that were acknowledged and are not in the database after kill -9 of the service."""

import asyncio
from collections.abc import Iterator

import grpc
from daegu.prediction.v1 import prediction_pb2_grpc

from tests.bench.accident import predict_request
from tests.bench.line import Effort, Line
from tests.bench.pairs import Spread, at_most
from tests.bench.rows.rates import IN_FLIGHT, durable_note
from tests.bench.server import HOST, Server
from tests.bench.stage import Stage


def missing_after_kill(stage: Stage, effort: Effort) -> Iterator[Line]:
    acknowledged = [_round(stage, effort) for _ in range(effort.pairs)]
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


def _round(stage: Stage, effort: Effort) -> set[str]:
    """The ids that a service acknowledged before it was killed."""
    with stage.new_prediction_server() as server:
        ids = asyncio.run(_acknowledged(server, effort.seconds / 2))
    if not ids:
        raise RuntimeError(f"nothing was acknowledged:\n{server.log.read_text()[-2000:]}")
    return ids


async def _acknowledged(server: Server, seconds: float) -> set[str]:
    ids: set[str] = set()
    request = predict_request(explain=False)
    async with grpc.aio.insecure_channel(f"{HOST}:{server.port}") as channel:
        stub: prediction_pb2_grpc.PredictionServiceAsyncStub = prediction_pb2_grpc.PredictionServiceStub(channel)

        async def predict() -> None:
            while True:
                try:
                    ids.add((await stub.PredictEclo(request)).prediction_id)
                except grpc.aio.AioRpcError:
                    return

        clients = asyncio.gather(*(predict() for _ in range(IN_FLIGHT)))
        await asyncio.sleep(seconds)
        await asyncio.to_thread(server.kill)
        await clients
    return ids
