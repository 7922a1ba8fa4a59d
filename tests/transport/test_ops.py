"""What the ops process learns from the services, over real channels."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import grpc
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc
from grpc_health.v1 import health_pb2_grpc

from gateway.ops.health import Parts
from gateway.ops.server import CHANNEL_OPTIONS
from gateway.ops.valid_values import ValidValues
from services.chassis.health import NOT_SERVING, SERVING, Health


class Model(prediction_pb2_grpc.PredictionServiceServicer):
    """Serves models one after the other: each answer has the next version."""

    def __init__(self) -> None:
        self.version = 0

    async def GetModel(
        self, request: prediction_pb2.GetModelRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> prediction_pb2.GetModelResponse:
        self.version += 1
        weather = prediction_pb2.GetModelResponse.Field(name="weather", values=[f"맑음 {self.version}"])
        month = prediction_pb2.GetModelResponse.Field(name="accident_month", minimum=1, maximum=12)
        return prediction_pb2.GetModelResponse(model_version=str(self.version), fields=[weather, month])


class DeafHealth(Health):
    """Takes the question and never answers."""

    async def List(self, _: Any, __: Any) -> Any:
        await asyncio.sleep(60)


@asynccontextmanager
async def serving(port: int = 0, health: Health | None = None) -> AsyncIterator[int]:
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    # The methods it leaves out are not called.
    prediction_pb2_grpc.add_PredictionServiceServicer_to_server(Model(), server)  # type: ignore[abstract]
    health_pb2_grpc.add_HealthServicer_to_server(health or Health(), server)
    bound = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    try:
        yield bound
    finally:
        await server.stop(0)


def channel(port: int) -> grpc.aio.Channel:
    return grpc.aio.insecure_channel(f"127.0.0.1:{port}", CHANNEL_OPTIONS)


def test_valid_values_come_with_the_service_and_stay_when_it_goes() -> None:
    async def run() -> None:
        async with serving() as port:
            pass
        async with channel(port) as to_prediction:
            values = ValidValues(to_prediction, max_age=0, timeout=1)
            await values.refresh()
            assert (values.version, values.limits) == ("", {})
            async with serving(port):
                end = time.monotonic() + 2
                while not values.version and time.monotonic() < end:
                    await values.refresh()
                assert (values.version, values.limits) == (
                    "1",
                    {"weather": {"enum": ["맑음 1"]}, "accident_month": {"minimum": 1, "maximum": 12}},
                )
                await values.refresh()
                assert values.version == "2"
            await values.refresh()
            assert (values.version, values.limits["weather"]) == ("2", {"enum": ["맑음 2"]})

    asyncio.run(run())


def test_the_service_is_not_asked_again_before_the_values_are_old() -> None:
    async def run() -> None:
        async with serving() as port, channel(port) as to_prediction:
            values = ValidValues(to_prediction, max_age=60, timeout=1)
            for _ in range(3):
                await values.refresh()
            assert values.version == "1"

    asyncio.run(run())


def test_parts_are_named_with_what_they_depend_on() -> None:
    async def run() -> None:
        health = Health()
        await health.set("daegu.prediction.v1.PredictionService", SERVING)
        await health.set("database", NOT_SERVING)
        async with serving(health=health) as port, channel(port) as to_prediction:
            found = await Parts({"prediction": to_prediction}, seconds=1).health()
        assert found == {"prediction": True, "prediction.database": False}

    asyncio.run(run())


def test_parts_that_do_not_answer_are_down_and_do_not_wait_for_each_other() -> None:
    async def run() -> None:
        async with serving(health=DeafHealth()) as deaf, serving() as well, AsyncExitStack() as stack:
            ports = {"one": deaf, "two": deaf, "three": well}
            channels = {name: await stack.enter_async_context(channel(port)) for name, port in ports.items()}
            started = time.monotonic()
            found = await Parts(channels, seconds=1).health()
            assert time.monotonic() - started < 1.9
        assert found == {"one": False, "two": False, "three": True}

    asyncio.run(run())
