"""Where the bytes of datasets are: those on their way in, and those that are kept."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from services.chassis.errors import Unavailable
from services.dataset.domain.file_errors import FileTooLarge

MAX_FILE_BYTES = 50 * 1024 * 1024

CSV, ARROW = "csv", "arrow"
"""The two files of a dataset: the original bytes, and its rows as an Arrow IPC stream."""


class StorageUnavailable(Unavailable):
    """The disk or the object store does not take or give bytes."""

    reason = "STORAGE_UNAVAILABLE"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"the file storage is not available: {why}", "파일 저장소를 사용할 수 없습니다. 잠시 후 다시 시도해주세요."
        )


@contextmanager
def storage_errors() -> Iterator[None]:
    """Raises StorageUnavailable where the disk fails: full, read-only, gone."""
    try:
        yield
    except OSError as error:
        raise StorageUnavailable(os.strerror(error.errno) if error.errno else type(error).__name__) from error


def file_too_large() -> FileTooLarge:
    limit = MAX_FILE_BYTES // 1024 // 1024
    return FileTooLarge((f"a file has at most {limit} MiB", f"파일 크기는 최대 {limit}MB까지 가능합니다."))


class IncomingFile(Protocol):
    """A file on its way in, in a folder of its own. Raises StorageUnavailable where the disk fails."""

    folder: Path
    original: Path
    size: int

    def write(self, data: bytes) -> None:
        """Appends. Raises FileTooLarge beyond MAX_FILE_BYTES."""

    def seal(self) -> str:
        """Ends the writing, makes it durable and returns the SHA-256 of the bytes, hexadecimal."""

    def discard(self) -> None:
        """Removes the folder with all that is in it; safe to repeat."""


class Staging(Protocol):
    """Takes files in."""

    def begin(self) -> IncomingFile:
        """A new, empty file."""

    def sweep(self) -> int:
        """Removes what processes that are gone have left, and returns how many uploads that were."""


class Blobs(Protocol):
    """Keeps files under the hash of the original bytes; `kind` is CSV or ARROW. Raises StorageUnavailable."""

    def publish(self, local: Path, sha256: str, kind: str) -> None:
        """Puts the complete file `local` into its place, durably; one that is there already stays."""

    def open(self, sha256: str, kind: str) -> BinaryIO:
        """Reads a file. Raises StorageUnavailable if it is not there."""

    def delete(self, sha256: str) -> None:
        """Removes all files of this hash, if there are any."""

    def hashes(self) -> Iterable[str]:
        """The hashes of everything that is kept."""

    def ping(self) -> None:
        """Raises StorageUnavailable if nothing can be kept."""
