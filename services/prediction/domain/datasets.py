"""Datasets as this context knows them: what a job scores, and where its results can be kept."""

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from services.chassis.errors import NotFound
from services.prediction.domain.column_matching import Column

HOLD_LEASE = timedelta(minutes=10)
"""How long a job holds its dataset unless that is renewed."""

LONGEST_NAME = 200
"""Characters of the name of a dataset."""


@dataclass(frozen=True, slots=True)
class DatasetBrief:
    """`sha256`: of the original bytes, hexadecimal; a dataset never changes. `columns` in the order of the file."""

    dataset_id: str
    name: str
    sha256: str
    rows: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class NewDataset:
    """A CSV to be kept. The same `request_id` and bytes give the same dataset."""

    name: str
    description: str
    request_id: str


class DatasetMissing(NotFound):
    """The dataset was deleted, or never was."""

    reason = "DATASET_NOT_FOUND"

    def __init__(self, dataset_id: str) -> None:
        super().__init__(
            f"there is no dataset {dataset_id}", "해당 데이터셋을 찾을 수 없습니다.", dataset_id=dataset_id
        )


class Datasets(Protocol):
    """Keeps datasets. Raises Unavailable if it is away; what takes a dataset_id raises DatasetMissing."""

    async def describe(self, dataset_id: str) -> DatasetBrief:
        """What is in the dataset."""

    async def hold(self, dataset_id: str, holder: str, lease: timedelta) -> None:
        """Keeps the dataset from being deleted; the same holder renews its lease."""

    async def release(self, dataset_id: str, holder: str) -> None:
        """Ends a hold; one that is not there is no error."""

    def excel(self, dataset_id: str) -> AsyncGenerator[bytes, None]:
        """The CSV as spreadsheets open it safely: UTF-8 with byte order mark, lines end with CR LF, header first."""

    async def upload(self, new: NewDataset, blocks: AsyncIterator[bytes]) -> DatasetBrief:
        """Keeps a CSV. Raises InvalidInput if the file is none, or too large; AlreadyExists if its request_id came with
        other bytes; and what `blocks` raise."""


def holder(batch_id: str) -> str:
    """The name under which a job holds its dataset."""
    return f"batch/{batch_id}"
