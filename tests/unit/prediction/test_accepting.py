"""Taking jobs in: in which order things happen, and what a refused job leaves behind."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from services.chassis.errors import DomainError, InvalidInput, Unavailable
from services.prediction.accepting import FAN_OUT, Accepting
from services.prediction.database_calls import DatabaseCalls
from services.prediction.domain import accident_codec
from services.prediction.domain.accident import AccidentInput
from services.prediction.domain.batch import (
    SLICE_ROWS,
    Batch,
    BatchRequestReused,
    BatchStatus,
    ColumnMatch,
    NewBatch,
    TooManyBatches,
)
from services.prediction.domain.batch_request import BatchRequest
from services.prediction.domain.column_matching import Column, Kind
from services.prediction.domain.datasets import HOLD_LEASE, DatasetBrief, DatasetMissing
from tests.accidents import ACCIDENT
from tests.unit.prediction.memory_batches import MemoryBatches
from tests.unit.prediction.memory_datasets import DATASET, MemoryDatasets

ONE = AccidentInput(**ACCIDENT)
COLUMNS = tuple(Column(name) for name in ("날씨", "노면상태", "도로형태", "사고유형", "시군구", "비고"))
BRIEF = DatasetBrief(DATASET, "사고", "ab" * 32, 3 * SLICE_ROWS, (*COLUMNS, Column("사고일시", Kind.MOMENT)))
OF_DATASET = BatchRequest(dataset_id=DATASET, request_id="request-1")


class Intake:
    """Accepting around its ports. `hinted`: whom workers were told of."""

    def __init__(self) -> None:
        self.batches, self.datasets = MemoryBatches(), MemoryDatasets({DATASET: BRIEF})
        self.hinted: list[tuple[str, int]] = []
        ids = (f"job-{number}" for number in itertools.count(1))
        self.accepting = Accepting(self.batches, DatabaseCalls(), self.datasets, self, new_id=lambda: next(ids))

    def send(self, batch_id: str, workers: int = 1) -> None:
        assert batch_id in self.batches.jobs, "a worker could come before the job is there"
        self.hinted.append((batch_id, workers))

    def create(self, request: BatchRequest) -> Batch:
        return asyncio.run(self.accepting.create(request))


@pytest.fixture
def intake() -> Intake:
    return Intake()


def test_accidents_become_a_job_and_workers_are_told(intake: Intake) -> None:
    batch = intake.create(BatchRequest([ONE] * 3))
    assert (batch.status, batch.total, batch.source) == (BatchStatus.QUEUED, 3, None)
    assert accident_codec.decode(intake.batches.new[batch.batch_id].accidents or b"") == [ONE] * 3
    assert intake.hinted == [(batch.batch_id, 1)]
    assert intake.datasets.log == []


def test_a_dataset_is_held_before_its_job_is_accepted(intake: Intake) -> None:
    def create(new: NewBatch) -> Batch:
        assert (DATASET, f"batch/{new.batch_id}") in intake.datasets.holds
        return MemoryBatches.create(intake.batches, new)

    intake.batches.create = create  # type: ignore[method-assign]  # the port, watched
    batch = intake.create(OF_DATASET)
    assert batch.source is not None
    assert (batch.total, batch.source.name, batch.source.sha256) == (BRIEF.rows, "사고", BRIEF.sha256)
    assert ColumnMatch("weather", "날씨") in batch.source.columns
    assert ColumnMatch("accident_time", "사고일시") in batch.source.columns
    assert intake.datasets.holds == {(DATASET, f"batch/{batch.batch_id}"): HOLD_LEASE}
    assert intake.hinted == [(batch.batch_id, 3)]


def test_a_large_job_does_not_ask_for_every_worker(intake: Intake) -> None:
    intake.datasets.briefs[DATASET] = replace(BRIEF, rows=100 * SLICE_ROWS)
    intake.create(OF_DATASET)
    assert intake.hinted[0][1] == FAN_OUT


@pytest.mark.parametrize("refusal", [TooManyBatches(), Unavailable("away", "연결할 수 없습니다.")])
def test_a_refused_job_lets_its_dataset_go(intake: Intake, refusal: DomainError) -> None:
    intake.batches.refusal = refusal
    with pytest.raises(type(refusal)):
        intake.create(OF_DATASET)
    assert intake.datasets.log == ["hold", "release"]
    assert intake.datasets.holds == {}
    assert intake.hinted == []


def test_a_repeated_request_gives_the_first_job_and_changes_nothing(intake: Intake) -> None:
    first = intake.create(OF_DATASET)
    intake.datasets.briefs.clear()
    assert intake.create(OF_DATASET) == first
    assert len(intake.hinted) == 1
    assert intake.datasets.log == ["hold"]
    with pytest.raises(BatchRequestReused):
        intake.create(BatchRequest([ONE], request_id=OF_DATASET.request_id))


def test_of_the_same_request_at_the_same_time_the_second_holds_nothing(intake: Intake) -> None:
    async def both() -> list[Batch]:
        return list(await asyncio.gather(*(intake.accepting.create(OF_DATASET) for _ in range(2))))

    first, second = asyncio.run(both())
    assert first == second
    assert set(intake.datasets.holds) == {(DATASET, f"batch/{first.batch_id}")}
    assert len(intake.hinted) == 1


def no_dataset(intake: Intake) -> type[DomainError]:
    intake.datasets.briefs.clear()
    return DatasetMissing


def service_away(intake: Intake) -> type[DomainError]:
    intake.datasets.is_away = True
    return Unavailable


def columns_missing(intake: Intake) -> type[DomainError]:
    intake.datasets.briefs[DATASET] = replace(BRIEF, columns=COLUMNS[2:])
    return InvalidInput


@pytest.mark.parametrize("harm", [no_dataset, service_away, columns_missing])
def test_a_job_that_could_not_be_done_is_refused(intake: Intake, harm: Callable[[Intake], type[DomainError]]) -> None:
    with pytest.raises(harm(intake)):
        intake.create(OF_DATASET)
    assert intake.batches.jobs == {}
    assert intake.datasets.holds == {}


def test_every_column_that_is_missing_is_named(intake: Intake) -> None:
    columns_missing(intake)
    with pytest.raises(InvalidInput) as wrong:
        intake.create(OF_DATASET)
    named = {violation.field for violation in wrong.value.violations}
    assert named == {"columns.weather", "columns.road_surface", "columns.accident_time"}


def test_both_and_neither_are_refused_before_anybody_is_asked(intake: Intake) -> None:
    for request in (BatchRequest(), BatchRequest([ONE], DATASET)):
        with pytest.raises(InvalidInput):
            intake.create(request)
    assert intake.datasets.log == []


def test_a_caller_who_goes_away_does_not_leave_half_a_job(intake: Intake) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def create(new: NewBatch) -> Batch:
        reached.set()
        assert go_on.wait(10)
        return MemoryBatches.create(intake.batches, new)

    intake.batches.create = create  # type: ignore[method-assign]  # the port, slowed down

    async def scenario() -> None:
        call = asyncio.create_task(intake.accepting.create(OF_DATASET))
        assert await asyncio.to_thread(reached.wait, 10)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        go_on.set()
        while not intake.hinted:  # noqa: ASYNC110  # nobody waits for the work any more
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(scenario(), 20))
    assert len(intake.batches.jobs) == len(intake.datasets.holds) == 1


def test_cancelling_lets_the_dataset_go(intake: Intake) -> None:
    batch = intake.create(OF_DATASET)
    assert asyncio.run(intake.accepting.cancel(batch.batch_id)).status is BatchStatus.CANCELLED
    assert intake.datasets.holds == {}


def test_cancelling_works_while_the_datasets_are_away(intake: Intake) -> None:
    batch = intake.create(OF_DATASET)
    intake.datasets.is_away = True
    assert asyncio.run(intake.accepting.cancel(batch.batch_id)).status is BatchStatus.CANCELLED


def test_what_would_be_taken_for_what_is_told_without_a_job(intake: Intake) -> None:
    matching = asyncio.run(intake.accepting.match(DATASET, {"weather": "비고"}))
    assert ColumnMatch("weather", "비고") in matching.matches
    assert matching.unused == ("날씨",)
    assert intake.datasets.log == []
    with pytest.raises(InvalidInput):
        asyncio.run(intake.accepting.match(DATASET, {"weather": "없는 열"}))
