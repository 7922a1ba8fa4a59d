"""Files on their way in: each in a folder of its own, which is locked as long as its process lives."""

import fcntl
import hashlib
import os
import shutil
import uuid
from pathlib import Path

from services.dataset.domain.files import MAX_FILE_BYTES, file_too_large, storage_errors


class StagedFile:
    """An upload in progress. The lock of its folder ends with the process, whatever ends the process."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self.original = folder / "original.csv"
        self.size = 0
        self._lock = lock
        self._digest = hashlib.sha256()
        self._file = os.open(self.original, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def write(self, data: bytes) -> None:
        if self.size + len(data) > MAX_FILE_BYTES:
            raise file_too_large()
        with storage_errors():
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]
        self._digest.update(data)
        self.size += len(data)

    def seal(self) -> str:
        with storage_errors():
            os.fsync(self._file)
        return self._digest.hexdigest()

    def discard(self) -> None:
        if self._lock < 0:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._file)
        os.close(self._lock)
        self._lock = -1


class StagingFolder:
    """Keeps uploads in progress below `root`, which must be on the file system of local blobs."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self) -> StagedFile:
        with storage_errors():
            while True:
                folder = self._root / uuid.uuid4().hex
                folder.mkdir(mode=0o700, parents=True)
                lock = _lock(folder)
                if lock is not None:
                    return StagedFile(folder, lock)
                # A sweep came between the two lines and is removing the folder.

    def sweep(self) -> int:
        """A folder without lock belongs to a process that is gone."""
        swept = 0
        with storage_errors():
            for folder in self._root.iterdir() if self._root.is_dir() else ():
                lock = _lock(folder)
                if lock is not None:
                    shutil.rmtree(folder, ignore_errors=True)
                    os.close(lock)
                    swept += 1
        return swept


def _lock(folder: Path) -> int | None:
    """A descriptor that holds the lock of `folder`, or None if another one holds it or the folder is gone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if not folder.exists():  # removed between the two
        os.close(descriptor)
        return None
    return descriptor
