"""The dataset service as the prediction context needs it, over gRPC: implements domain.datasets.Datasets."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta

import grpc
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2

from services.chassis import client_streams
from services.chassis.errors import AlreadyExists, InvalidInput, Unavailable, Violation
from services.chassis.tracing import onward
from services.prediction.domain.column_matching import Column, Kind
from services.prediction.domain.datasets import DatasetBrief, DatasetMissing, NewDataset

READ_SECONDS = 3.0
UPLOAD_SECONDS = 115.0
FILE_SECONDS = 600.0
"""Deadlines of the calls."""

_KINDS = {
    pb.COLUMN_TYPE_INTEGER: Kind.NUMBER,
    pb.COLUMN_TYPE_FLOAT: Kind.NUMBER,
    pb.COLUMN_TYPE_YEAR: Kind.NUMBER,
    pb.COLUMN_TYPE_TEXT: Kind.TEXT,
}
_OPTIONS = (
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    ("grpc.max_receive_message_length", 8 << 20),
    ("grpc.enable_http_proxy", 0),
)


def open_channel(address: str) -> grpc.aio.Channel:
    """A channel to the service at `host:port`; nothing is connected before the first call."""
    return grpc.aio.insecure_channel(address, options=_OPTIONS)


class DatasetPeer:
    """Every method raises Unavailable if the service is away."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = dataset_pb2_grpc.DatasetServiceStub(channel)

    async def describe(self, dataset_id: str) -> DatasetBrief:
        request = pb.GetDatasetRequest(dataset_id=dataset_id)
        with _errors(dataset_id):
            return _brief(await self._stub.GetDataset(request, timeout=READ_SECONDS, metadata=onward()))

    async def hold(self, dataset_id: str, holder: str, lease: timedelta) -> None:
        request = pb.HoldDatasetRequest(dataset_id=dataset_id, holder=holder, lease=_duration(lease))
        with _errors(dataset_id):
            await self._stub.HoldDataset(request, timeout=READ_SECONDS, metadata=onward())

    async def release(self, dataset_id: str, holder: str) -> None:
        request = pb.ReleaseDatasetRequest(dataset_id=dataset_id, holder=holder)
        with _errors(dataset_id):
            await self._stub.ReleaseDataset(request, timeout=READ_SECONDS, metadata=onward())

    async def excel(self, dataset_id: str) -> AsyncGenerator[bytes, None]:
        request = pb.GetDatasetContentRequest(dataset_id=dataset_id, format="excel")
        with _errors(dataset_id):
            call = self._stub.GetDatasetContent(request, timeout=FILE_SECONDS, metadata=onward())
            try:
                async for body in call:
                    yield body.data
            finally:
                call.cancel()

    async def upload(self, new: NewDataset, blocks: AsyncIterator[bytes]) -> DatasetBrief:
        header = pb.UploadDatasetRequest.Header(name=new.name, description=new.description, request_id=new.request_id)

        async def requests() -> AsyncIterator[pb.UploadDatasetRequest]:
            yield pb.UploadDatasetRequest(header=header)
            async for block in blocks:
                yield pb.UploadDatasetRequest(chunk=block)

        with _errors():
            call = self._stub.UploadDataset(timeout=UPLOAD_SECONDS, metadata=onward())
            return _brief(await client_streams.send(call, requests()))


@contextmanager
def _errors(dataset_id: str = "") -> Iterator[None]:
    """Raises our own errors instead of those of gRPC; whatever the service cannot do makes it unavailable to us."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        match error.code():
            case grpc.StatusCode.NOT_FOUND if dataset_id:
                raise DatasetMissing(dataset_id) from None
            case grpc.StatusCode.INVALID_ARGUMENT:
                raise InvalidInput(_violations(error)) from None
            case grpc.StatusCode.ALREADY_EXISTS:
                raise AlreadyExists(error.details() or "", "다른 내용으로 이미 저장한 데이터셋이 있습니다.") from None
            case _:
                raise Unavailable(
                    "the dataset service is not available",
                    "데이터셋 서비스에 연결할 수 없습니다. 잠시 후 다시 시도해주세요.",
                ) from error


def _violations(error: grpc.aio.AioRpcError) -> list[Violation]:
    """What the service said of each wrong field; one for the whole if it said nothing."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin" and isinstance(value, bytes):
            for detail in status_pb2.Status.FromString(value).details:
                found = error_details_pb2.BadRequest()
                if detail.Unpack(found):
                    return [
                        Violation(each.field, each.reason, each.description, each.localized_message.message)
                        for each in found.field_violations
                    ]
    return [Violation("", "INVALID_VALUE", error.details() or "refused", "입력값을 확인해주세요.")]


def _duration(lease: timedelta) -> Duration:
    duration = Duration()
    duration.FromTimedelta(lease)
    return duration


def _brief(message: pb.Dataset) -> DatasetBrief:
    return DatasetBrief(
        dataset_id=message.dataset_id,
        name=message.name,
        sha256=message.sha256,
        rows=message.rows,
        columns=tuple(Column(info.name, _kind(info)) for info in message.columns_info),
    )


def _kind(info: pb.ColumnInfo) -> Kind:
    if info.type == pb.COLUMN_TYPE_DATETIME:
        has_time = ":" in info.min.string_value  # ISO 8601: a date alone has none
        return Kind.MOMENT if has_time else Kind.DATE
    return _KINDS.get(info.type, Kind.OTHER)
