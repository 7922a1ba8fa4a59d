"""Gives out what is inside a dataset."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import BinaryIO

from services.dataset.domain.catalog import Catalog, Dataset
from services.dataset.domain.excel import excel_copy
from services.dataset.domain.files import ARROW, CSV, Blobs
from services.dataset.domain.preview import read_rows

BLOCK_BYTES = 1 << 20


class Contents:
    """Reads files of datasets. Every method raises DatasetNotFound before it gives out anything.

    A dataset that is deleted while its file is read is read to its end: the open file stays where it is.
    """

    def __init__(self, catalog: Catalog, blobs: Blobs) -> None:
        self._catalog = catalog
        self._blobs = blobs

    def preview(
        self, dataset_id: str, limit: int, sort_by: str, descending: bool
    ) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Names of the columns and the first rows, as text. Raises UnknownColumn."""
        dataset, file = self._open(dataset_id, ARROW)
        with closing(file):
            return [column.name for column in dataset.columns], read_rows(file, limit, sort_by, descending)

    def original(self, dataset_id: str) -> tuple[Dataset, Iterator[bytes]]:
        """The bytes as they were uploaded."""
        dataset, file = self._open(dataset_id, CSV)
        return dataset, _blocks(file)

    def excel(self, dataset_id: str) -> tuple[Dataset, Iterator[bytes]]:
        """A CSV that is safe to open in Excel."""
        dataset, file = self._open(dataset_id, CSV)
        return dataset, _closing(file, excel_copy(file, dataset.encoding))

    def arrow(self, dataset_id: str) -> tuple[Dataset, Iterator[bytes]]:
        """The rows as an Arrow IPC stream."""
        dataset, file = self._open(dataset_id, ARROW)
        return dataset, _blocks(file)

    def _open(self, dataset_id: str, kind: str) -> tuple[Dataset, BinaryIO]:
        dataset = self._catalog.get(dataset_id)
        return dataset, self._blobs.open(dataset.sha256, kind)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    return _closing(file, iter(lambda: file.read(BLOCK_BYTES), b""))


def _closing(file: BinaryIO, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks; `file` is closed after the last one, or when nobody wants more."""
    with closing(file):
        yield from blocks
