"""Claims, leases and rows of slices in a real PostgreSQL: everything is stored exactly once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import sqlalchemy

from services.prediction.domain.batch import (
    MOST_ATTEMPTS,
    SLICE_ROWS,
    BatchStatus,
)
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.slices import SliceRepository
from tests.batches import (
    LEASE,
    OVER,
    claim,
    finish,
    new_batch,
)


def test_a_job_runs_from_its_first_claim_to_its_last_slice(batches: BatchRepository, slices: SliceRepository) -> None:
    batch = batches.create(new_batch(SLICE_ROWS + 1))
    first = claim(slices, batch)
    begun = batches.get(batch.batch_id)
    assert begun.status is BatchStatus.RUNNING and begun.started_at is not None
    assert finish(slices, first)
    halfway = batches.get(batch.batch_id)
    assert (halfway.status, halfway.done, halfway.finished_at) == (BatchStatus.RUNNING, SLICE_ROWS, None)
    assert finish(slices, claim(slices, batch))
    done = batches.get(batch.batch_id)
    assert (done.status, done.estimated_completion) == (BatchStatus.SUCCEEDED, None)
    assert done.finished_at is not None and done.finished_at >= begun.started_at
    assert not slices.has_work(batch.batch_id)


def test_whoever_was_overtaken_stores_nothing(
    batches: BatchRepository, slices: SliceRepository, rows: Callable[[str], int]
) -> None:
    batch = batches.create(new_batch(5))
    late = claim(slices, batch, "late", OVER)
    quick = claim(slices, batch, "quick")
    assert quick.token > late.token
    assert not slices.renew(late, LEASE)
    assert not finish(slices, late)
    assert rows(batch.batch_id) == 0
    slices.give_back(late)
    assert slices.claim(batch.batch_id, "third", LEASE) is None, "the one who was overtaken freed the slice of another"
    assert finish(slices, quick)
    assert not finish(slices, quick), "stored twice"
    assert rows(batch.batch_id) == 5


def test_a_lease_that_is_renewed_keeps_others_away(batches: BatchRepository, slices: SliceRepository) -> None:
    batch = batches.create(new_batch(5))
    held = claim(slices, batch, lease=OVER)
    assert slices.renew(held, LEASE)
    assert slices.claim(batch.batch_id, "two", LEASE) is None
    assert not slices.has_work(batch.batch_id)


def test_the_same_holder_goes_on_where_it_died(batches: BatchRepository, slices: SliceRepository) -> None:
    batch = batches.create(new_batch(5))
    before, after = claim(slices, batch, "message 1"), claim(slices, batch, "message 1")
    assert (after.number, after.token) == (before.number, before.token + 1)


def test_a_slice_that_kills_its_workers_fails_the_job(batches: BatchRepository, slices: SliceRepository) -> None:
    batch, other = batches.create(new_batch(5)), batches.create(new_batch(5))
    for _ in range(MOST_ATTEMPTS):
        claim(slices, batch, "message 1")
    assert slices.claim(batch.batch_id, "message 1", LEASE) is None
    failed = batches.get(batch.batch_id)
    assert failed.status is BatchStatus.FAILED
    assert "1행부터 5행까지를 3번" in failed.failure
    assert finish(slices, claim(slices, other))


def test_an_attempt_that_is_given_back_does_not_count(batches: BatchRepository, slices: SliceRepository) -> None:
    batch = batches.create(new_batch(5))
    tokens = []
    for _ in range(2 * MOST_ATTEMPTS):
        claimed = claim(slices, batch)
        tokens.append(claimed.token)
        slices.give_back(claimed)
    assert all(a < b for a, b in pairwise(tokens)), "a token came twice"
    for _ in range(MOST_ATTEMPTS):
        slices.set_free(claim(slices, batch))
    assert slices.claim(batch.batch_id, "one", LEASE) is None
    assert batches.get(batch.batch_id).status is BatchStatus.FAILED


def test_a_cancelled_job_takes_no_more_rows(
    batches: BatchRepository, slices: SliceRepository, rows: Callable[[str], int]
) -> None:
    batch = batches.create(new_batch(2 * SLICE_ROWS))
    assert finish(slices, claim(slices, batch))
    held = claim(slices, batch)
    cancelled = batches.cancel(batch.batch_id)
    assert cancelled.status is BatchStatus.CANCELLED and cancelled.finished_at is not None
    assert not slices.renew(held, LEASE)
    assert not finish(slices, held)
    assert slices.claim(batch.batch_id, "two", LEASE) is None
    after = batches.get(batch.batch_id)
    assert (after.done, rows(batch.batch_id)) == (SLICE_ROWS, SLICE_ROWS), "what was scored stays, and nothing else"
    slices.fail(batch.batch_id, "늦었습니다.")
    assert batches.cancel(batch.batch_id) == after


def test_slices_that_end_at_the_same_time_are_all_counted(
    batches: BatchRepository, slices: SliceRepository, rows: Callable[[str], int]
) -> None:
    batch = batches.create(new_batch(6 * SLICE_ROWS))

    def work(holder: str) -> None:
        while claimed := slices.claim(batch.batch_id, holder, LEASE):
            assert finish(slices, claimed, bad=(0,))

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work, ("one", "two", "three")))
    done = batches.get(batch.batch_id)
    assert (done.status, done.done, done.failed) == (BatchStatus.SUCCEEDED, 6 * SLICE_ROWS, 6)
    assert rows(batch.batch_id) == 6 * SLICE_ROWS


def test_a_worker_that_hangs_while_it_stores_keeps_nobody_waiting(
    batches: BatchRepository, slices: SliceRepository, batch_engine: sqlalchemy.Engine
) -> None:
    batch = batches.create(new_batch(2 * SLICE_ROWS))
    hung = claim(slices, batch, "hung", OVER)
    stored = sqlalchemy.text("UPDATE batch_slices SET finished_at = now() WHERE batch_id = :id AND number = :number")
    with batch_engine.begin() as connection:
        connection.execute(stored, {"id": batch.batch_id, "number": hung.number})
        assert claim(slices, batch, "quick").number == hung.number + 1
        connection.rollback()
