"""Callers that ask for predictions over and over while something happens to the stack."""

import asyncio
import threading
import time
from collections import Counter
from types import TracebackType
from typing import Any, Self

import grpc
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc

from tests.accidents import ACCIDENT

REQUEST = prediction_pb2.PredictEcloRequest(**ACCIDENT, explain=False)
OPTIONS = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_reconnect_backoff_ms", 500)]


class Load:
    """`callers` that each send the next request when the last one is answered, in a thread of their own."""

    def __init__(self, target: str, callers: int = 24) -> None:
        self.acknowledged: list[str] = []
        self.codes: Counter[grpc.StatusCode] = Counter()
        self.slowest = 0.0
        self._target = target
        self._callers = callers
        self._over = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._over.set()
        self._thread.join(30)
        assert not self._thread.is_alive(), "a call hangs"

    def answered_after(self, moment: float, seconds: float) -> float:
        """Waits for the first success that was asked for after `moment` (monotonic); seconds from then on."""
        while not (self._last_success and self._last_success > moment):
            assert time.monotonic() - moment < seconds, f"no success within {seconds:.0f} s: {self.codes}"
            time.sleep(0.02)
        return self._last_success - moment

    _last_success = 0.0

    async def _run(self) -> None:
        async with grpc.aio.insecure_channel(self._target, options=OPTIONS) as channel:
            stub = prediction_pb2_grpc.PredictionServiceStub(channel)
            await asyncio.gather(*(self._call(stub) for _ in range(self._callers)))

    async def _call(self, stub: Any) -> None:
        while not self._over.is_set():
            asked = time.monotonic()
            try:
                answer = await stub.PredictEclo(REQUEST, timeout=10)
            except grpc.aio.AioRpcError as error:
                self.codes[error.code()] += 1
                await asyncio.sleep(0.2)
            else:
                self.codes[grpc.StatusCode.OK] += 1
                self.acknowledged.append(answer.prediction_id)
                self._last_success = max(self._last_success, asked)
            self.slowest = max(self.slowest, time.monotonic() - asked)
