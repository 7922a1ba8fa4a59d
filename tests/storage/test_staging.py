"""Uploads in progress: folders that are locked while their process lives."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from services.dataset.domain.file_errors import FileTooLarge
from services.dataset.domain.files import MAX_FILE_BYTES, StorageUnavailable
from services.dataset.storage.staging import StagedFile, StagingFolder
from tests.places import ROOT

WRITER = """
import sys
from pathlib import Path
from services.dataset.storage.staging import StagingFolder
file = StagingFolder(Path(sys.argv[1])).begin()
file.write(b"half a file")
print(file.folder, flush=True)
sys.stdin.read()
"""


def test_bytes_are_counted_hashed_and_for_the_owner_only(tmp_path: Path) -> None:
    file = StagingFolder(tmp_path / "staging").begin()
    file.write(b"a,b\n")
    file.write(b"")
    file.write(b"1,2\n")
    assert file.seal() == hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert file.size == 8
    assert file.original.read_bytes() == b"a,b\n1,2\n"
    assert stat.S_IMODE(file.original.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.folder.stat().st_mode) == 0o700
    file.discard()
    file.discard()
    assert list((tmp_path / "staging").iterdir()) == []


def test_the_byte_after_the_last_one_is_refused(tmp_path: Path) -> None:
    file = StagingFolder(tmp_path).begin()
    block = bytes(1 << 20)
    for _ in range(MAX_FILE_BYTES // len(block)):
        file.write(block)
    with pytest.raises(FileTooLarge, match="50 MiB"):
        file.write(b"x")
    assert file.size == MAX_FILE_BYTES
    file.discard()


def test_a_sweep_leaves_uploads_in_progress_alone(tmp_path: Path) -> None:
    staging = StagingFolder(tmp_path)
    file = staging.begin()
    assert staging.sweep() == 0
    file.write(b"goes on")
    assert file.original.read_bytes() == b"goes on"
    file.discard()


def test_a_sweep_removes_what_a_killed_process_has_left(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert writer.stdout is not None
    folder = Path(writer.stdout.readline().strip())
    staging = StagingFolder(tmp_path)
    assert staging.sweep() == 0
    assert (folder / "original.csv").exists()
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert staging.sweep() == 1
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_of_the_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file: StagedFile = StagingFolder(tmp_path).begin()
    file.write(b"fits")
    # /dev/full answers every write with "no space left on device", as a full disk does.
    full = os.open("/dev/full", os.O_WRONLY)
    monkeypatch.setattr(file, "_file", full)
    with pytest.raises(StorageUnavailable, match="No space left"):
        file.write(b"does not")
    assert file.size == 4
    file.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_the_storage(tmp_path: Path) -> None:
    (tmp_path / "staging").write_text("a file")
    with pytest.raises(StorageUnavailable):
        StagingFolder(tmp_path / "staging").begin()
