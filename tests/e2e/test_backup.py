"""A backup of one stack, put into another one that is empty."""

import io
import json
import stat
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.accidents import ACCIDENT
from tests.datasets import CSV
from tests.stack import EmbeddedStack, paused, wait_until

pytestmark = pytest.mark.timeout(240)

OTHER = "구,대수\n수성구,3\n".encode("cp949")


@dataclass(frozen=True)
class Kept:
    """What people had put into a stack, and the file it was kept in."""

    file: Path
    dataset_id: str
    deleted_id: str
    """Of the dataset that was deleted while the backup was made."""
    share_token: str
    prediction: dict[str, Any]
    batch_id: str
    waiting_id: str
    """Of the job that no worker had begun."""
    conversation: dict[str, Any]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """A backup of a stack that is gone by now."""
    file = tmp_path_factory.mktemp("backup") / "daegu.tar"
    with EmbeddedStack() as stack:
        http = stack.http
        dataset_id, deleted_id = uploaded(stack, "주차장", CSV), uploaded(stack, "지울 것", OTHER)
        share = http.post(f"/api/datasets/{dataset_id}/share", json={}).json()
        prediction = stack.predict().json()
        asked = {"dataset_id": dataset_id, "message": "행이 몇 개야?"}
        conversation_id = http.post("/api/chat/message", json=asked).json()["conversation_id"]
        batch_id = http.post("/api/predict/eclo/batch", json={"accidents": [ACCIDENT] * 3}).json()["batch_id"]
        wait_until(lambda: results(stack, batch_id)["status"] == "SUCCEEDED")
        sample = http.post("/api/datasets/sample", json={}).json()["dataset_id"]
        with paused(stack.family("worker")):
            waiting_id = http.post("/api/predict/eclo/batch", json={"dataset_id": sample}).json()["batch_id"]
            # After the moment that the backup shows, and before its tables are read.
            with while_waiting(stack, "backup", file) as running:
                assert http.delete(f"/api/datasets/{deleted_id}").status_code == 200
        answer = running.result()
        assert answer.returncode == 0, answer.stdout + answer.stderr
        conversation = http.get(f"/api/chat/conversations/{conversation_id}").json()
    share_token = share["share_token"]
    yield Kept(file, dataset_id, deleted_id, share_token, prediction, batch_id, waiting_id, conversation)


def uploaded(stack: EmbeddedStack, name: str, content: bytes) -> str:
    answer = stack.http.post(
        "/api/datasets/upload", params={"name": name}, content=content, headers={"content-type": "text/csv"}
    )
    dataset_id: str = answer.json()["dataset_id"]
    return dataset_id


@contextmanager
def while_waiting(stack: EmbeddedStack, command: str, file: Path) -> Iterator["Future[CompletedProcess[str]]"]:
    """Runs a command of the launcher, which cannot read or change the tables of datasets before the block has ended."""
    with ThreadPoolExecutor(1) as thread:
        with stack.database("dataset") as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
            running = thread.submit(stack.command, command, str(file))
            wait_until(lambda: waits(stack) or running.done())
            yield running
        running.result()


def waits(stack: EmbeddedStack) -> bool:
    with stack.database("dataset") as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.fixture(scope="module")
def empty() -> Iterator[EmbeddedStack]:
    """Its dataset service sweeps at every moment."""
    with EmbeddedStack(DAEGU_SWEEP_SECONDS="0.05") as stack:
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
        ("databases/chat.dump", lambda _: b"DROP TABLE conversations;", "databases/chat.dump"),
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
    assert said in refused.stdout.replace("\n", " ")
    assert empty.http.get("/api/datasets").json()["total"] == 1  # the sample


def test_half_a_file_changes_nothing(kept: Kept, empty: EmbeddedStack, tmp_path: Path) -> None:
    half = tmp_path / "half.tar"
    half.write_bytes(kept.file.read_bytes()[: kept.file.stat().st_size // 2])
    refused = empty.command("restore", str(half))
    assert refused.returncode == 2, refused.stdout
    assert empty.http.get("/api/datasets").json()["total"] == 1


def test_the_manifest_says_from_when_and_from_which_version_the_backup_is(kept: Kept) -> None:
    with tarfile.open(kept.file) as tar:
        first, *others = tar
        manifest = json.loads(tar.extractfile(first).read())  # type: ignore[union-attr]  # it is a file
    assert first.name == "manifest.json"
    assert set(manifest) == {"format", "version", "created_at", "revisions", "sha256"}
    assert manifest["revisions"].keys() == {"dataset", "prediction", "chat"}
    assert manifest["sha256"].keys() == {member.name for member in others}


def test_a_place_that_cannot_be_written_to_is_said(empty: EmbeddedStack) -> None:
    answer = empty.command("backup", "/proc/daegu.tar")
    assert answer.returncode == 1
    assert "could not be written" in answer.stdout


def test_a_stack_that_is_not_whole_is_backed_up_and_nothing_is_restored_into_it(
    kept: Kept, empty: EmbeddedStack, tmp_path: Path
) -> None:
    with paused(empty.family("chat")):
        wait_until(lambda: not empty.record()["healthy"])
        assert empty.command("backup", str(tmp_path / "daegu.tar")).returncode == 0
        assert empty.command("restore", str(kept.file)).returncode == 3
    wait_until(lambda: empty.record()["healthy"], 60)


def test_a_backup_gives_back_everything_in_an_empty_stack_and_only_there(kept: Kept, empty: EmbeddedStack) -> None:
    http = empty.http
    with while_waiting(empty, "restore", kept.file) as restored, empty.database() as cursor:
        # Jobs go on as soon as they are there, with their datasets.
        cursor.execute("SELECT count(*) FROM batch_jobs")
        assert cursor.fetchone() == (0,)
    answer = restored.result()
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert http.get(f"/api/datasets/{kept.dataset_id}/content").content == CSV
    assert http.get(f"/api/datasets/{kept.deleted_id}/content").content == OTHER
    assert http.get(f"/api/datasets/shared/{kept.share_token}").json()["dataset_id"] == kept.dataset_id
    prediction = http.get(f"/api/predictions/{kept.prediction['prediction_id']}").json()["prediction"]
    assert prediction["eclo"] == kept.prediction["eclo"]
    batch = results(empty, kept.batch_id)
    assert (batch["status"], len(batch["results"])) == ("SUCCEEDED", 3)
    wait_until(lambda: results(empty, kept.waiting_id)["status"] == "SUCCEEDED", 60)
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
