"""The RPCs of the prediction context: convert in, call the domain, convert out."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc

from services.prediction import converters
from services.prediction.domain.comparison import compare
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.prediction import PredictionHistory, PredictionLog
from services.prediction.domain.risk import district_risk, weekly_risk

Answer = TypeVar("Answer")

DEFAULT_PAGE = 50

READERS = 4
"""Threads that read the history. While the database hangs they do too, and predictions must not wait behind them."""


class PredictionServicer(prediction_pb2_grpc.PredictionServiceServicer):
    """Serves one model. Work that takes more than some microseconds runs in a thread."""

    def __init__(self, model: EcloModel, log: PredictionLog, history: PredictionHistory) -> None:
        self._model = model
        self._log = log
        self._history = history
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="history")

    async def PredictEclo(self, request: pb.PredictEcloRequest, context: Any) -> pb.PredictEcloResponse:
        given = converters.accident_input(request)
        if request.explain or not request.HasField("explain"):
            prediction = await asyncio.to_thread(self._model.predict, given, explain=True)
        else:
            prediction = self._model.predict(given)
        stored = converters.stored(prediction, self._model.facts.version)
        await self._log.commit(stored)
        return converters.predict_response(prediction, stored)

    async def CompareEclo(self, request: pb.CompareEcloRequest, context: Any) -> pb.CompareEcloResponse:
        with converters.prefixed("base"):
            comparison = compare(self._model, converters.accident_input(request.base), converters.variants(request))
        return converters.compare_response(request, comparison, self._model.facts.version)

    async def GetWeeklyRisk(self, request: pb.GetWeeklyRiskRequest, context: Any) -> pb.GetWeeklyRiskResponse:
        with converters.prefixed("accident"):
            profile = await asyncio.to_thread(weekly_risk, self._model, converters.accident_input(request.accident))
        return converters.weekly_response(profile, self._model.facts.version)

    async def GetDistrictRisk(self, request: pb.GetDistrictRiskRequest, context: Any) -> pb.GetDistrictRiskResponse:
        with converters.prefixed("accident"):
            profile = await asyncio.to_thread(district_risk, self._model, converters.accident_input(request.accident))
        return converters.district_response(profile, self._model.facts.version)

    async def ParseAccident(self, request: pb.ParseAccidentRequest, context: Any) -> pb.ParseAccidentResponse:
        parsed = await asyncio.to_thread(converters.parse_text, request, self._model.vocabulary)
        return converters.parse_response(parsed)

    async def GetModel(self, request: pb.GetModelRequest, context: Any) -> pb.GetModelResponse:
        return converters.model_response(self._model)

    async def ListPredictions(self, request: pb.ListPredictionsRequest, context: Any) -> pb.ListPredictionsResponse:
        limit = request.limit if request.HasField("limit") else DEFAULT_PAGE
        page, total = await self._read(self._history.page, limit, request.offset)
        return converters.list_response(page, total)

    async def GetPrediction(self, request: pb.GetPredictionRequest, context: Any) -> pb.GetPredictionResponse:
        stored = await self._read(self._history.get, request.prediction_id)
        return pb.GetPredictionResponse(prediction=converters.stored_prediction(stored))

    async def _read(self, question: Callable[..., Answer], *arguments: Any) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._readers, question, *arguments)
