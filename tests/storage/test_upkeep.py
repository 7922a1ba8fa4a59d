"""Jobs that need somebody to look after them, in a real PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta

from services.prediction.domain.batch import (
    MOST_ATTEMPTS,
    SLICE_ROWS,
    BatchStatus,
)
from services.prediction.domain.slices import Backlog
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.slices import SliceRepository
from services.prediction.storage.upkeep import UpkeepRepository
from tests.batches import OVER, SOURCE, claim, new_batch


def test_workers_are_told_again_of_a_job_that_nobody_took(
    batches: BatchRepository, slices: SliceRepository, upkeep: UpkeepRepository, turn_back: Callable[[str, float], None]
) -> None:
    batch = batches.create(new_batch(5))
    assert upkeep.forgotten() == []
    turn_back(batch.batch_id, 11)
    assert upkeep.forgotten() == [batch.batch_id]
    assert upkeep.forgotten() == []
    turn_back(batch.batch_id, 11)
    assert upkeep.forgotten() == [], "the second time it takes longer"
    turn_back(batch.batch_id, 11)
    assert upkeep.forgotten() == [batch.batch_id]
    for _ in range(9):
        turn_back(batch.batch_id, 61)
        assert upkeep.forgotten() == [batch.batch_id], "never more than a minute"
    claim(slices, batch, lease=OVER)
    turn_back(batch.batch_id, 11)
    assert upkeep.forgotten() == [batch.batch_id], "somebody had taken it meanwhile"


def test_workers_are_told_of_a_job_whose_worker_died(
    batches: BatchRepository,
    slices: SliceRepository,
    upkeep: UpkeepRepository,
    turn_back: Callable[[str, float], None],
) -> None:
    dead, busy = batches.create(new_batch(5)), batches.create(new_batch(5))
    claim(slices, dead, lease=OVER)
    claim(slices, busy)
    for batch in (dead, busy):
        turn_back(batch.batch_id, 11)
    assert upkeep.forgotten() == [dead.batch_id]


def test_a_job_is_given_up_when_its_last_worker_is_gone(
    batches: BatchRepository, slices: SliceRepository, upkeep: UpkeepRepository
) -> None:
    batch = batches.create(new_batch(5))
    for _ in range(MOST_ATTEMPTS - 1):
        claim(slices, batch, lease=OVER)
    held = claim(slices, batch)
    assert upkeep.give_up() == [], "it may still succeed"
    assert slices.renew(held, OVER)
    assert upkeep.give_up() == [batch.batch_id]
    assert upkeep.give_up() == []
    assert batches.get(batch.batch_id).status is BatchStatus.FAILED


def test_a_dataset_is_held_until_its_job_has_ended(batches: BatchRepository, upkeep: UpkeepRepository) -> None:
    batch, inline = batches.create(new_batch(5, SOURCE)), batches.create(new_batch(5))
    held = (batch.batch_id, SOURCE.dataset_id)
    assert upkeep.holds_to_renew(timedelta(minutes=5)) == [held]
    upkeep.held(batch.batch_id, timedelta(minutes=10))
    assert upkeep.holds_to_renew(timedelta(minutes=5)) == []
    assert upkeep.holds_to_release() == []
    for each in (batch, inline):
        batches.cancel(each.batch_id)
    assert upkeep.holds_to_release() == [held]
    upkeep.released(batch.batch_id)
    assert upkeep.holds_to_release() == []


def test_the_backlog_is_counted_in_jobs_and_slices_and_by_how_long_the_first_has_waited(
    batches: BatchRepository, slices: SliceRepository, upkeep: UpkeepRepository
) -> None:
    assert upkeep.backlog() == Backlog(0, 0, 0, 0, 0.0)
    running = batches.create(new_batch(2 * SLICE_ROWS + 1))
    claim(slices, running)
    assert upkeep.backlog() == Backlog(0, 1, 2, 1, 0.0)
    first = batches.create(new_batch(SLICE_ROWS))
    before = upkeep.backlog()
    assert (before.queued_jobs, before.open_slices) == (1, 3)
    second = batches.create(new_batch(SLICE_ROWS))
    assert upkeep.backlog().oldest_wait > before.oldest_wait > 0
    for batch in (running, first, second):
        batches.cancel(batch.batch_id)
    assert upkeep.backlog() == Backlog(0, 0, 0, 0, 0.0)
