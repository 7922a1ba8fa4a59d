"""Files of datasets on two file systems of fsspec: a folder of this machine and memory."""

import stat
import uuid
from pathlib import Path

import pytest

from services.dataset.domain.files import ARROW, CSV, StorageUnavailable
from services.dataset.storage.blobs import FsspecBlobs, LocalBlobs, open_blobs

SHA = "ab" + "0" * 62
OTHER = "cd" + "1" * 62


@pytest.fixture(params=["file", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> FsspecBlobs:
    url = (tmp_path / "blobs").as_uri() if request.param == "file" else f"memory://{uuid.uuid4()}"
    return open_blobs(url)


def published(blobs: FsspecBlobs, folder: Path, content: bytes, sha256: str = SHA, kind: str = CSV) -> None:
    local = folder / "incoming"
    local.write_bytes(content)
    blobs.publish(local, sha256, kind)
    assert local.exists()
    local.unlink()


def test_what_was_published_can_be_read(blobs: FsspecBlobs, tmp_path: Path) -> None:
    published(blobs, tmp_path, b"a,b\n1,2\n")
    published(blobs, tmp_path, b"rows", kind=ARROW)
    published(blobs, tmp_path, b"other", OTHER)
    assert blobs.open(SHA, CSV).read() == b"a,b\n1,2\n"
    assert blobs.open(SHA, ARROW).read() == b"rows"
    assert set(blobs.hashes()) == {SHA, OTHER}


def test_a_file_that_is_there_stays_as_it_is(blobs: FsspecBlobs, tmp_path: Path) -> None:
    published(blobs, tmp_path, b"first")
    published(blobs, tmp_path, b"second")
    assert blobs.open(SHA, CSV).read() == b"first"


def test_deleting_takes_both_files_and_no_other(blobs: FsspecBlobs, tmp_path: Path) -> None:
    published(blobs, tmp_path, b"a")
    published(blobs, tmp_path, b"b", kind=ARROW)
    published(blobs, tmp_path, b"c", OTHER)
    blobs.delete(SHA)
    blobs.delete(SHA)
    assert set(blobs.hashes()) == {OTHER}


def test_a_file_that_is_not_there_is_an_error_of_the_storage(blobs: FsspecBlobs) -> None:
    assert set(blobs.hashes()) == set()
    with pytest.raises(StorageUnavailable):
        blobs.open(SHA, CSV)


def test_a_file_that_is_open_is_read_to_its_end_although_it_is_deleted(tmp_path: Path) -> None:
    blobs = open_blobs((tmp_path / "blobs").as_uri())
    published(blobs, tmp_path, b"x" * 100_000)
    with blobs.open(SHA, CSV) as file:
        first = file.read(10)
        blobs.delete(SHA)
        assert len(first + file.read()) == 100_000


def test_only_the_owner_can_read_local_files(tmp_path: Path) -> None:
    blobs = open_blobs((tmp_path / "blobs").as_uri())
    blobs.ping()
    assert isinstance(blobs, LocalBlobs)
    assert stat.S_IMODE((tmp_path / "blobs").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_an_error_of_the_storage() -> None:
    nobodys = Path("/sys/daegu")  # not even root makes folders there
    with pytest.raises(StorageUnavailable):
        open_blobs(nobodys.as_uri()).ping()
    assert not nobodys.exists()


def test_a_root_that_is_a_file_is_an_error_of_the_storage(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("")
    with pytest.raises(StorageUnavailable):
        open_blobs((tmp_path / "blobs" / "below").as_uri()).ping()
