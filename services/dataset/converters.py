"""Between the messages of dataset.proto and the domain; the only place that knows both."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from daegu.dataset.v1 import dataset_pb2 as pb
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.struct_pb2 import Value
from google.protobuf.timestamp_pb2 import Timestamp

from services.chassis import statuses
from services.chassis.errors import DomainError, InvalidInput, Violation
from services.chassis.validation import ContractValidator
from services.dataset.domain import labels
from services.dataset.domain.catalog import Dataset
from services.dataset.domain.columns import ColumnProfile, ColumnType
from services.dataset.domain.labels import Label
from services.dataset.domain.recognition import KINDS
from services.dataset.multipart import FormReader

SERVICE = pb.DESCRIPTOR.services_by_name["DatasetService"].full_name
EXCEL = "excel"

_TYPES = {kind: pb.ColumnType.Value(f"COLUMN_TYPE_{kind.name}") for kind in ColumnType}
_CHARSETS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "cp949": "euc-kr"}
"""Names that browsers know (WHATWG): euc-kr there is what Python calls cp949."""

_contract = ContractValidator()


async def upload_parts(requests: AsyncIterator[pb.UploadDatasetRequest]) -> AsyncIterator[Label | bytes]:
    """The label and the bytes of an upload over gRPC. Raises InvalidInput if they come in another order."""
    is_first = True
    async for request in requests:
        if is_first != (request.WhichOneof("part") == "header"):
            text, korean = "the first message, and no other, has the header", "업로드 형식이 올바르지 않습니다."
            raise InvalidInput([Violation("header", "UNEXPECTED_PART", text, korean)])
        yield _label(request.header) if is_first else request.chunk
        is_first = False


async def file_parts(requests: AsyncIterator[pb.UploadDatasetFileRequest]) -> AsyncIterator[Label | bytes]:
    """The label and the bytes of an upload over REST: from the query and a raw body, or from a multipart form."""
    form: FormReader | None = None
    is_first = True
    async for request in requests:
        data: bytes = request.file.data
        if is_first:
            is_first = False
            given = {"name": request.name, "description": request.description, "request_id": request.request_id}
            yield _label(pb.UploadDatasetRequest.Header(**given))
            content_type = request.file.content_type
            if content_type.lower().startswith("multipart/form-data"):
                form = FormReader(content_type)
        if form is None:
            yield data
            continue
        for part in form.feed(data):
            if isinstance(part, Label):
                header = pb.UploadDatasetRequest.Header(
                    name=part.name, description=part.description, request_id=part.request_id
                )
                _contract.check(header)
                yield _label(header, part.file_name)
            else:
                yield part
    if form is not None:
        form.end()


def _label(header: pb.UploadDatasetRequest.Header, file_name: str = "") -> Label:
    labels.check(name=header.name or None, description=header.description)
    return Label(header.name, header.description, header.request_id, file_name)


def dataset(found: Dataset) -> pb.Dataset:
    return pb.Dataset(
        dataset_id=found.dataset_id,
        name=found.name,
        description=found.description,
        rows=found.rows,
        columns=found.column_count,
        size_bytes=found.size_bytes,
        uploaded_at=_timestamp(found.uploaded_at),
        sha256=found.sha256,
        encoding=found.encoding,
        kind=found.kind,
        kind_confidence=found.kind_confidence,
        columns_info=[_column(column) for column in found.columns],
        notices=[
            pb.Notice(column=notice.column, reason=notice.reason, message=notice.message_ko) for notice in found.notices
        ],
    )


def shared_dataset(found: Dataset, expires_at: datetime) -> pb.Dataset:
    message = dataset(found)
    message.share_expires_at.CopyFrom(_timestamp(expires_at))
    return message


def list_response(page: Sequence[Dataset], total: int) -> pb.ListDatasetsResponse:
    return pb.ListDatasetsResponse(datasets=[dataset(found) for found in page], total=total)


def kinds_response() -> pb.ListDatasetKindsResponse:
    return pb.ListDatasetKindsResponse(kinds=KINDS)


def preview_response(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pb.PreviewDatasetResponse:
    row = pb.PreviewDatasetResponse.Row
    return pb.PreviewDatasetResponse(columns=names, rows=[row(cells=cells) for cells in rows])


def profile_response(found: Dataset) -> pb.GetDatasetProfileResponse:
    profile = pb.GetDatasetProfileResponse.ColumnProfile
    return pb.GetDatasetProfileResponse(
        columns=[
            profile(info=_column(column), missing_share=column.missing / found.rows, quantiles=column.quantiles)
            for column in found.columns
        ]
    )


def changes(request: pb.UpdateDatasetRequest) -> dict[str, str | None]:
    """What the request changes; what it leaves out is None. Raises InvalidInput."""
    sent: Callable[[Any], bool] = request.HasField
    given = {name: getattr(request, name) if sent(name) else None for name in ("name", "description", "kind")}
    labels.check(**given)
    return {name: None if text is None else labels.tidy(text) for name, text in given.items()}


def share_response(token: str, app_url: str, expires_at: datetime) -> pb.ShareDatasetResponse:
    url = f"{app_url.rstrip('/')}/datasets?share_token={token}"
    return pb.ShareDatasetResponse(share_token=token, share_url=url, expires_at=_timestamp(expires_at))


def hold_response(expires_at: datetime) -> pb.HoldDatasetResponse:
    return pb.HoldDatasetResponse(expires_at=_timestamp(expires_at))


async def content(found: Dataset, form: str, blocks: AsyncIterator[bytes]) -> AsyncIterator[HttpBody]:
    """The blocks as the body of a response; its type stands in the first message."""
    charset = "utf-8" if form == EXCEL else _CHARSETS[found.encoding]
    content_type = f"text/csv; charset={charset}"
    async for block in blocks:
        yield HttpBody(content_type=content_type, data=block)


def file_headers(found: Dataset) -> tuple[tuple[str, str], ...]:
    """Response headers that make a browser save the file under the name of the dataset (RFC 6266)."""
    return (("content-disposition", f"attachment; filename*=UTF-8''{quote(found.name, safe='')}.csv"),)


async def arrow_events(found: Dataset, blocks: AsyncIterator[bytes]) -> AsyncIterator[pb.StreamDatasetArrowResponse]:
    """The blocks and then, always, how it ended: a gRPC error in mid-stream would not reach every caller."""
    try:
        async for block in blocks:
            yield pb.StreamDatasetArrowResponse(chunk=block)
    except DomainError as error:
        yield pb.StreamDatasetArrowResponse(error=statuses.refusal(error, service=SERVICE))
    else:
        yield pb.StreamDatasetArrowResponse(done=pb.StreamDatasetArrowResponse.Done(sha256=found.sha256))


def caller(context: Any) -> str:
    """The address that a call comes from: the last one that the gateway has added, or that of the connection."""
    for key, value in context.invocation_metadata() or ():
        if key == "x-forwarded-for":
            return str(value).rpartition(",")[2].strip()
    return str(context.peer()).rpartition(":")[0]


def _column(column: ColumnProfile) -> pb.ColumnInfo:
    message = pb.ColumnInfo(
        name=column.name,
        type=_TYPES[column.type],
        missing=column.missing,
        distinct=column.distinct,
        mean=column.mean,
        top_values=[pb.ValueCount(value=top.value, count=top.count) for top in column.top_values],
    )
    for target, bound in ((message.min, column.minimum), (message.max, column.maximum)):
        if bound is not None:
            target.CopyFrom(Value(string_value=bound) if isinstance(bound, str) else Value(number_value=bound))
    return message


def _timestamp(moment: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(moment.astimezone(UTC))
    return stamp
