"""The RPCs about jobs: convert in, call the domain, convert out."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import partial
from typing import Any

from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc
from google.api.httpbody_pb2 import HttpBody

from services.chassis.streams import ending_with_an_event
from services.prediction import batch_converters as converters
from services.prediction.accepting import Accepting
from services.prediction.converters import SERVICE
from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain.batch import Batches
from services.prediction.exporting import Exporting
from services.prediction.watching import Watching

DEFAULT_PAGE = 50
DEFAULT_RESULTS = 100

LONGER_CALLS = {"CreateBatch": 30.0, "WatchBatch": 600.0, "DownloadBatch": 600.0, "SaveBatch": 120.0}
"""Seconds, as the gateway allows them; all other calls are over within those of a prediction."""


@dataclass(frozen=True)
class BatchJobs:
    """What the RPCs about jobs call."""

    batches: Batches
    accepting: Accepting
    watching: Watching
    exporting: Exporting


class BatchServicer(prediction_pb2_grpc.PredictionServiceServicer):
    """The half of the service that is about jobs. The database is asked through `calls`. `averages`: the city's shares
    of the four bands."""

    def __init__(self, jobs: BatchJobs, calls: DatabaseCalls, averages: tuple[float, ...]) -> None:
        self._jobs = jobs
        self._calls = calls
        self._averages = averages

    async def MatchBatchColumns(
        self, request: pb.MatchBatchColumnsRequest, context: Any
    ) -> pb.MatchBatchColumnsResponse:
        return converters.match_response(await self._jobs.accepting.match(request.dataset_id, dict(request.columns)))

    async def CreateBatch(self, request: pb.CreateBatchRequest, context: Any) -> pb.CreateBatchResponse:
        asked = await asyncio.to_thread(converters.batch_request, request)
        return converters.create_response(await self._jobs.accepting.create(asked))

    async def GetBatch(self, request: pb.GetBatchRequest, context: Any) -> pb.GetBatchResponse:
        found = await self._calls(self._jobs.batches.get, request.batch_id)
        return pb.GetBatchResponse(batch=converters.batch(found))

    async def ListBatches(self, request: pb.ListBatchesRequest, context: Any) -> pb.ListBatchesResponse:
        limit = request.limit if request.HasField("limit") else DEFAULT_PAGE
        return converters.list_response(*await self._calls(self._jobs.batches.page, limit, request.offset))

    async def ListBatchResults(self, request: pb.ListBatchResultsRequest, context: Any) -> pb.ListBatchResultsResponse:
        limit = request.limit if request.HasField("limit") else DEFAULT_RESULTS
        ask = partial(self._jobs.batches.results, failed_only=request.failed_only)
        found, results = await self._calls(ask, request.batch_id, limit, request.offset)
        return await asyncio.to_thread(converters.results_response, found, results, self._averages)

    async def GetBatchSummary(self, request: pb.GetBatchSummaryRequest, context: Any) -> pb.GetBatchSummaryResponse:
        return converters.summary_response(*await self._calls(self._jobs.batches.summary, request.batch_id))

    async def WatchBatch(
        self, request: pb.WatchBatchRequest, context: Any
    ) -> AsyncGenerator[pb.WatchBatchResponse, None]:
        events = converters.watch_responses(self._jobs.watching.events(request.batch_id))
        async for event in ending_with_an_event(events, converters.watch_error, SERVICE):
            yield event

    async def CancelBatch(self, request: pb.CancelBatchRequest, context: Any) -> pb.CancelBatchResponse:
        return pb.CancelBatchResponse(batch=converters.batch(await self._jobs.accepting.cancel(request.batch_id)))

    async def DownloadBatch(self, request: pb.DownloadBatchRequest, context: Any) -> AsyncGenerator[HttpBody, None]:
        async with self._jobs.exporting.opened(request.batch_id) as export:
            await context.send_initial_metadata(converters.file_headers(export.name))
            async for body in converters.file_bodies(export.blocks):
                yield body

    async def SaveBatch(self, request: pb.SaveBatchRequest, context: Any) -> pb.SaveBatchResponse:
        return converters.save_response(await self._jobs.exporting.save(request.batch_id))
