"""The datasets that are kept, and what can go wrong with them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.chassis.errors import AlreadyExists, FailedPrecondition, NotFound
from services.dataset.domain.columns import ColumnProfile, Notice


@dataclass(frozen=True, slots=True)
class Dataset:
    """One entry of the catalogue.

    `sha256` is hexadecimal and names the stored file, which other datasets may have too. `uploaded_at` is aware.
    `kind_confidence` is 0-1. In lists `columns` is empty; `column_count` never is zero.
    """

    dataset_id: str
    name: str
    description: str
    rows: int
    column_count: int
    size_bytes: int
    uploaded_at: datetime
    sha256: str
    encoding: str
    kind: str
    kind_confidence: float
    columns: tuple[ColumnProfile, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestMark:
    """How a repeated upload is known: the id that the caller chose, and a digest of what came with it."""

    request_id: str
    digest: str


class DatasetNotFound(NotFound):
    """No dataset has this id."""

    reason = "DATASET_NOT_FOUND"

    def __init__(self, dataset_id: str) -> None:
        super().__init__(
            f"there is no dataset {dataset_id}", "해당 데이터셋을 찾을 수 없습니다.", dataset_id=dataset_id
        )


class DatasetInUse(FailedPrecondition):
    """Somebody holds the dataset."""

    reason = "DATASET_IN_USE"

    def __init__(self, dataset_id: str, holders: Sequence[str]) -> None:
        super().__init__(
            f"dataset {dataset_id} is in use by {', '.join(holders)}",
            "진행 중인 작업에서 사용하고 있어 삭제할 수 없습니다. 작업이 끝난 뒤에 다시 시도해주세요.",
            dataset_id=dataset_id,
            holders=",".join(holders)[:500],
        )


class RequestIdReused(AlreadyExists):
    """The same request_id came with another file or another name."""

    reason = "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            f"request_id {request_id} was used for another upload",
            "같은 요청 번호로 다른 파일을 이미 올렸습니다. 새로 올려주세요.",
            request_id=request_id,
        )


class Catalog(Protocol):
    """Keeps the entries. What takes a dataset_id raises DatasetNotFound.

    A file belongs to all entries with its hash. Whoever moves or deletes one does it inside `store` or `forget_file`,
    which exclude each other for the same hash.
    """

    def store(self, dataset: Dataset, mark: RequestMark | None, publish: Callable[[], None]) -> Dataset:
        """Calls `publish`, which puts the file into its place, and adds the entry.

        If the mark is known the entry that was stored with it comes back and nothing is done; raises RequestIdReused if
        its digest is another one.
        """

    def requested(self, request_id: str) -> Dataset | None:
        """What was stored with this request_id."""

    def page(self, limit: int, offset: int) -> tuple[Sequence[Dataset], int]:
        """At most `limit` datasets after the newest `offset`, newest first, without columns, and the number of all."""

    def get(self, dataset_id: str) -> Dataset:
        """The dataset with its columns."""

    def update(self, dataset_id: str, name: str | None, description: str | None, kind: str | None) -> Dataset:
        """Changes what is not None; a kind that a person chose has confidence 1."""

    def remove(self, dataset_id: str) -> str:
        """Deletes the entry and returns the hash of its file. Raises DatasetInUse while somebody holds it."""

    def unused(self, hashes: Collection[str]) -> set[str]:
        """Those of `hashes` that no entry has."""

    def forget_file(self, sha256: str, discard: Callable[[], None]) -> None:
        """Calls `discard`, which deletes the file, unless an entry has it."""

    def hold(self, dataset_id: str, holder: str, lease: timedelta) -> datetime:
        """Keeps the dataset from being deleted; returns when the hold ends by itself."""

    def release(self, dataset_id: str, holder: str) -> None:
        """Ends a hold, if there is one."""
