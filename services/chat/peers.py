"""The other services as the chat context needs them, over gRPC."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import grpc
import pyarrow as pa
from daegu.dataset.v1 import dataset_pb2, dataset_pb2_grpc
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc
from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.protobuf.struct_pb2 import Value
from google.rpc import error_details_pb2, status_pb2

from services.chassis.errors import InvalidInput, Unavailable, Violation
from services.chassis.tracing import onward
from services.chat.domain.answer import Json
from services.chat.domain.datasets import ColumnBrief, ColumnType, DatasetBrief, DatasetMissing
from services.chat.domain.ports import AccidentField, ModelFacts, ParsedAccident, Prediction

READ_SECONDS = 3.0
PREDICT_SECONDS = 2.0
ROWS_SECONDS = 60.0
"""Deadlines of the calls."""

BRIEF_SECONDS = 10.0
FACTS_SECONDS = 60.0
"""How long an answer is used again. The content of a dataset never changes; its name may, and it may be deleted."""

PAUSE_SECONDS = 5.0
"""How long a service that was away is not asked for what a question can do without."""

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
    """The dataset service: implements domain.ports.Catalogue, and gives the rows to the frames."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = dataset_pb2_grpc.DatasetServiceStub(channel)
        self._briefs: dict[str, tuple[float, DatasetBrief]] = {}

    async def describe(self, dataset_ids: Sequence[str]) -> list[DatasetBrief]:
        """The datasets in the order of their ids. Raises DatasetMissing or Unavailable."""
        return list(await asyncio.gather(*map(self._brief, dataset_ids)))

    async def rows(self, dataset: DatasetBrief) -> pa.Table:
        """All rows, with the types of the columns as metadata of the fields. Raises DatasetMissing or Unavailable."""
        request = dataset_pb2.StreamDatasetArrowRequest(dataset_id=dataset.dataset_id)
        chunks: list[bytes] = []
        with _errors("dataset", dataset.dataset_id):
            call = self._stub.StreamDatasetArrow(request, timeout=ROWS_SECONDS, metadata=onward())
            async for event in call:
                match event.WhichOneof("event"):
                    case "chunk":
                        chunks.append(event.chunk)
                    case "done":
                        return await asyncio.to_thread(_read_arrow, chunks)
                    case _:
                        raise _away("dataset")
        raise _away("dataset")  # a stream without a last word

    async def _brief(self, dataset_id: str) -> DatasetBrief:
        now = time.monotonic()
        known = self._briefs.get(dataset_id)
        if known and now - known[0] < BRIEF_SECONDS:
            return known[1]
        request = dataset_pb2.GetDatasetRequest(dataset_id=dataset_id)
        with _errors("dataset", dataset_id):
            found = _dataset(await self._stub.GetDataset(request, timeout=READ_SECONDS, metadata=onward()))
        # Only what may still be used stays: the ids that are asked for come from callers.
        self._briefs = {key: each for key, each in self._briefs.items() if now - each[0] < BRIEF_SECONDS}
        self._briefs[dataset_id] = now, found
        return found


