"""The RPCs of the prediction context: convert in, call the domain, convert out."""

import asyncio
from typing import Any

from daegu.prediction.v1 import prediction_pb2 as pb

from services.prediction import converters
from services.prediction.accident_converters import accident_input, prefixed, row_input
from services.prediction.batch_servicer import BatchJobs, BatchServicer
from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain.accident import AccidentInput, InvalidAccident
from services.prediction.domain.comparison import compare
from services.prediction.domain.eclo_model import EcloModel, Prediction
from services.prediction.domain.prediction import PredictionHistory, PredictionLog
from services.prediction.domain.risk import district_risk, weekly_risk
from services.prediction.model_figures import FIGURES

DEFAULT_PAGE = 50


class PredictionServicer(BatchServicer):
    """Serves one model. Work that takes more than some microseconds runs in a thread; the database is asked through
    `calls`."""

    def __init__(
        self, model: EcloModel, log: PredictionLog, history: PredictionHistory, calls: DatabaseCalls, jobs: BatchJobs
    ) -> None:
        super().__init__(jobs, calls, model.scale.city_bands)
        self._model = model
        self._log = log
        self._history = history
        FIGURES.serves(model)

    async def PredictEclo(self, request: pb.PredictEcloRequest, context: Any) -> pb.PredictEcloResponse:
        prediction = await self._predicted(accident_input(request), request.explain or not request.HasField("explain"))
        stored = converters.stored(prediction, self._model.facts.version)
        await self._log.commit(stored)
        return converters.predict_response(prediction, stored)

    async def _predicted(self, given: AccidentInput, explain: bool) -> Prediction:
        try:
            if explain:
                prediction = await asyncio.to_thread(self._model.predict, given, explain=True)
            else:
                prediction = self._model.predict(given)
        except InvalidAccident as refused:
            FIGURES.refused(refused.violations)
            raise
        FIGURES.answered(prediction)
        return prediction

    async def CompareEclo(self, request: pb.CompareEcloRequest, context: Any) -> pb.CompareEcloResponse:
        with prefixed("base"):
            comparison = compare(self._model, row_input(request.base), converters.variants(request))
        return converters.compare_response(request, comparison, self._model.facts.version)

    async def GetWeeklyRisk(self, request: pb.GetWeeklyRiskRequest, context: Any) -> pb.GetWeeklyRiskResponse:
        with prefixed("accident"):
            profile = await asyncio.to_thread(weekly_risk, self._model, row_input(request.accident))
        return converters.weekly_response(profile, self._model.facts.version)

    async def GetDistrictRisk(self, request: pb.GetDistrictRiskRequest, context: Any) -> pb.GetDistrictRiskResponse:
        with prefixed("accident"):
            profile = await asyncio.to_thread(district_risk, self._model, row_input(request.accident))
        return converters.district_response(profile, self._model.facts.version)

    async def ParseAccident(self, request: pb.ParseAccidentRequest, context: Any) -> pb.ParseAccidentResponse:
        parsed = await asyncio.to_thread(converters.parse_text, request, self._model.vocabulary)
        return converters.parse_response(parsed)

    async def GetModel(self, request: pb.GetModelRequest, context: Any) -> pb.GetModelResponse:
        return converters.model_response(self._model)

    async def ListPredictions(self, request: pb.ListPredictionsRequest, context: Any) -> pb.ListPredictionsResponse:
        limit = request.limit if request.HasField("limit") else DEFAULT_PAGE
        page, total = await self._calls(self._history.page, limit, request.offset)
        return converters.list_response(page, total)

    async def GetPrediction(self, request: pb.GetPredictionRequest, context: Any) -> pb.GetPredictionResponse:
        stored = await self._calls(self._history.get, request.prediction_id)
        return pb.GetPredictionResponse(prediction=converters.stored_prediction(stored))
