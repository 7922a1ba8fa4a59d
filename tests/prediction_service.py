"""A running prediction service inside the test process, with the committed model and a real database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import grpc
import sqlalchemy
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc
from psycopg2 import extensions

from services.chassis.database import create_engine, ping, wait
from services.chassis.server import Served
from services.prediction.__main__ import served
from services.prediction.peers import DatasetPeer, open_channel
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.group_commit import GroupCommit
from services.prediction.storage.model_artifact import load_model
from services.prediction.storage.repository import PredictionRepository, PredictionWriter
from services.prediction.storage.slices import SliceRepository
from tests.batches import scored_rows
from tests.grpc_server import RunningServer, running

NOBODY = "127.0.0.1:1"
LEASE = timedelta(seconds=30)


@dataclass
class PredictionService:
    """The service and its parts. No worker is there: `hinted` is what one would have been told, `work` what it does."""

    stub: Any
    server: RunningServer
    engine: sqlalchemy.Engine
    hinted: list[tuple[str, int]] = field(default_factory=list)

    @property
    def batches(self) -> BatchRepository:
        return BatchRepository(self.engine)

    def create(self, **fields: Any) -> pb.CreateBatchResponse:
        created: pb.CreateBatchResponse = self.stub.CreateBatch(pb.CreateBatchRequest(**fields), timeout=10)
        return created

    def work(self, batch_id: str, bad: tuple[int, ...] = ()) -> None:
        """Ends the next slice of the job with figures that tell rows apart; the rows `bad` get a violation."""
        slices = SliceRepository(self.engine)
        claimed = slices.claim(batch_id, "test", LEASE)
        assert claimed is not None
        extensions.set_wait_callback(None)  # COPY does not work with it
        try:
            assert slices.finish(claimed, scored_rows(claimed.rows, bad=bad), "2017.1")
        finally:
            extensions.set_wait_callback(wait)


@contextmanager
def prediction_service(
    database_url: str, dataset_address: str = NOBODY, **settings: Any
) -> Iterator[PredictionService]:
    """The service on the database; `settings` are those of the server."""
    model = load_model()
    engine = create_engine(database_url, "test")
    writer = PredictionWriter(engine)
    hinted: list[tuple[str, int]] = []
    parts: list[tuple[GroupCommit[Any], grpc.aio.Channel]] = []

    class Recorder:
        def send(self, batch_id: str, workers: int = 1) -> None:
            hinted.append((batch_id, workers))

    def make() -> Served:
        log, channel = GroupCommit(writer.write), open_channel(dataset_address)
        parts.append((log, channel))
        return served(
            model,
            log,
            PredictionRepository(engine),
            batches=BatchRepository(engine),
            datasets=DatasetPeer(channel),
            hints=Recorder(),
            database=partial(ping, engine),
        )

    with running(make, **settings) as server:
        yield PredictionService(prediction_pb2_grpc.PredictionServiceStub(server.channel), server, engine, hinted)
        ((log, channel),) = parts
        server.run(log.close())
        server.run(channel.close())
    writer.close()
    engine.dispose()
