"""The calls of the UI to the dataset service.

Deadlines: 3 s to get and list, 120 s to upload, 60 s for a stream, 30 s to make the sample, 5 s for the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import grpc
import pandas as pd
import pyarrow as pa
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc
from google.rpc import status_pb2

from frontend.backend_error import BackendError, from_status
from frontend.calls import PROBE_DEADLINE, READ_DEADLINE, call, outgoing, stream

SERVICE = pb.DESCRIPTOR.services_by_name["DatasetService"].full_name
READS = (
    "ListDatasets",
    "ListDatasetKinds",
    "GetDataset",
    "PreviewDataset",
    "GetDatasetProfile",
    "GetDatasetContent",
    "StreamDatasetArrow",
    "GetSharedDataset",
)
UPLOAD_DEADLINE = 120.0
STREAM_DEADLINE = 60.0
DEADLINE = 5.0
SAMPLE_DEADLINE = 30.0

_CHUNK = 1 << 20  # bytes, as the contract says
_PROGRESS_SECONDS = 0.1

Format = Literal["original", "excel"]


class Datasets:
    """The dataset service behind `channel`. Every method raises BackendError. Safe to share between threads."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._stub = dataset_pb2_grpc.DatasetServiceStub(channel)

    def upload(
        self,
        content: bytes | memoryview,
        name: str,
        description: str,
        upload_id: str,
        progress: Callable[[int], None],
    ) -> pb.Dataset:
        """Stores a CSV. The same `upload_id` (UUID) with the same content and words makes one dataset, however often.

        `progress` gets the number of bytes sent, about ten times a second, in the thread of the caller. If it raises,
        the upload ends and nothing of it is kept.
        """
        sent = 0

        def parts() -> Iterator[pb.UploadDatasetRequest]:
            nonlocal sent
            header = pb.UploadDatasetRequest.Header(name=name, description=description, request_id=upload_id)
            yield pb.UploadDatasetRequest(header=header)
            for start in range(0, len(content), _CHUNK):
                part = bytes(content[start : start + _CHUNK])
                yield pb.UploadDatasetRequest(chunk=part)
                sent += len(part)  # gRPC asks for the next part once it has taken this one

        with outgoing(pb.UploadDatasetRequest) as made:
            uploading = self._stub.UploadDataset.future(parts(), timeout=UPLOAD_DEADLINE, metadata=made.metadata)
            try:
                while True:
                    progress(sent)
                    try:
                        return uploading.result(timeout=_PROGRESS_SECONDS)
                    except grpc.FutureTimeoutError:
                        continue
            finally:
                uploading.cancel()

    def sample(self) -> pb.Dataset:
        """Stores the synthetic sample; the one that is there already, if it is."""
        return call(self._stub.CreateSampleDataset, pb.CreateSampleDatasetRequest(), SAMPLE_DEADLINE)

    def page(self, limit: int, offset: int = 0, deadline: float = READ_DEADLINE) -> pb.ListDatasetsResponse:
        """Datasets without their columns, newest first."""
        return call(self._stub.ListDatasets, pb.ListDatasetsRequest(limit=limit, offset=offset), deadline)

    def probe(self) -> None:
        """Asks once, briefly, whether datasets are served again."""
        self.page(1, deadline=PROBE_DEADLINE)

    def kinds(self) -> Sequence[str]:
        """What files can be recognised as; the last one stands for everything else."""
        return call(self._stub.ListDatasetKinds, pb.ListDatasetKindsRequest(), DEADLINE).kinds

    def get(self, dataset_id: str, deadline: float = READ_DEADLINE) -> pb.Dataset:
        return call(self._stub.GetDataset, pb.GetDatasetRequest(dataset_id=dataset_id), deadline)

    def open_shared(self, token: str) -> pb.Dataset:
        """The dataset that a link opens."""
        return call(self._stub.GetSharedDataset, pb.GetSharedDatasetRequest(share_token=token), READ_DEADLINE)

    def preview(self, dataset_id: str, limit: int, sort_by: str, descending: bool) -> pb.PreviewDatasetResponse:
        """The first rows, at most `limit`; in the order of the file if `sort_by` is empty."""
        request = pb.PreviewDatasetRequest(dataset_id=dataset_id, limit=limit, sort_by=sort_by, descending=descending)
        return call(self._stub.PreviewDataset, request, DEADLINE)

    def profile(self, dataset_id: str) -> pb.GetDatasetProfileResponse:
        return call(self._stub.GetDatasetProfile, pb.GetDatasetProfileRequest(dataset_id=dataset_id), DEADLINE)

    def content(self, dataset_id: str, form: Format) -> bytes:
        """The CSV: the bytes that were uploaded, or a form that Excel opens safely."""
        request = pb.GetDatasetContentRequest(dataset_id=dataset_id, format=form)
        return b"".join(part.data for part in stream(self._stub.GetDatasetContent, request, STREAM_DEADLINE))

    def frame(self, dataset_id: str) -> pd.DataFrame:
        """All rows with the types of the columns; text as `str`."""
        request = pb.StreamDatasetArrowRequest(dataset_id=dataset_id)
        chunks: list[bytes] = []
        for event in stream(self._stub.StreamDatasetArrow, request, STREAM_DEADLINE):
            if event.HasField("error"):
                raise from_status(event.error)
            if event.HasField("done"):
                return open_frame(b"".join(chunks))
            chunks.append(event.chunk)
        raise _incomplete()

    def update(
        self, dataset_id: str, *, name: str | None = None, description: str | None = None, kind: str | None = None
    ) -> pb.Dataset:
        """Changes what is not None."""
        request = pb.UpdateDatasetRequest(dataset_id=dataset_id, name=name, description=description, kind=kind)
        return call(self._stub.UpdateDataset, request, DEADLINE)

    def delete(self, dataset_id: str) -> None:
        call(self._stub.DeleteDataset, pb.DeleteDatasetRequest(dataset_id=dataset_id), DEADLINE)

    def share(self, dataset_id: str) -> pb.ShareDatasetResponse:
        """Makes a link; only this answer ever has it."""
        return call(self._stub.ShareDataset, pb.ShareDatasetRequest(dataset_id=dataset_id), DEADLINE)

    def revoke(self, dataset_id: str) -> int:
        """Ends all links of the dataset and returns how many there were."""
        return call(self._stub.RevokeShares, pb.RevokeSharesRequest(dataset_id=dataset_id), DEADLINE).revoked


def open_frame(arrow: bytes) -> pd.DataFrame:
    """The rows of a complete Arrow IPC stream. Raises BackendError if it is cut off."""
    try:
        with pa.ipc.open_stream(pa.py_buffer(arrow)) as reader:
            frame: pd.DataFrame = reader.read_pandas()
    except pa.ArrowInvalid:
        raise _incomplete() from None
    return frame


def _incomplete() -> BackendError:
    """A stream that says that it is whole, and is not, or that ends without a word."""
    return from_status(status_pb2.Status(code=grpc.StatusCode.DATA_LOSS.value[0]))
