"""Gives out the results of finished jobs as CSV, block by block: no more than a page of them is in memory at once."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from services.chassis.errors import Exhausted
from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain import accident_codec
from services.prediction.domain.batch import Batch, Batches, BatchStatus, BatchUnfinished, RowResult
from services.prediction.domain.batch_csv import (
    BOM,
    LINE_END,
    ROW_NUMBER,
    CsvLines,
    accident_rows,
    prediction_names,
    predictions,
)
from services.prediction.domain.datasets import LONGEST_NAME, DatasetBrief, DatasetMissing, Datasets, NewDataset
from services.prediction.places import Places

MOST_EXPORTS = 8
PAGE_ROWS = 5_000
BLOCK_BYTES = 1 << 20

_UNTRIED = {
    BatchStatus.CANCELLED: "작업이 취소되어 예측하지 않았습니다.",
    BatchStatus.FAILED: "작업이 실패하여 예측하지 않았습니다.",
}

Rows = AsyncGenerator[Sequence[bytes], None]


class TooManyExports(Exhausted):
    """More would leave too few places for predictions."""

    reason = "TOO_MANY_DOWNLOADS"

    def __init__(self) -> None:
        super().__init__(
            f"{MOST_EXPORTS} results are being downloaded or saved",
            "결과를 내려받거나 저장하는 요청이 너무 많습니다. 잠시 후 다시 시도해주세요.",
            retry_after=5.0,
        )


@dataclass(frozen=True)
class Export:
    """A file on its way out. `name` has no ending. `has_input`: whether the columns that were scored are in it."""

    name: str
    has_input: bool
    blocks: AsyncIterator[bytes]


class Exporting:
    """Reads the rows of a job and its results side by side."""

    def __init__(self, batches: Batches, calls: DatabaseCalls, datasets: Datasets) -> None:
        self._batches = batches
        self._calls = calls
        self._datasets = datasets
        self._places = Places(MOST_EXPORTS, TooManyExports)

    @asynccontextmanager
    async def opened(self, batch_id: str) -> AsyncGenerator[Export, None]:
        """The file, in blocks of at most BLOCK_BYTES.

        Raises BatchNotFound, BatchUnfinished, TooManyExports, Unavailable before anything is given out.
        """
        with self._places.one():
            batch = await self._calls(self._batches.get, batch_id)
            if not batch.status.is_finished:
                raise BatchUnfinished(batch_id)
            rows = await self._rows(batch)
            async with aclosing(self._blocks(batch, rows or _numbers(batch.total))) as blocks:
                # What fails later than this is seen by few callers.
                yield Export(_name(batch), rows is not None, _from_first(await anext(blocks), blocks))

    async def save(self, batch_id: str) -> DatasetBrief:
        """Keeps the file as a dataset; the same file is kept once. Raises what `opened` does, and InvalidInput if it is
        larger than a dataset may be."""
        async with self.opened(batch_id) as export:
            # Once its dataset is deleted the file is another one, so it is another request.
            request_id = uuid.uuid5(uuid.UUID(batch_id), "input columns" if export.has_input else "row numbers")
            new = NewDataset(export.name, f"일괄 예측 결과({batch_id})", str(request_id))
            return await self._datasets.upload(new, export.blocks)

    async def _rows(self, batch: Batch) -> Rows | None:
        """The header and the rows that were scored; None if they are gone."""
        if batch.source is None:
            stored = await self._calls(self._batches.accidents, batch.batch_id)
            return _at_once(await asyncio.to_thread(_given, stored or b""))
        try:
            dataset = await self._datasets.describe(batch.source.dataset_id)
        except DatasetMissing:
            return None
        if (dataset.rows, dataset.sha256) != (batch.total, batch.source.sha256):
            raise RuntimeError(f"dataset {dataset.dataset_id} is not what batch {batch.batch_id} has scored")
        return self._of_dataset(dataset.dataset_id)

    async def _of_dataset(self, dataset_id: str) -> Rows:
        lines = CsvLines()
        async with aclosing(self._datasets.excel(dataset_id)) as blocks:
            async for block in blocks:
                yield lines.feed(block)

    async def _blocks(self, batch: Batch, rows: Rows) -> AsyncGenerator[bytes, None]:
        """The file: what `rows` gives, with the predictions beside it. Rows that do not fit to the job are an error."""
        first, has_begun = 0, False
        async with aclosing(rows):
            async for some in rows:
                body = some
                if some and not has_begun:
                    yield BOM + some[0] + b"," + prediction_names(some[0]) + LINE_END
                    body, has_begun = some[1:], True
                for page in _pages(body):
                    for block in await self._page(batch, first, page):
                        yield block
                    first += len(page)
        if first != batch.total:
            raise RuntimeError(f"{first} rows for the {batch.total} results of batch {batch.batch_id}")

    async def _page(self, batch: Batch, first: int, page: Sequence[bytes]) -> list[bytes]:
        ask = partial(self._batches.results, failed_only=False)
        _, results = await self._calls(ask, batch.batch_id, len(page), first)
        if batch.status is BatchStatus.SUCCEEDED and len(results) != len(page):
            raise RuntimeError(f"{len(results)} results for {len(page)} rows of batch {batch.batch_id}")
        return await asyncio.to_thread(_beside, page, first, results, _UNTRIED.get(batch.status, ""))


def _beside(page: Sequence[bytes], first: int, results: Sequence[RowResult], untried: str) -> list[bytes]:
    """Blocks with the rows of `page`, of which `first` is the number of the first, and their predictions."""
    cells = predictions(range(first, first + len(page)), results, untried)
    data = b"".join(b"%b,%b%b" % (row, found, LINE_END) for row, found in zip(page, cells, strict=True))
    return [data[start : start + BLOCK_BYTES] for start in range(0, len(data), BLOCK_BYTES)]


def _given(stored: bytes) -> list[bytes]:
    return accident_rows(accident_codec.decode(stored))


def _pages(rows: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (rows[start : start + PAGE_ROWS] for start in range(0, len(rows), PAGE_ROWS))


async def _from_first(first: bytes, others: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for block in others:
        yield block


async def _at_once(rows: Sequence[bytes]) -> Rows:
    yield rows


async def _numbers(total: int) -> Rows:
    """In place of columns that are gone."""
    yield [ROW_NUMBER.encode()]
    for start in range(1, total + 1, PAGE_ROWS):
        yield [b"%d" % number for number in range(start, min(start + PAGE_ROWS, total + 1))]


def _name(batch: Batch) -> str:
    ending = " ECLO 예측"
    given = batch.source.name if batch.source else f"사고 {batch.total:,}건"
    return given[: LONGEST_NAME - len(ending)] + ending
