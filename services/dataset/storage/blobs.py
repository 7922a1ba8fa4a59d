"""Files of datasets on any file system that fsspec knows, named by the hash of the original bytes.

`<root>/<first two digits>/<sha256>.csv` and `.arrow`. A file is complete as soon as it can be seen, and never changes.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import fsspec
from fsspec.implementations.local import LocalFileSystem

from services.dataset.domain.files import ARROW, CSV, storage_errors


class FsspecBlobs:
    """Blobs on an object store, or in memory: storing an object is atomic there."""

    def __init__(self, file_system: fsspec.AbstractFileSystem, root: str) -> None:
        self._files = file_system
        self._root = root.rstrip("/")

    def publish(self, local: Path, sha256: str, kind: str) -> None:
        path = self._path(sha256, kind)
        with storage_errors():
            if not self._files.exists(path):
                self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
                self._put(local, path)

    def open(self, sha256: str, kind: str) -> BinaryIO:
        with storage_errors():
            found: BinaryIO = self._files.open(self._path(sha256, kind), "rb")
            return found

    def delete(self, sha256: str) -> None:
        with storage_errors():
            for kind in (ARROW, CSV):
                path = self._path(sha256, kind)
                if self._files.exists(path):
                    self._files.rm_file(path)

    def hashes(self) -> Iterator[str]:
        with storage_errors():
            # An object store may have kept a list of what was there a while ago.
            self._files.invalidate_cache()
            for path in self._files.find(self._root):
                yield path.rpartition("/")[2].partition(".")[0]

    def ping(self) -> None:
        with storage_errors():
            self._files.makedirs(self._root, exist_ok=True)

    def _path(self, sha256: str, kind: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}.{kind}"

    def _put(self, local: Path, path: str) -> None:
        self._files.put_file(str(local), path)


class LocalBlobs(FsspecBlobs):
    """Blobs in a folder of this machine, which fsspec alone would neither store atomically nor durably."""

    def ping(self) -> None:
        with storage_errors():
            Path(self._root).mkdir(mode=0o700, parents=True, exist_ok=True)

    def _put(self, local: Path, path: str) -> None:
        local.chmod(0o600)
        _sync(local)
        try:
            os.link(local, path)
        except FileExistsError:  # the same bytes, a moment earlier
            return
        for folder in (Path(path).parent, Path(self._root)):
            _sync(folder)


def open_blobs(url: str) -> FsspecBlobs:
    """The blobs at `url`, such as `file:///var/lib/daegu/blobs` or `s3://bucket/datasets`."""
    file_system, root = fsspec.url_to_fs(url)
    return (LocalBlobs if isinstance(file_system, LocalFileSystem) else FsspecBlobs)(file_system, root)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