class PredictionPeer:
    """The prediction service: implements domain.ports.Predictor."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = prediction_pb2_grpc.PredictionServiceStub(channel)
        self._facts: tuple[float, ModelFacts] | None = None
        self._asked_again_at = 0.0

    async def predict(self, accident: Mapping[str, Json]) -> Prediction:
        request = prediction_pb2.PredictEcloRequest()
        try:
            ParseDict(dict(accident), request)
        except ParseError as error:
            raise InvalidInput(
                [Violation("", "MALFORMED_ACCIDENT", str(error), "사고 정보의 형식이 올바르지 않습니다.")]
            ) from None
        with _errors("prediction"):
            answer = await self._stub.PredictEclo(request, timeout=PREDICT_SECONDS, metadata=onward())
        return Prediction(
            eclo=answer.eclo,
            interpretation=answer.interpretation,
            detail=answer.detail,
            percentile=answer.percentile,
            serious_probability=answer.serious_probability,
            interval=(answer.interval.lower, answer.interval.upper),
            bands=tuple((band.label, band.probability, band.city_average) for band in answer.band_probabilities),
            contributions=tuple((item.label, item.value, item.difference) for item in answer.contributions),
            warnings=tuple(warning.message for warning in answer.warnings),
            prediction_id=answer.prediction_id,
        )

    async def parse(self, text: str) -> ParsedAccident:
        request = prediction_pb2.ParseAccidentRequest(text=text)
        with _errors("prediction"):
            answer = await self._stub.ParseAccident(request, timeout=READ_SECONDS, metadata=onward())
        return ParsedAccident(
            fields=MessageToDict(answer.accident, preserving_proto_field_name=True),
            assumed=tuple(assumption.message for assumption in answer.assumptions),
            missing=tuple(answer.missing),
        )

    async def facts(self) -> ModelFacts:
        """At most `FACTS_SECONDS` old; older ones if the service is away, which is then left alone for a while."""
        now = time.monotonic()
        if now < self._asked_again_at:
            if self._facts:
                return self._facts[1]
            raise _away("prediction")
        if self._facts and now - self._facts[0] < FACTS_SECONDS:
            return self._facts[1]
        try:
            with _errors("prediction"):
                model = await self._stub.GetModel(
                    prediction_pb2.GetModelRequest(), timeout=READ_SECONDS, metadata=onward()
                )
        except Unavailable:
            self._asked_again_at = time.monotonic() + PAUSE_SECONDS
            if self._facts:
                return self._facts[1]
            raise
        found = ModelFacts(
            version=model.model_version,
            first_year=model.training_first_year,
            last_year=model.training_last_year,
            typical_eclo=model.typical_eclo,
            fields=tuple(_field(field) for field in model.fields),
        )
        self._facts = time.monotonic(), found
        return found


@contextmanager
def _errors(service: str, dataset_id: str = "") -> Iterator[None]:
    """Raises our own errors instead of those of gRPC; whatever a peer cannot do makes it unavailable to us."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND and dataset_id:
            raise DatasetMissing(dataset_id) from None
        if error.code() is grpc.StatusCode.INVALID_ARGUMENT:
            raise InvalidInput(_violations(error)) from None
        raise _away(service) from error


def _away(service: str) -> Unavailable:
    korean = {"dataset": "데이터셋", "prediction": "ECLO 예측"}[service]
    return Unavailable(
        f"the {service} service is not available",
        f"{korean} 서비스에 연결할 수 없습니다. 잠시 후 다시 시도해주세요.",
    )


def _violations(error: grpc.aio.AioRpcError) -> list[Violation]:
    """What the peer said of each wrong field; one for the whole if it said nothing."""
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


def _read_arrow(chunks: list[bytes]) -> pa.Table:
    try:
        with pa.ipc.open_stream(pa.py_buffer(b"".join(chunks))) as reader:
            return reader.read_all()
    except pa.ArrowInvalid:
        raise _away("dataset") from None


def _dataset(message: dataset_pb2.Dataset) -> DatasetBrief:
    return DatasetBrief(
        dataset_id=message.dataset_id,
        name=message.name,
        sha256=message.sha256,
        rows=message.rows,
        kind=message.kind,
        columns=tuple(_column(column) for column in message.columns_info),
    )


def _column(info: dataset_pb2.ColumnInfo) -> ColumnBrief:
    named = dataset_pb2.ColumnType.Name(info.type).removeprefix("COLUMN_TYPE_").lower()
    return ColumnBrief(
        name=info.name,
        type=ColumnType(named),
        missing=info.missing,
        distinct=info.distinct,
        minimum=_bound(info.min) if info.HasField("min") else "",
        maximum=_bound(info.max) if info.HasField("max") else "",
        mean=info.mean if info.HasField("mean") else None,
        top_values=tuple((top.value, top.count) for top in info.top_values),
    )


def _bound(value: Value) -> str:
    return value.string_value if value.WhichOneof("kind") == "string_value" else f"{value.number_value:g}"


def _field(field: Any) -> AccidentField:
    return AccidentField(
        name=field.name,
        label=field.label,
        required=field.required,
        values=tuple(field.values),
        minimum=field.minimum if field.HasField("minimum") else None,
        maximum=field.maximum if field.HasField("maximum") else None,
        typical=field.typical,
    )
