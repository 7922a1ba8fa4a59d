"""The RPCs of the dataset context: convert in, call the domain, convert out."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from datetime import timedelta
from typing import Any

from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc
from google.api.httpbody_pb2 import HttpBody

from services.dataset import converters
from services.dataset.domain.catalog import Catalog
from services.dataset.domain.contents import Contents
from services.dataset.domain.library import Library
from services.dataset.domain.sharing import Sharing
from services.dataset.receiving import in_thread, receive, to_end

DEFAULT_PAGE = 50
DEFAULT_PREVIEW = 5


class DatasetServicer(dataset_pb2_grpc.DatasetServiceServicer):
    """Everything synchronous runs in threads: uploads are understood in `readers`, only so many at once."""

    def __init__(
        self,
        library: Library,
        catalog: Catalog,
        contents: Contents,
        sharing: Sharing,
        *,
        readers: Executor,
        app_url: str,
    ) -> None:
        self._library = library
        self._catalog = catalog
        self._contents = contents
        self._sharing = sharing
        self._readers = readers
        self._app_url = app_url

    async def UploadDataset(self, requests: AsyncIterator[pb.UploadDatasetRequest], context: Any) -> pb.Dataset:
        return converters.dataset(await receive(self._library, converters.upload_parts(requests), self._readers))

    async def UploadDatasetFile(self, requests: AsyncIterator[pb.UploadDatasetFileRequest], context: Any) -> pb.Dataset:
        return converters.dataset(await receive(self._library, converters.file_parts(requests), self._readers))

    async def CreateSampleDataset(self, request: pb.CreateSampleDatasetRequest, context: Any) -> pb.Dataset:
        return converters.dataset(await to_end(self._readers, self._library.sample))

    async def ListDatasets(self, request: pb.ListDatasetsRequest, context: Any) -> pb.ListDatasetsResponse:
        limit = request.limit if request.HasField("limit") else DEFAULT_PAGE
        page, total = await asyncio.to_thread(self._catalog.page, limit, request.offset)
        return converters.list_response(page, total)

    async def ListDatasetKinds(self, request: pb.ListDatasetKindsRequest, context: Any) -> pb.ListDatasetKindsResponse:
        return converters.kinds_response()

    async def GetDataset(self, request: pb.GetDatasetRequest, context: Any) -> pb.Dataset:
        return converters.dataset(await asyncio.to_thread(self._catalog.get, request.dataset_id))

    async def PreviewDataset(self, request: pb.PreviewDatasetRequest, context: Any) -> pb.PreviewDatasetResponse:
        limit = request.limit if request.HasField("limit") else DEFAULT_PREVIEW
        names, rows = await asyncio.to_thread(
            self._contents.preview, request.dataset_id, limit, request.sort_by, request.descending
        )
        return converters.preview_response(names, rows)

    async def GetDatasetProfile(
        self, request: pb.GetDatasetProfileRequest, context: Any
    ) -> pb.GetDatasetProfileResponse:
        return converters.profile_response(await asyncio.to_thread(self._catalog.get, request.dataset_id))

    async def GetDatasetContent(self, request: pb.GetDatasetContentRequest, context: Any) -> AsyncIterator[HttpBody]:
        give = self._contents.excel if request.format == converters.EXCEL else self._contents.original
        dataset, blocks = await asyncio.to_thread(give, request.dataset_id)
        await context.send_initial_metadata(converters.file_headers(dataset))
        async for body in converters.content(dataset, request.format, in_thread(blocks)):
            yield body

    async def StreamDatasetArrow(
        self, request: pb.StreamDatasetArrowRequest, context: Any
    ) -> AsyncIterator[pb.StreamDatasetArrowResponse]:
        dataset, blocks = await asyncio.to_thread(self._contents.arrow, request.dataset_id)
        async for event in converters.arrow_events(dataset, in_thread(blocks)):
            yield event

    async def UpdateDataset(self, request: pb.UpdateDatasetRequest, context: Any) -> pb.Dataset:
        changes = converters.changes(request)
        return converters.dataset(await asyncio.to_thread(self._catalog.update, request.dataset_id, **changes))

    async def DeleteDataset(self, request: pb.DeleteDatasetRequest, context: Any) -> pb.DeleteDatasetResponse:
        await asyncio.to_thread(self._library.remove, request.dataset_id)
        return pb.DeleteDatasetResponse()

    async def HoldDataset(self, request: pb.HoldDatasetRequest, context: Any) -> pb.HoldDatasetResponse:
        lease: timedelta = request.lease.ToTimedelta()
        return converters.hold_response(
            await asyncio.to_thread(self._catalog.hold, request.dataset_id, request.holder, lease)
        )

    async def ReleaseDataset(self, request: pb.ReleaseDatasetRequest, context: Any) -> pb.ReleaseDatasetResponse:
        await asyncio.to_thread(self._catalog.release, request.dataset_id, request.holder)
        return pb.ReleaseDatasetResponse()

    async def ShareDataset(self, request: pb.ShareDatasetRequest, context: Any) -> pb.ShareDatasetResponse:
        token, expires_at = await asyncio.to_thread(self._sharing.share, request.dataset_id)
        return converters.share_response(token, self._app_url, expires_at)

    async def RevokeShares(self, request: pb.RevokeSharesRequest, context: Any) -> pb.RevokeSharesResponse:
        return pb.RevokeSharesResponse(revoked=await asyncio.to_thread(self._sharing.revoke, request.dataset_id))

    async def GetSharedDataset(self, request: pb.GetSharedDatasetRequest, context: Any) -> pb.Dataset:
        share = await asyncio.to_thread(self._sharing.open, request.share_token, converters.caller(context))
        return converters.shared_dataset(await asyncio.to_thread(self._catalog.get, share.dataset_id), share.expires_at)
