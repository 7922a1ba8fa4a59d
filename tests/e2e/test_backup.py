"""A backup of one stack, put into another one that is empty."""

import io
import stat
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.accidents import ACCIDENT
from tests.datasets import CSV
from tests.stack import EmbeddedStack, wait_until

pytestmark = pytest.mark.timeout(240)


@dataclass(frozen=True)
class Kept:
    """What people had put into a stack, and the file it was kept in."""

    file: Path
    dataset_id: str
    share_token: str
    prediction: dict[str, Any]
    batch_id: str
    conversation: dict[str, Any]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """A backup of a stack that is gone by now."""
    file = tmp_path_factory.mktemp("backup") / "daegu.tar"
    with EmbeddedStack() as stack:
        http = stack.http
        header = {"content-type": "text/csv"}
        dataset_id = http.post("/api/datasets/upload?name=주차장", content=CSV, headers=header).json()["dataset_id"]
        share = http.post(f"/api/datasets/{dataset_id}/share", json={}).json()
        prediction = stack.predict().json()
        asked = {"dataset_id": dataset_id, "message": "행이 몇 개야?"}
        conversation_id = http.post("/api/chat/message", json=asked).json()["conversation_id"]
        batch_id = http.post("/api/predict/eclo/batch", json={"accidents": [ACCIDENT] * 3}).json()["batch_id"]
        wait_until(lambda: results(stack, batch_id)["status"] == "SUCCEEDED")
        answer = stack.command("backup", str(file))
        assert answer.returncode == 0, answer.stdout + answer.stderr
        conversation = http.get(f"/api/chat/conversations/{conversation_id}").json()
    yield Kept(file, dataset_id, share["share_token"], prediction, batch_id, conversation)


@pytest.fixture(scope="module")
def empty() -> Iterator[EmbeddedStack]:
    with EmbeddedStack() as stack:
        yield stack


def results(stack: EmbeddedStack, batch_id: str) -> dict[str, Any]:
    found: dict[str, Any] = stack.http.get(f"/api/predict/batch/{batch_id}/results").json()
    return found


def changed(source: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of a backup in which one member has other bytes."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = old.extractfile(member).read()  # type: ignore[union-attr]  # all are files
            content = change(content) if member.name == name else content
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


def test_a_backup_is_for_its_owner_and_never_overwrites(kept: Kept, empty: EmbeddedStack) -> None:
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600
    before = kept.file.read_bytes()
    assert empty.command("backup", str(kept.file)).returncode == 2
    assert kept.file.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("databases/chat.sql", lambda _: b"DROP TABLE conversations;", "databases/chat.sql"),
        ("manifest.json", lambda old: old.replace(b'"chat": "0001"', b'"chat": "9999"'), "newer version"),
        ("manifest.json", lambda _: b"{}", "not a backup"),
    ],
    ids=["damaged", "newer", "no manifest"],
)
def test_a_file_that_cannot_be_trusted_changes_nothing(
    kept: Kept, empty: EmbeddedStack, tmp_path: Path, *, name: str, change: Callable[[bytes], bytes], said: str
) -> None:
    refused = empty.command("restore", str(changed(kept.file, tmp_path / "changed.tar", name, change)))
    assert refused.returncode == 2, refused.stdout
    assert said in refused.stdout
    assert empty.http.get("/api/datasets").json()["total"] == 1  # the sample


def test_a_backup_gives_back_everything_in_an_empty_stack_and_only_there(kept: Kept, empty: EmbeddedStack) -> None:
    answer = empty.command("restore", str(kept.file))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    http = empty.http
    assert http.get(f"/api/datasets/{kept.dataset_id}/content").content == CSV
    assert http.get(f"/api/datasets/shared/{kept.share_token}").json()["dataset_id"] == kept.dataset_id
    prediction = http.get(f"/api/predictions/{kept.prediction['prediction_id']}").json()["prediction"]
    assert prediction["eclo"] == kept.prediction["eclo"]
    batch = results(empty, kept.batch_id)
    assert (batch["status"], len(batch["results"])) == ("SUCCEEDED", 3)
    conversation_id = kept.conversation["conversation"]["conversation_id"]
    assert http.get(f"/api/chat/conversations/{conversation_id}").json() == kept.conversation
    # It goes on from there.
    assert empty.predict().status_code == 200
    asked = {"dataset_id": kept.dataset_id, "message": "열은 몇 개야?", "conversation_id": conversation_id}
    assert http.post("/api/chat/message", json=asked).status_code == 200

    again = empty.command("restore", str(kept.file))
    assert again.returncode == 2
    assert "2 predictions" in again.stdout
    assert http.get(f"/api/datasets/{kept.dataset_id}/content").content == CSV


def test_a_stack_that_does_not_run_is_not_backed_up(tmp_path: Path) -> None:
    stack = EmbeddedStack()
    try:
        assert stack.command("backup", str(tmp_path / "daegu.tar")).returncode == 3
    finally:
        stack.remove()
