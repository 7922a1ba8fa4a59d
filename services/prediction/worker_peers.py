"""The rows of datasets as a worker needs them, over gRPC: synchronous, and only the columns that are scored."""

import grpc
import pyarrow as pa
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc

from services.chassis.errors import Unavailable
from services.chassis.tracing import onward
from services.prediction.domain.batch import Source
from services.prediction.domain.datasets import DatasetMissing

ROWS_SECONDS = 60.0
"""Deadline of the whole stream."""

_OPTIONS = (
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    ("grpc.max_receive_message_length", 8 << 20),
    ("grpc.enable_http_proxy", 0),
)


class DatasetRows:
    """The dataset service at `host:port`; nothing is connected before the first call. For one process: it is not to
    be used in a child forked later."""

    def __init__(self, address: str) -> None:
        self._stub = dataset_pb2_grpc.DatasetServiceStub(grpc.insecure_channel(address, options=_OPTIONS))

    def __call__(self, source: Source) -> pa.Table:
        """All rows of the mapped columns, under their names. Raises DatasetMissing or Unavailable.

        A dataset with this id and other bytes is as good as missing: the columns were matched to those it had.
        """
        request = pb.StreamDatasetArrowRequest(dataset_id=source.dataset_id)
        chunks: list[bytes] = []
        try:
            for event in self._stub.StreamDatasetArrow(request, timeout=ROWS_SECONDS, metadata=onward()):
                match event.WhichOneof("event"):
                    case "chunk":
                        chunks.append(event.chunk)
                    case "done":
                        if event.done.sha256 != source.sha256:
                            raise DatasetMissing(source.dataset_id)
                        return _table(b"".join(chunks), {match.column for match in source.columns})
                    case _:
                        break
        except grpc.RpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                raise DatasetMissing(source.dataset_id) from None
            raise _away() from error
        raise _away()  # a stream without a last word


def _table(stream: bytes, columns: set[str]) -> pa.Table:
    try:
        with pa.ipc.open_stream(stream) as reader:
            wanted = [index for index, name in enumerate(reader.schema.names) if name in columns]
        with pa.ipc.open_stream(stream, options=pa.ipc.IpcReadOptions(included_fields=wanted)) as reader:
            return reader.read_all()
    except (pa.ArrowInvalid, OSError):
        raise _away() from None


def _away() -> Unavailable:
    return Unavailable(
        "the dataset service is not available",
        "데이터셋 서비스에 연결할 수 없습니다. 잠시 후 다시 시도해주세요.",
    )
