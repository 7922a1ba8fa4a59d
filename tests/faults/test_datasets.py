"""Datasets when everything stops, the database hangs, or the disk is full."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from daegu.dataset.v1 import dataset_pb2 as pb
from daegu.dataset.v1 import dataset_pb2_grpc

from deploy.local.ports import HOST
from tests.datasets import CSV, content, upload
from tests.e2e.errors import refused
from tests.grpc_server import refused as refused_call
from tests.places import ROOT
from tests.stack import EmbeddedStack, free_ports, paused, wait_until

pytestmark = pytest.mark.faults

UPLOAD = "/api/datasets/upload"
RAW = {"content-type": "text/csv"}
EIGHT_MB = b"a,b\n" + b"12345678,87654321\n" * 444_444


def kept(stack: EmbeddedStack) -> dict[str, Any]:
    answer: dict[str, Any] = stack.http.get("/api/datasets").json()
    return answer


@pytest.mark.usefixtures("whole")
def test_everything_is_there_after_everything_was_restarted(stack: EmbeddedStack) -> None:
    for name in ("하나", "둘", "셋"):
        answer = stack.http.post(
            UPLOAD, content=CSV + name.encode("cp949") + b",,,,,\n", params={"name": name}, headers=RAW
        )
        assert answer.status_code == 200, answer.text
    share = stack.http.post(f"/api/datasets/{answer.json()['dataset_id']}/share").json()
    before = kept(stack)
    assert [found["name"] for found in before["datasets"][:3]] == ["셋", "둘", "하나"]
    assert stack.command("down").returncode == 0
    started = stack.command("up", "--detach")
    assert started.returncode == 0, started.stdout
    assert kept(stack) == before
    for found in before["datasets"]:
        content_path = f"/api/datasets/{found['dataset_id']}/content"
        assert len(stack.http.get(content_path).content) == found["size_bytes"]
    opened = stack.http.get(f"/api/datasets/shared/{share['share_token']}").json()
    assert opened["sha256"] == before["datasets"][0]["sha256"]


@pytest.mark.usefixtures("whole")
def test_an_upload_while_the_database_hangs_is_refused_and_leaves_nothing_for_long(stack: EmbeddedStack) -> None:
    before = kept(stack)
    unique = CSV + str(time.time_ns()).encode() + b",,,,,\n"
    with paused(stack.family("postgres")):
        said = refused(stack.http.post(UPLOAD, content=unique, headers=RAW, timeout=60), 503)
        assert "데이터베이스" in said.korean
        wait_until(lambda: "dataset.database" in stack.down_parts(), 10)
    wait_until(lambda: stack.http.get("/api/datasets").status_code == 200, 20)
    assert kept(stack) == before
    answer = stack.http.post(UPLOAD, content=unique, headers=RAW)
    assert answer.status_code == 200
    assert stack.http.get(f"/api/datasets/{answer.json()['dataset_id']}/content").content == unique


@pytest.fixture
def small_disk(dataset_database: str, tmp_path: Path) -> Iterator[tuple[Any, Path]]:
    """A dataset service whose files lie on a disk of 24 MB, and the folder of its log."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("a small disk needs root and unshare")
    disk = tmp_path / "disk"
    disk.mkdir()
    [port] = free_ports(1)
    environment = os.environ | {
        "DATABASE_URL": dataset_database,
        "DAEGU_LISTEN_ADDRESS": f"{HOST}:{port}",
        "DAEGU_BLOB_URL": (disk / "files").as_uri(),
        "DAEGU_STAGING_FOLDER": str(disk / "staging"),
        "DAEGU_SWEEP_SECONDS": "0.2",
    }
    mount = f"mount -t tmpfs -o size=24m tmpfs {disk} && exec {sys.executable} -m services.dataset"
    log = (tmp_path / "log").open("wb")
    command = ["unshare", "--mount", "sh", "-c", mount]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    with grpc.insecure_channel(f"{HOST}:{port}") as channel:
        try:
            grpc.channel_ready_future(channel).result(20)
            yield dataset_pb2_grpc.DatasetServiceStub(channel), tmp_path / "log"
        finally:
            process.terminate()
            process.wait(20)


def test_a_full_disk_is_503_and_what_was_there_stays(small_disk: tuple[Any, Path]) -> None:
    stub, log = small_disk
    first = upload(stub, name="먼저")
    total = stub.ListDatasets(pb.ListDatasetsRequest()).total
    with refused_call() as said:
        upload(stub, EIGHT_MB * 3)
    assert said[0].code is grpc.StatusCode.UNAVAILABLE, said[0].message
    assert said[0].reason == "STORAGE_UNAVAILABLE"
    assert "저장소" in said[0].korean
    assert stub.ListDatasets(pb.ListDatasetsRequest()).total == total
    assert content(stub, first.dataset_id) == CSV
    assert upload(stub, CSV + b"010,2021-01-02,35.8801,128.5912,12,\n", name="나중").rows == 4
    assert "Traceback" not in log.read_text()
