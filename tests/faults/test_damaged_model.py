"""A model that is missing or damaged: the service does not become ready, and says why."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.ports import HOST
from services.prediction.settings import PredictionSettings
from tests.places import ROOT
from tests.stack import EmbeddedStack, free_ports

MODEL = PredictionSettings.model_fields["model_folder"].default


def _flip(folder: Path) -> None:
    text = bytearray((folder / "eclo.txt").read_bytes())
    text[len(text) // 2] ^= 1
    (folder / "eclo.txt").write_bytes(text)


def _other_hash(folder: Path) -> None:
    manifest = (folder / "manifest.json").read_text()
    recorded = next(word for word in manifest.split('"') if len(word) == 64)
    (folder / "manifest.json").write_text(manifest.replace(recorded, "0" * 64))


def _empty(name: str) -> Callable[[Path], None]:
    return lambda folder: os.truncate(folder / name, 0)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "no folder": shutil.rmtree,
    "no model": lambda folder: (folder / "eclo.txt").unlink(),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "empty model": _empty("eclo.txt"),
    "empty manifest": _empty("manifest.json"),
    "truncated model": lambda folder: os.truncate(folder / "eclo.txt", 50_000),
    "flipped bit": _flip,
    "wrong hash": _other_hash,
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_service_with_a_damaged_model_ends_and_says_why(model: Path, damage: Callable[[Path], None]) -> None:
    damage(model)
    (port,) = free_ports(1)
    environment = os.environ | {
        "DAEGU_MODEL_FOLDER": str(model),
        "DAEGU_LISTEN_ADDRESS": f"{HOST}:{port}",
        "DATABASE_URL": "postgresql+psycopg2://nobody@127.0.0.1:1/none",
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        "DAEGU_DATASET_ADDRESS": f"{HOST}:1",
    }
    command = [sys.executable, "-m", "services.prediction"]
    service = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    said = service.stdout + service.stderr
    assert service.returncode == 3, said
    line = json.loads(next(line for line in said.splitlines() if "the model is refused" in line))
    assert line["level"] == "error"
    assert line["folder"] == str(model)
    assert line["why"]
    assert "Traceback" not in said
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, port)) != 0


@pytest.mark.faults
def test_a_stack_with_a_damaged_model_does_not_start_and_says_why(model: Path) -> None:
    _flip(model)
    stack = EmbeddedStack(DAEGU_MODEL_FOLDER=str(model))
    try:
        answer = stack.command("up", "--detach")
        assert answer.returncode == 1
        assert "prediction could not be started" in answer.stdout
        assert "the model is refused" in answer.stdout
        assert not stack.processes()
    finally:
        stack.remove()
