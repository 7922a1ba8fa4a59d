"""The valid values of an accident's fields, which the model that serves decides."""

import time
from typing import Any

import grpc
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc

from services.chassis.tracing import onward


class ValidValues:
    """Asks the prediction service at most each `max_age` seconds and remembers its last answer.

    `limits` are keywords of JSON Schema by field, such as `{"weather": {"enum": ["맑음", ...]}}`; `version` is that of
    the model, empty as long as none has answered.
    """

    def __init__(self, channel: grpc.aio.Channel, max_age: float, timeout: float) -> None:
        self._prediction = prediction_pb2_grpc.PredictionServiceStub(channel)
        self._max_age = max_age
        self._timeout = timeout
        self._asked = -max_age
        self.version = ""
        self.limits: dict[str, dict[str, Any]] = {}

    async def refresh(self) -> None:
        """Asks again if the answer is too old. Keeps the last answer if the service is away, and asks next time."""
        if time.monotonic() - self._asked < self._max_age:
            return
        try:
            model = await self._prediction.GetModel(
                prediction_pb2.GetModelRequest(), timeout=self._timeout, metadata=onward()
            )
        except grpc.aio.AioRpcError:
            return
        self._asked = time.monotonic()
        self.version = model.model_version
        self.limits = {field.name: _limits(field) for field in model.fields}


def _limits(field: prediction_pb2.GetModelResponse.Field) -> dict[str, Any]:
    """The valid values of one field as keywords of JSON Schema."""
    limits: dict[str, Any] = {"enum": list(field.values)} if field.values else {}
    if field.HasField("minimum"):
        limits["minimum"] = field.minimum
    if field.HasField("maximum"):
        limits["maximum"] = field.maximum
    return limits
