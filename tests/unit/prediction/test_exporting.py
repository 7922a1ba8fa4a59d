"""The file of a finished job: every row with its own prediction, or none at all."""

import asyncio
import csv
import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import uuid_utils

from services.chassis.errors import Unavailable
from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain import accident_codec
from services.prediction.domain.accident import AccidentInput
from services.prediction.domain.batch import Batch, BatchStatus, BatchUnfinished, NewBatch, RowResult, Source
from services.prediction.domain.batch_csv import PREDICTIONS
from services.prediction.domain.datasets import DatasetBrief
from services.prediction.exporting import BLOCK_BYTES, MOST_EXPORTS, PAGE_ROWS, Exporting, TooManyExports
from tests.unit.prediction.memory_batches import MemoryBatches
from tests.unit.prediction.memory_datasets import DATASET, MemoryDatasets

SHA = "ab" * 32
INLINE = accident_codec.encode([AccidentInput(weather="맑음")] * 3)
SOURCE = Source(DATASET, "사고", SHA, ())


class Jobs:
    """Exporting around its ports."""

    def __init__(self) -> None:
        self.batches, self.datasets = MemoryBatches(), MemoryDatasets()
        self.exporting = Exporting(self.batches, DatabaseCalls(), self.datasets)

    def scored(
        self, rows: int, *, source: Source | None = SOURCE, status: BatchStatus = BatchStatus.SUCCEEDED, tried: int = -1
    ) -> Batch:
        """A finished job; `tried` of its rows have a result, all if it is negative."""
        new = NewBatch(str(uuid_utils.uuid7()), rows, source, None if source else INLINE)
        self.batches.create(new)
        self.batches.change(new.batch_id, status=status)
        self.batches.rows[new.batch_id] = [RowResult(row, eclo=row / 2) for row in range(rows if tried < 0 else tried)]
        if source is not None:
            lines = [f'{row},"쉼표, {row}\r\n둘째 줄"\r\n' for row in range(rows)]
            self.datasets.files[DATASET] = ("번호,말\r\n" + "".join(lines)).encode()
            self.datasets.briefs[DATASET] = DatasetBrief(DATASET, "사고", SHA, rows, ())
        return self.batches.get(new.batch_id)

    def table(self, batch: Batch) -> list[dict[str, str]]:
        """The rows of the file by the names of its columns."""
        return asyncio.run(self.read_table(batch))

    async def read_table(self, batch: Batch) -> list[dict[str, str]]:
        async with self.exporting.opened(batch.batch_id) as export:
            blocks = [block async for block in export.blocks]
        assert max(map(len, blocks)) <= BLOCK_BYTES
        text = b"".join(blocks).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


def test_every_row_of_the_dataset_stands_beside_its_own_prediction(jobs: Jobs) -> None:
    batch = jobs.scored(2 * PAGE_ROWS + 3)
    table = jobs.table(batch)
    assert len(table) == batch.total
    assert list(table[0]) == ["번호", "말", *PREDICTIONS]
    for number, row in enumerate(table):
        assert (row["번호"], row["말"], row["예측 ECLO"]) == (
            f"{number}",
            f"쉼표, {number}\r\n둘째 줄",
            f"{number / 2:.8g}",
        )


def test_inline_accidents_stand_as_they_were_sent(jobs: Jobs) -> None:
    table = jobs.table(jobs.scored(3, source=None))
    assert [(row["기상상태"], row["예측 ECLO"]) for row in table] == [("맑음", "0"), ("맑음", "0.5"), ("맑음", "1")]


def test_row_numbers_stand_in_place_of_a_dataset_that_is_gone(jobs: Jobs) -> None:
    batch = jobs.scored(PAGE_ROWS + 1)
    jobs.datasets.briefs.clear()
    table = jobs.table(batch)
    assert list(table[0]) == ["행", *PREDICTIONS]
    assert [row["행"] for row in table] == [str(number) for number in range(1, batch.total + 1)]


@pytest.mark.parametrize(("status", "why"), [(BatchStatus.CANCELLED, "취소되어"), (BatchStatus.FAILED, "실패하여")])
def test_rows_that_were_not_tried_say_why(jobs: Jobs, status: BatchStatus, why: str) -> None:
    table = jobs.table(jobs.scored(4, status=status, tried=2))
    assert [row["예측 ECLO"] for row in table] == ["0", "0.5", "", ""]
    assert [row["오류"] for row in table[:2]] == ["", ""]
    assert all(why in row["오류"] for row in table[2:])


