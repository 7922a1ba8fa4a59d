"""Jobs under measurement: batches of one stored dataset, from the request to the last row."""

import time
from typing import Any

import grpc
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc

from tests.bench.database import Database
from tests.bench.generators.request import LoadFailed

BATCH_BYTES = 150_000 * 240
"""Of the CSV: about 150 000 rows."""

LONGEST = 120.0
LOOK_SECONDS = 0.02


class BatchJobs:
    """Asks the prediction service behind `channel` for batches of one dataset."""

    def __init__(self, channel: grpc.Channel, dataset_id: str, database: Database) -> None:
        self._stub: Any = prediction_pb2_grpc.PredictionServiceStub(channel)
        self._dataset_id = dataset_id
        self.database = database

    def run(self) -> pb.Batch:
        """Asks for a batch and waits for it. Raises LoadFailed if it does not succeed, or leaves out a row."""
        created = self._stub.CreateBatch(pb.CreateBatchRequest(dataset_id=self._dataset_id))
        end = time.monotonic() + LONGEST
        while (batch := self._get(created.batch_id)).status in ("QUEUED", "RUNNING"):
            if time.monotonic() > end:
                raise LoadFailed(f"not finished after {LONGEST:.0f} s: {batch}")
            time.sleep(LOOK_SECONDS)
        if (batch.status, batch.done, batch.failed) != ("SUCCEEDED", batch.total, 0):
            raise LoadFailed(f"not all rows were scored: {batch}")
        return batch

    def seconds(self) -> float:
        """Of one batch."""
        started = time.perf_counter()
        self.run()
        return time.perf_counter() - started

    def _get(self, batch_id: str) -> pb.Batch:
        batch: pb.Batch = self._stub.GetBatch(pb.GetBatchRequest(batch_id=batch_id)).batch
        return batch
