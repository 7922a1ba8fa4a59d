"""The dataset service for tests of the UI: the real contract, everything in memory.

`refusals` ends the method of that name with the status. `held` are the ids that may not be deleted. `links` are the
tokens: a test that wants an expired link sets its `expires`. `cut` leaves out the end of every stream. `deadlines` are
the seconds that the last call of each method had left.
"""

import datetime
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import grpc
import pyarrow as pa
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc
from google.api.httpbody_pb2 import HttpBody
from google.rpc import status_pb2

from tests.frontend import fake_csv
from tests.frontend.refusals import abort, bad_request, status

_Context = grpc.ServicerContext

SAMPLE_NAME = "대구 교통사고 합성 표본"
NOT_FOUND = "해당 데이터셋을 찾을 수 없습니다."
IN_USE = "진행 중인 작업에서 사용하고 있어 삭제할 수 없습니다. 작업이 끝난 뒤에 다시 시도해주세요."
SHARE_NOT_FOUND = "공유 링크가 올바르지 않습니다. 주소를 다시 확인해주세요."
SHARE_EXPIRED = "공유 기간이 끝난 링크입니다. 보낸 분에게 새 링크를 요청해주세요."
SHARE_REVOKED = "공유가 취소된 링크입니다. 보낸 분에게 새 링크를 요청해주세요."
APP = "http://127.0.0.1:8501"


@dataclass
class Link:
    """One share link."""

    dataset_id: str
    expires: datetime.datetime
    revoked: bool = False


@dataclass
class Stored:
    """A dataset with what is inside."""

    dataset: pb.Dataset
    table: fake_csv.Table
    content: bytes


