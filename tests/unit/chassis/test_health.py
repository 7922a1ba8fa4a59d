"""Parts that a service depends on, as its health shows them."""

import asyncio
import threading
from typing import Any

from grpc_health.v1 import health_pb2

from services.chassis.errors import Unavailable
from services.chassis.health import NOT_SERVING, SERVING, Health, PartCheck, watch_parts


async def _until(health: Health, name: str, status: int) -> None:
    async with asyncio.timeout(5):
        while True:
            listed: Any = await health.List(None, None)
            if listed.statuses.get(name, health_pb2.HealthCheckResponse()).status == status:
                return
            await asyncio.sleep(0.01)


def test_a_part_that_fails_or_hangs_is_away_until_it_answers_and_disturbs_no_other() -> None:
    answers = threading.Event()
    calls = []
    broken = True

    def hanging() -> None:
        calls.append(1)
        answers.wait(10)

    def failing() -> None:
        if broken:
            raise Unavailable("away", "없음")

    async def scenario() -> None:
        nonlocal broken
        health = Health()
        parts: dict[str, PartCheck] = {"hanging": hanging, "failing": failing, "fine": lambda: None}
        watching = asyncio.create_task(watch_parts(health, parts, seconds=0.01, patience=0.05))
        await _until(health, "fine", SERVING)
        await _until(health, "hanging", NOT_SERVING)
        await _until(health, "failing", NOT_SERVING)
        assert len(calls) == 1
        broken = False
        answers.set()
        await _until(health, "hanging", SERVING)
        await _until(health, "failing", SERVING)
        watching.cancel()
        await asyncio.wait([watching])

    asyncio.run(scenario())
