"""Services that answer what a test of the gateway needs to see; built on the chassis like the real ones."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, TypeAlias

import grpc
from daegu.chat.v1 import chat_pb2, chat_pb2_grpc
from daegu.dataset.v1 import dataset_pb2, dataset_pb2_grpc
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc
from google.api.httpbody_pb2 import HttpBody

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"


class SmallPrediction(prediction_pb2_grpc.PredictionServiceServicer):
    """Says what it received: weather as interpretation, request id as prediction id, seconds left as detail, names of
    headers as model version.

    A job is watched in two events, the second of which waits for the next prediction.
    """

    def __init__(self) -> None:
        self._predicted = asyncio.Event()

    async def PredictEclo(
        self,
        request: prediction_pb2.PredictEcloRequest,
        context: Context,
    ) -> prediction_pb2.PredictEcloResponse:
        self._predicted.set()
        metadata = dict(context.invocation_metadata() or ())
        return prediction_pb2.PredictEcloResponse(
            eclo=4.5,
            interpretation=request.weather,
            prediction_id=str(metadata.get("x-request-id")),
            detail=str(context.time_remaining()),
            model_version=" ".join(sorted(metadata)),
        )

    async def GetModel(
        self, request: prediction_pb2.GetModelRequest, context: Context
    ) -> prediction_pb2.GetModelResponse:
        field = prediction_pb2.GetModelResponse.Field
        return prediction_pb2.GetModelResponse(
            model_version="1", fields=[field(name="weather", values=["맑음", "비"]), field(name="accident_year")]
        )

    async def WatchBatch(
        self, request: prediction_pb2.WatchBatchRequest, context: Context
    ) -> AsyncIterator[prediction_pb2.WatchBatchResponse]:
        self._predicted.clear()
        for done in range(2):
            if done:
                await self._predicted.wait()
            progress = prediction_pb2.WatchBatchResponse.Progress(batch=prediction_pb2.Batch(done=done))
            yield prediction_pb2.WatchBatchResponse(progress=progress)


class SmallDataset(dataset_pb2_grpc.DatasetServiceServicer):
    """Counts the bytes it receives; sends 3 MiB in three chunks."""

    async def UploadDatasetFile(
        self, requests: AsyncIterator[dataset_pb2.UploadDatasetFileRequest], context: Context
    ) -> dataset_pb2.Dataset:
        size, name, kind = 0, "", ""
        async for request in requests:
            size += len(request.file.data)
            name, kind = name or request.name, kind or request.file.content_type
        return dataset_pb2.Dataset(size_bytes=size, name=name, kind=kind)

    async def GetDatasetContent(
        self, request: dataset_pb2.GetDatasetContentRequest, context: Context
    ) -> AsyncIterator[HttpBody]:
        for _ in range(3):
            yield HttpBody(content_type="text/csv", data=b"1,2,3,4\n" * 131072)


class SmallChat(chat_pb2_grpc.ChatServiceServicer):
    """Streams two events."""

    async def StreamMessage(
        self, request: chat_pb2.StreamMessageRequest, context: Context
    ) -> AsyncIterator[chat_pb2.StreamMessageResponse]:
        yield chat_pb2.StreamMessageResponse(token=request.message)
        yield chat_pb2.StreamMessageResponse(done=chat_pb2.SendMessageResponse(response=request.message))