class FakeDatasets(dataset_pb2_grpc.DatasetServiceServicer):
    def __init__(self) -> None:
        self.stored: dict[str, Stored] = {}
        self.requests: dict[str, tuple[str, bytes, str]] = {}
        self.refusals: dict[str, status_pb2.Status] = {}
        self.held: set[str] = set()
        self.links: dict[str, Link] = {}
        self.deadlines: dict[str, float] = {}
        self.cut = False
        self._clock = datetime.datetime(2026, 1, 8, 6, 4, tzinfo=datetime.UTC)

    def add(self, content: bytes, name: str, description: str = "") -> pb.Dataset:
        """Stores a CSV, a minute after the one before."""
        table = fake_csv.read(content)
        dataset = pb.Dataset(
            dataset_id=str(uuid.uuid4()),
            name=name,
            description=description,
            rows=len(table.rows),
            columns=len(table.names),
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            encoding=table.encoding,
            kind=table.kind,
            kind_confidence=table.confidence,
            columns_info=table.columns,
            notices=table.notices,
        )
        self._clock += datetime.timedelta(minutes=1)
        dataset.uploaded_at.FromDatetime(self._clock)
        self.stored[dataset.dataset_id] = Stored(dataset, table, content)
        return dataset

    @property
    def newest(self) -> pb.Dataset:
        return list(self.stored.values())[-1].dataset

    def UploadDataset(self, request_iterator: Iterator[pb.UploadDatasetRequest], context: _Context) -> pb.Dataset:
        self._may("UploadDataset", context)
        header = next(request_iterator).header
        content = b"".join(request.chunk for request in request_iterator)
        words = f"{header.name}\n{header.description}"
        known = self.requests.get(header.request_id)
        if known and known[1:] != (content, words):
            abort(context, status(grpc.StatusCode.ALREADY_EXISTS, "같은 요청 번호로 다른 파일을 이미 올렸습니다."))
        if known:
            return self.stored[known[0]].dataset
        try:
            dataset = self.add(content, header.name, header.description)
        except fake_csv.Refused as refused:
            abort(context, bad_request([("file", sentence) for sentence in refused.args]))
        self.requests[header.request_id] = (dataset.dataset_id, content, words)
        return dataset

    def CreateSampleDataset(self, request: pb.CreateSampleDatasetRequest, context: _Context) -> pb.Dataset:
        self._may("CreateSampleDataset", context)
        there = (item.dataset for item in self.stored.values() if item.dataset.name == SAMPLE_NAME)
        return next(there, None) or self.add(fake_csv.sample(), SAMPLE_NAME, "실제 사고가 아닌, 만들어 낸 사고입니다.")

    def ListDatasets(self, request: pb.ListDatasetsRequest, context: _Context) -> pb.ListDatasetsResponse:
        self._may("ListDatasets", context)
        newest_first = [item.dataset for item in reversed(self.stored.values())]
        shown = []
        for dataset in newest_first[request.offset :][: request.limit or 50]:
            shown.append(pb.Dataset())
            shown[-1].CopyFrom(dataset)
            shown[-1].ClearField("columns_info")
        return pb.ListDatasetsResponse(datasets=shown, total=len(newest_first))

    def ListDatasetKinds(self, request: pb.ListDatasetKindsRequest, context: _Context) -> pb.ListDatasetKindsResponse:
        return pb.ListDatasetKindsResponse(kinds=fake_csv.KINDS)

    def GetDataset(self, request: pb.GetDatasetRequest, context: _Context) -> pb.Dataset:
        self._may("GetDataset", context)
        return self._get(request.dataset_id, context).dataset

    def PreviewDataset(self, request: pb.PreviewDatasetRequest, context: _Context) -> pb.PreviewDatasetResponse:
        self._may("PreviewDataset", context)
        table = self._get(request.dataset_id, context).table
        rows = table.rows
        if request.sort_by:
            index = table.names.index(request.sort_by)
            rows = sorted(rows, key=lambda row: row[index], reverse=request.descending)
        row = pb.PreviewDatasetResponse.Row
        return pb.PreviewDatasetResponse(
            columns=table.names, rows=[row(cells=cells) for cells in rows[: request.limit or 5]]
        )

    def GetDatasetProfile(
        self, request: pb.GetDatasetProfileRequest, context: _Context
    ) -> pb.GetDatasetProfileResponse:
        self._may("GetDatasetProfile", context)
        dataset = self._get(request.dataset_id, context).dataset
        profile = pb.GetDatasetProfileResponse.ColumnProfile
        return pb.GetDatasetProfileResponse(
            columns=[
                profile(
                    info=info,
                    missing_share=info.missing / max(dataset.rows, 1),
                    quantiles=[info.min.number_value, info.mean, info.mean, info.mean, info.max.number_value]
                    if info.HasField("mean")
                    else (),
                )
                for info in dataset.columns_info
            ]
        )

    def GetDatasetContent(self, request: pb.GetDatasetContentRequest, context: _Context) -> Iterator[HttpBody]:
        self._may("GetDatasetContent", context)
        item = self._get(request.dataset_id, context)
        excel = "\ufeff" + item.content.decode(item.dataset.encoding)
        content = excel.encode() if request.format == "excel" else item.content
        for start in range(0, len(content), 1000):
            yield HttpBody(content_type="text/csv", data=content[start : start + 1000])
            if self.cut:
                abort(context, status(grpc.StatusCode.UNAVAILABLE, "파일 저장소를 사용할 수 없습니다."))

    def StreamDatasetArrow(
        self, request: pb.StreamDatasetArrowRequest, context: _Context
    ) -> Iterator[pb.StreamDatasetArrowResponse]:
        item = self._get(request.dataset_id, context)
        table, sink = item.table.arrow(), pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        content = sink.getvalue().to_pybytes()
        for start in range(0, len(content), 1000):
            yield pb.StreamDatasetArrowResponse(chunk=content[start : start + 1000])
        if reason := self.refusals.get("StreamDatasetArrow"):
            yield pb.StreamDatasetArrowResponse(error=reason)
        elif not self.cut:
            yield pb.StreamDatasetArrowResponse(done=pb.StreamDatasetArrowResponse.Done(sha256=item.dataset.sha256))

    def UpdateDataset(self, request: pb.UpdateDatasetRequest, context: _Context) -> pb.Dataset:
        self._may("UpdateDataset", context)
        dataset = self._get(request.dataset_id, context).dataset
        if request.HasField("name") and not request.name.strip():
            abort(context, bad_request([("name", "이름을 입력해주세요.")]))
        for name in ("name", "description", "kind"):
            if request.HasField(name):
                setattr(dataset, name, getattr(request, name))
        if request.HasField("kind"):
            dataset.kind_confidence = 1
        return dataset

    def DeleteDataset(self, request: pb.DeleteDatasetRequest, context: _Context) -> pb.DeleteDatasetResponse:
        self._may("DeleteDataset", context)
        self._get(request.dataset_id, context)
        if request.dataset_id in self.held:
            abort(context, status(grpc.StatusCode.FAILED_PRECONDITION, IN_USE))
        del self.stored[request.dataset_id]
        self.links = {token: link for token, link in self.links.items() if link.dataset_id != request.dataset_id}
        return pb.DeleteDatasetResponse()

    def ShareDataset(self, request: pb.ShareDatasetRequest, context: _Context) -> pb.ShareDatasetResponse:
        self._may("ShareDataset", context)
        self._get(request.dataset_id, context)
        token = f"token-{len(self.links) + 1}"
        expires = datetime.datetime(2026, 1, 15, 6, 4, tzinfo=datetime.UTC)
        self.links[token] = Link(request.dataset_id, expires)
        response = pb.ShareDatasetResponse(share_token=token, share_url=f"{APP}/datasets?share_token={token}")
        response.expires_at.FromDatetime(expires)
        return response

    def RevokeShares(self, request: pb.RevokeSharesRequest, context: _Context) -> pb.RevokeSharesResponse:
        self._may("RevokeShares", context)
        alive = [link for link in self.links.values() if link.dataset_id == request.dataset_id and not link.revoked]
        for link in alive:
            link.revoked = True
        return pb.RevokeSharesResponse(revoked=len(alive))

    def GetSharedDataset(self, request: pb.GetSharedDatasetRequest, context: _Context) -> pb.Dataset:
        self._may("GetSharedDataset", context)
        link = self.links.get(request.share_token)
        if link is None:
            abort(context, status(grpc.StatusCode.NOT_FOUND, SHARE_NOT_FOUND))
        if link.revoked:
            abort(context, status(grpc.StatusCode.NOT_FOUND, SHARE_REVOKED))
        if link.expires < self._clock:
            abort(context, status(grpc.StatusCode.NOT_FOUND, SHARE_EXPIRED))
        dataset = pb.Dataset()
        dataset.CopyFrom(self.stored[link.dataset_id].dataset)
        dataset.share_expires_at.FromDatetime(link.expires)
        return dataset

    def _may(self, method: str, context: _Context) -> None:
        self.deadlines[method] = context.time_remaining()
        if method in self.refusals:
            abort(context, self.refusals[method])

    def _get(self, dataset_id: str, context: _Context) -> Stored:
        try:
            uuid.UUID(dataset_id)
        except ValueError:
            abort(context, bad_request([("dataset_id", "UUID 형식이어야 합니다.")]))
        if dataset_id not in self.stored:
            abort(context, status(grpc.StatusCode.NOT_FOUND, NOT_FOUND))
        return self.stored[dataset_id]
