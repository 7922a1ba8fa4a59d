"""The ops process as Envoy asks it whose key a call has: a process of its own, with all that it logs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from gateway import key_file
from gateway.ops.envoy_messages import CheckRequest, CheckResponse
from tests.places import ROOT
from tests.stack import free_ports, wait_until

CHECK = "/envoy.service.auth.v3.Authorization/Check"
NOBODY = "127.0.0.1:9"


@dataclass(frozen=True)
class Ops:
    """The process that listens on `channel`, the file of its keys and that of its log."""

    channel: grpc.Channel
    keys: Path
    log: Path

    def check(self, **headers: str) -> Any:
        """The answer for a call with these headers, `_` standing for `-`."""
        request = CheckRequest()
        for name, value in headers.items():
            request.attributes.request.http.headers[name.replace("_", "-")] = value
        return self._call(CheckRequest.SerializeToString)(request, timeout=5)

    def send(self, message: bytes) -> Any:
        """The answer to bytes that need not be a message."""
        return self._call(bytes)(message, timeout=5)

    def _call(self, serialize: Any) -> Any:
        return self.channel.unary_unary(CHECK, serialize, CheckResponse.FromString)


@pytest.fixture(scope="module")
def ops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ops]:
    folder = tmp_path_factory.mktemp("ops")
    (port,) = free_ports(1)
    (folder / "keys").touch()
    environment = os.environ | {
        "DAEGU_LISTEN_ADDRESS": f"127.0.0.1:{port}",
        "DAEGU_LOG_LEVEL": "DEBUG",
        "DAEGU_API_KEYS_FILE": str(folder / "keys"),
        **{f"DAEGU_{part}_ADDRESS": NOBODY for part in ("PREDICTION", "DATASET", "CHAT")},
    }
    with (folder / "log").open("wb") as log, grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        command = [sys.executable, "-m", "gateway.ops"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            health = health_pb2_grpc.HealthStub(channel)
            health.Check(health_pb2.HealthCheckRequest(), timeout=30, wait_for_ready=True)
            yield Ops(channel, folder / "keys", folder / "log")
        finally:
            process.terminate()
            process.wait(10)


def test_a_key_is_answered_with_its_owner_and_in_no_log(ops: Ops) -> None:
    key = key_file.add(ops.keys, "city-hall")
    for headers in ({"x_api_key": key}, {"authorization": f"Bearer {key}"}):
        answer = ops.check(**headers)
        assert answer.status.code == 0
        assert answer.metadata.fields["owner"].string_value == "city-hall"
    for headers in ({"x_api_key": "canary"}, {"authorization": "Bearer canary"}, {"authorization": "Basic canary"}):
        assert ops.check(**headers).status.code == grpc.StatusCode.UNAUTHENTICATED.value[0]
    ops.keys.write_text(ops.keys.read_text() + "not a key\n")
    with pytest.raises(grpc.RpcError) as caught:
        ops.check(x_api_key=key)
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert key not in str(caught.value.details())
    wait_until(lambda: ops.log.read_text().count(CHECK) == 6)
    log = ops.log.read_text()
    assert "keys cannot be read" in log
    assert key not in log
    assert "canary" not in log


def test_a_broken_message_is_refused(ops: Ops) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        ops.send(b"\xff\xff\xff")
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