@pytest.mark.parametrize("status", [BatchStatus.QUEUED, BatchStatus.RUNNING])
def test_an_unfinished_job_has_no_file(jobs: Jobs, status: BatchStatus) -> None:
    with pytest.raises(BatchUnfinished):
        jobs.table(jobs.scored(3, status=status))


def fewer_lines(jobs: Jobs) -> None:
    jobs.datasets.files[DATASET] = "번호\r\n1\r\n2\r\n".encode()


def more_lines(jobs: Jobs) -> None:
    jobs.datasets.files[DATASET] += b"3,a\r\n"


def half_a_line(jobs: Jobs) -> None:
    jobs.datasets.files[DATASET] = jobs.datasets.files[DATASET][:-1]


def another_file(jobs: Jobs) -> None:
    jobs.datasets.briefs[DATASET] = replace(jobs.datasets.briefs[DATASET], sha256="cd" * 32)


def a_result_less(jobs: Jobs) -> None:
    next(iter(jobs.batches.rows.values())).pop(1)


@pytest.mark.parametrize("harm", [fewer_lines, more_lines, half_a_line, another_file, a_result_less])
def test_rows_that_do_not_fit_to_the_results_are_an_error(jobs: Jobs, harm: Callable[[Jobs], None]) -> None:
    batch = jobs.scored(3)
    harm(jobs)
    with pytest.raises(RuntimeError):
        jobs.table(batch)


def test_a_service_that_is_away_is_known_before_anything_is_given_out(jobs: Jobs) -> None:
    batch = jobs.scored(3)
    jobs.datasets.is_away = True

    async def opened() -> None:
        async with jobs.exporting.opened(batch.batch_id):
            raise AssertionError("opened")

    with pytest.raises(Unavailable):
        asyncio.run(opened())


def test_only_so_many_files_are_given_out_at_once(jobs: Jobs) -> None:
    batch = jobs.scored(3)

    async def scenario() -> None:
        held = [jobs.exporting.opened(batch.batch_id) for _ in range(MOST_EXPORTS)]
        for each in held:
            await each.__aenter__()
        with pytest.raises(TooManyExports):
            await jobs.read_table(batch)
        await held[0].__aexit__(None, None, None)
        assert len(await jobs.read_table(batch)) == 3
        for each in held[1:]:
            await each.__aexit__(None, None, None)

    asyncio.run(scenario())


def test_a_file_is_saved_once_with_what_a_download_gives(jobs: Jobs) -> None:
    batch = jobs.scored(3)
    first = asyncio.run(jobs.exporting.save(batch.batch_id))
    again = asyncio.run(jobs.exporting.save(batch.batch_id))
    assert first == again
    assert len(jobs.datasets.saved) == 1
    new, content = jobs.datasets.saved[first.dataset_id]
    assert new.name == "사고 ECLO 예측"
    assert uuid.UUID(new.request_id).version == 5
    assert list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == jobs.table(batch)


def test_without_its_dataset_the_file_is_another_one(jobs: Jobs) -> None:
    batch = jobs.scored(3)
    with_input = asyncio.run(jobs.exporting.save(batch.batch_id))
    jobs.datasets.briefs.clear()
    assert asyncio.run(jobs.exporting.save(batch.batch_id)).dataset_id != with_input.dataset_id


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"source": Source(DATASET, "가" * 200, SHA, ())}, "가" * 192 + " ECLO 예측"),
        ({"source": None, "total": 12_345}, "사고 12,345건 ECLO 예측"),
    ],
)
def test_the_name_says_what_was_predicted(jobs: Jobs, changes: dict[str, Any], name: str) -> None:
    batch = jobs.scored(3, source=None)
    jobs.batches.change(batch.batch_id, **changes)

    async def opened() -> str:
        async with jobs.exporting.opened(batch.batch_id) as export:
            return export.name

    if changes["source"] is not None:
        jobs.datasets.briefs[DATASET] = DatasetBrief(DATASET, "", SHA, 3, ())
        jobs.datasets.files[DATASET] = b"a\r\n"
    assert asyncio.run(opened()) == name
