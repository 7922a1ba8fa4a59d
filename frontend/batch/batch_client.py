"""The calls of the UI about batches: many accidents predicted in one job.

Deadlines: 3 s to get and list, 5 s to submit and cancel, 120 s to download and save.
"""

from collections.abc import Mapping

import grpc
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc

from frontend.calls import PROBE_DEADLINE, READ_DEADLINE, call, stream

READS = (
    "MatchBatchColumns",
    "GetBatch",
    "ListBatches",
    "ListBatchResults",
    "GetBatchSummary",
    "DownloadBatch",
)
SUBMIT_DEADLINE = 5.0
FILE_DEADLINE = 120.0

FINISHED = frozenset({"SUCCEEDED", "FAILED", "CANCELLED"})


class Batches:
    """The jobs of the prediction service behind `channel`. Every method raises BackendError.

    Safe to share between threads.
    """

    def __init__(self, channel: grpc.Channel) -> None:
        self._stub = prediction_pb2_grpc.PredictionServiceStub(channel)

    def match(self, dataset_id: str, columns: Mapping[str, str]) -> pb.MatchBatchColumnsResponse:
        """Which column would be taken for which field; `columns` by field are those that the user has chosen."""
        request = pb.MatchBatchColumnsRequest(dataset_id=dataset_id, columns=columns)
        return call(self._stub.MatchBatchColumns, request, READ_DEADLINE)

    def create(self, dataset_id: str, columns: Mapping[str, str], request_id: str) -> str:
        """Submits a job and returns its id. The same `request_id` (UUID) makes one job, however often."""
        request = pb.CreateBatchRequest(dataset_id=dataset_id, columns=columns, request_id=request_id)
        return call(self._stub.CreateBatch, request, SUBMIT_DEADLINE).batch_id

    def get(self, batch_id: str, deadline: float = READ_DEADLINE) -> pb.Batch:
        return call(self._stub.GetBatch, pb.GetBatchRequest(batch_id=batch_id), deadline).batch

    def page(self, limit: int, offset: int = 0, deadline: float = READ_DEADLINE) -> pb.ListBatchesResponse:
        """Jobs, newest first."""
        return call(self._stub.ListBatches, pb.ListBatchesRequest(limit=limit, offset=offset), deadline)

    def probe(self) -> None:
        """Asks once, briefly, whether jobs are served again."""
        self.page(1, deadline=PROBE_DEADLINE)

    def results(self, batch_id: str, limit: int, offset: int, *, failed_only: bool) -> pb.ListBatchResultsResponse:
        """Rows in their order, at most `limit`."""
        request = pb.ListBatchResultsRequest(batch_id=batch_id, limit=limit, offset=offset, failed_only=failed_only)
        return call(self._stub.ListBatchResults, request, READ_DEADLINE)

    def summary(self, batch_id: str) -> pb.GetBatchSummaryResponse:
        """Figures of the rows that were tried."""
        return call(self._stub.GetBatchSummary, pb.GetBatchSummaryRequest(batch_id=batch_id), READ_DEADLINE)

    def cancel(self, batch_id: str) -> pb.Batch:
        """Stops the job; one that is finished stays as it is."""
        return call(self._stub.CancelBatch, pb.CancelBatchRequest(batch_id=batch_id), SUBMIT_DEADLINE).batch

    def download(self, batch_id: str) -> bytes:
        """Rows and predictions as CSV that Excel opens safely."""
        request = pb.DownloadBatchRequest(batch_id=batch_id)
        return b"".join(part.data for part in stream(self._stub.DownloadBatch, request, FILE_DEADLINE))

    def save(self, batch_id: str) -> pb.SaveBatchResponse:
        """Stores what `download` gives as a dataset; a second call returns the same one."""
        return call(self._stub.SaveBatch, pb.SaveBatchRequest(batch_id=batch_id), FILE_DEADLINE)
