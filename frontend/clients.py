"""The calls of the UI to the services, all through the gateway over one channel.

Deadlines: 2 s to predict, 3 s to read. Only reads are retried, only when UNAVAILABLE, within
their deadline: a dead server is reported in under five seconds. Every failure is a BackendError.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import grpc
import streamlit as st
from daegu.chat.v1 import chat_pb2
from daegu.ops.v1 import ops_pb2, ops_pb2_grpc
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc

from frontend.backend_error import BackendError
from frontend.batch import batch_client
from frontend.batch.batch_client import Batches
from frontend.calls import PROBE_DEADLINE, READ_DEADLINE, call
from frontend.chat import chat_client
from frontend.chat.chat_client import Chat
from frontend.datasets import dataset_client
from frontend.datasets.dataset_client import Datasets
from frontend.settings import settings

PREDICT_DEADLINE = 2.0
HEALTH_DEADLINE = 2.0

_PREDICTION_READS = (
    "CompareEclo",
    "GetWeeklyRisk",
    "GetDistrictRisk",
    "ParseAccident",
    "GetModel",
    "ListPredictions",
    "GetPrediction",
)
_SERVICE_CONFIG = {
    "methodConfig": [
        {
            "name": [
                {"service": service, "method": method}
                for service, methods in (
                    (
                        pb.DESCRIPTOR.services_by_name["PredictionService"].full_name,
                        _PREDICTION_READS + batch_client.READS,
                    ),
                    (dataset_client.SERVICE, dataset_client.READS),
                    (chat_client.SERVICE, chat_client.READS),
                )
                for method in methods
            ],
            "retryPolicy": {
                "maxAttempts": 3,
                "initialBackoff": "0.2s",
                "maxBackoff": "1s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ],
    "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1},
}
_OPTIONS = (
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    # A server that is back is found within a second, not after the default backoff of up to two minutes.
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 1_000),  # also the time that a connection may take to be made
    ("grpc.max_reconnect_backoff_ms", 1_000),
    ("grpc.max_receive_message_length", 8 << 20),
    ("grpc.enable_http_proxy", 0),
    ("grpc.service_config", json.dumps(_SERVICE_CONFIG)),
)


@dataclass(frozen=True)
class Health:
    """Whether the gateway answers, and which parts behind it do not: `chat`, or `prediction.database` of prediction."""

    gateway: bool
    down: frozenset[str] = frozenset()


class Backend:
    """The services behind the gateway at `address` (host:port); `batches`, `datasets` and `chat` apart.

    Safe to share between threads.
    """

    def __init__(self, address: str) -> None:
        self._channel = grpc.insecure_channel(address, options=_OPTIONS)
        self._prediction = prediction_pb2_grpc.PredictionServiceStub(self._channel)
        self._ops = ops_pb2_grpc.OpsServiceStub(self._channel)
        self.batches = Batches(self._channel)
        self.datasets = Datasets(self._channel)
        self.chat = Chat(self._channel)

    def close(self) -> None:
        self._channel.close()

    def predict(self, accident: pb.Accident) -> pb.PredictEcloResponse:
        request = pb.PredictEcloRequest(**{field.name: value for field, value in accident.ListFields()})
        return call(self._prediction.PredictEclo, request, PREDICT_DEADLINE)

    def compare(self, base: pb.Accident, variants: list[pb.CompareEcloRequest.Variant]) -> pb.CompareEcloResponse:
        return call(self._prediction.CompareEclo, pb.CompareEcloRequest(base=base, variants=variants), READ_DEADLINE)

    def weekly_risk(self, accident: pb.Accident) -> pb.GetWeeklyRiskResponse:
        return call(self._prediction.GetWeeklyRisk, pb.GetWeeklyRiskRequest(accident=accident), READ_DEADLINE)

    def district_risk(self, accident: pb.Accident) -> pb.GetDistrictRiskResponse:
        return call(self._prediction.GetDistrictRisk, pb.GetDistrictRiskRequest(accident=accident), READ_DEADLINE)

    def parse(self, text: str) -> pb.ParseAccidentResponse:
        return call(self._prediction.ParseAccident, pb.ParseAccidentRequest(text=text), READ_DEADLINE)

    def model(self) -> pb.GetModelResponse:
        return call(self._prediction.GetModel, pb.GetModelRequest(), READ_DEADLINE)

    def probe(self) -> None:
        """Asks once, briefly, whether predictions are served again."""
        call(self._prediction.GetModel, pb.GetModelRequest(), PROBE_DEADLINE)

    def predictions(self, limit: int) -> pb.ListPredictionsResponse:
        return call(self._prediction.ListPredictions, pb.ListPredictionsRequest(limit=limit), READ_DEADLINE)

    def health(self) -> Health:
        """Never raises: no answer is an answer here."""
        try:
            call(self._ops.GetHealth, ops_pb2.GetHealthRequest(), HEALTH_DEADLINE)
        except BackendError as error:
            # Only what runs behind the gateway sends details; without them nothing was reached.
            return Health(bool(error.metadata), frozenset(error.metadata.get("down", "").split(",")) - {""})
        return Health(gateway=True)


@st.cache_resource(show_spinner=False)
def _backend(address: str) -> Backend:
    return Backend(address)


def backend() -> Backend:
    """The one shared Backend of this process."""
    return _backend(settings().gateway_address)


@st.cache_resource(show_spinner=False, ttl=60)
def _model(address: str) -> pb.GetModelResponse:
    return _backend(address).model()


def model() -> pb.GetModelResponse:
    """The model that serves, at most a minute old; shared between users, not to be changed."""
    return _model(settings().gateway_address)


@st.cache_resource(show_spinner=False, ttl=60)
def _chat_models(address: str) -> Sequence[chat_pb2.ListModelsResponse.Model]:
    return _backend(address).chat.models()


def chat_models() -> Sequence[chat_pb2.ListModelsResponse.Model]:
    """Who may be asked, at most a minute old; shared between users, not to be changed."""
    return _chat_models(settings().gateway_address)
