"""Jobs and their slices in a real PostgreSQL with the real migrations."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy
import uuid_utils
from psycopg2 import extensions

from services.chassis.database import create_engine, wait
from services.prediction.domain.batch import (
    MOST_ATTEMPTS,
    MOST_UNFINISHED,
    SLICE_ROWS,
    Batch,
    BatchNotFound,
    BatchRequestReused,
    BatchStatus,
    TooManyBatches,
)
from services.prediction.domain.severity import LABELS
from services.prediction.domain.slices import Slice
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.slices import SliceRepository
from services.prediction.storage.upkeep import UpkeepRepository
from tests.batches import DISTRICTS, NOTICE, SOURCE, VIOLATION, new_batch, scored_rows

LEASE, OVER = timedelta(seconds=30), timedelta(seconds=-1)
UNKNOWN = "0197a1b2-0000-7000-8000-00000000ffff"


@pytest.fixture
def engine(prediction_database: str) -> Iterator[sqlalchemy.Engine]:
    engine = create_engine(prediction_database, "test", limits_waits=False)
    extensions.set_wait_callback(
        None
    )  # set for the whole process by engines of other tests; COPY does not work with it
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE batch_jobs CASCADE"))
    yield engine
    engine.dispose()
    extensions.set_wait_callback(wait)


@pytest.fixture
def batches(engine: sqlalchemy.Engine) -> BatchRepository:
    return BatchRepository(engine)


@pytest.fixture
def slices(engine: sqlalchemy.Engine) -> SliceRepository:
    return SliceRepository(engine)


@pytest.fixture
def upkeep(engine: sqlalchemy.Engine) -> UpkeepRepository:
    return UpkeepRepository(engine)


@pytest.fixture
def rows(engine: sqlalchemy.Engine) -> Callable[[str], int]:
    """How many rows of a job are stored."""

    def of(batch_id: str) -> int:
        count = sqlalchemy.text("SELECT count(*) FROM batch_rows WHERE batch_id = :id")
        with engine.connect() as connection:
            return int(connection.execute(count, {"id": batch_id}).scalar_one())

    return of


@pytest.fixture
def turn_back(engine: sqlalchemy.Engine) -> Callable[[str, float], None]:
    """Lets a job have been heard of so many seconds earlier."""

    def of(batch_id: str, seconds: float) -> None:
        earlier = sqlalchemy.text("UPDATE batch_jobs SET hinted_at = hinted_at - :by WHERE batch_id = :id")
        with engine.begin() as connection:
            connection.execute(earlier, {"id": batch_id, "by": timedelta(seconds=seconds)})

    return of


def claim(slices: SliceRepository, batch: Batch, holder: str = "one", lease: timedelta = LEASE) -> Slice:
    claimed = slices.claim(batch.batch_id, holder, lease)
    assert claimed is not None
    return claimed


def finish(slices: SliceRepository, claimed: Slice, bad: tuple[int, ...] = ()) -> bool:
    return slices.finish(claimed, scored_rows(claimed.rows, bad=bad), "2017.1")


def test_an_accepted_job_waits_with_all_its_slices(batches: BatchRepository, slices: SliceRepository) -> None:
    batch = batches.create(new_batch(2 * SLICE_ROWS + 3, SOURCE))
    assert (batch.status, batch.total, batch.done, batch.source) == (BatchStatus.QUEUED, 2 * SLICE_ROWS + 3, 0, SOURCE)
    assert batch.estimated_completion is not None and batch.estimated_completion > batch.created_at
    claimed = [claim(slices, batch, holder) for holder in ("one", "two", "three")]
    assert [(each.first_row, each.rows) for each in claimed] == [
        (0, SLICE_ROWS),
        (SLICE_ROWS, SLICE_ROWS),
        (2 * SLICE_ROWS, 3),
    ]
    assert all(each.source == SOURCE for each in claimed)
    assert slices.claim(batch.batch_id, "four", LEASE) is None


def test_accidents_come_back_as_they_were_given(batches: BatchRepository) -> None:
    inline, dataset = batches.create(new_batch(3)), batches.create(new_batch(3, SOURCE))
    assert bytes(batches.accidents(inline.batch_id) or b"") == b"accidents"
    assert batches.accidents(dataset.batch_id) is None


def test_an_unknown_job_is_not_found_by_anybody(batches: BatchRepository, slices: SliceRepository) -> None:
    for ask in (batches.get, batches.cancel, batches.summary, batches.accidents):
        with pytest.raises(BatchNotFound):
            ask(UNKNOWN)
    with pytest.raises(BatchNotFound):
        batches.results(UNKNOWN, 10, 0, failed_only=False)
    assert slices.claim(UNKNOWN, "one", LEASE) is None
    assert not slices.has_work(UNKNOWN)


def test_a_repeated_request_gives_the_first_job(batches: BatchRepository) -> None:
    request = str(uuid_utils.uuid7())
    first = batches.create(new_batch(request_id=request, digest="a"))
    again = batches.create(new_batch(request_id=request.upper(), digest="a"))
    known = batches.requested(request, "a")
    assert known is not None
    assert again.batch_id == known.batch_id == first.batch_id
    assert batches.requested(UNKNOWN, "a") is None
    with pytest.raises(BatchRequestReused):
        batches.create(new_batch(request_id=request, digest="b"))
    with pytest.raises(BatchRequestReused):
        batches.requested(request, "b")


def test_of_the_same_request_at_the_same_time_one_becomes_a_job(batches: BatchRepository) -> None:
    request = str(uuid_utils.uuid7())
    with ThreadPoolExecutor(8) as callers:
        calls = [callers.submit(batches.create, new_batch(request_id=request, digest="a")) for _ in range(8)]
    assert len({call.result().batch_id for call in calls}) == 1
    assert batches.page(10, 0)[1] == 1


def test_only_so_many_jobs_may_be_unfinished(batches: BatchRepository) -> None:
    with ThreadPoolExecutor(8) as callers:
        calls = [callers.submit(batches.create, new_batch(1)) for _ in range(MOST_UNFINISHED + 5)]
    refused = [call for call in calls if isinstance(call.exception(), TooManyBatches)]
    assert len(refused) == 5
    batches.cancel(next(call.result().batch_id for call in calls if call not in refused))
    batches.create(new_batch(1))
    with pytest.raises(TooManyBatches) as full:
        batches.create(new_batch(1))
    assert full.value.retry_after > 0


def test_rows_come_back_as_they_were_scored(batches: BatchRepository, slices: SliceRepository) -> None:
    batch = batches.create(new_batch(9))
    scored = scored_rows(9, bad=(2, 5), noted=(0, 5, 8))
    assert slices.finish(claim(slices, batch), scored, "2017.1")
    batch, results = batches.results(batch.batch_id, 100, 0, failed_only=False)
    assert (batch.status, batch.done, batch.failed, batch.model_version) == (BatchStatus.SUCCEEDED, 9, 2, "2017.1")
    assert [result.row for result in results] == list(range(9))
    for row, result in enumerate(results):
        if row in (2, 5):
            assert [(v.field, v.reason, v.message_ko) for v in result.violations] == [
                (VIOLATION.field, VIOLATION.reason, VIOLATION.message_ko)
            ]
            continue
        assert result.violations == ()
        assert result.notices == ((NOTICE,) if row in (0, 8) else ())
        assert (result.eclo, result.percentile, result.serious_probability, *result.interval) == (
            scored.eclo[row],
            scored.percentile[row],
            scored.serious[row],
            scored.interval_lower[row],
            scored.interval_upper[row],
        )
        assert result.band_probabilities == tuple(scored.bands[row])
        assert (result.interpretation, result.district) == (LABELS[row % 4], DISTRICTS[row % 2])
        assert result.occurred_at == datetime(2016, 1, 1, 5, 0, row)


def test_pages_follow_the_number_of_the_row(batches: BatchRepository, slices: SliceRepository) -> None:
    batch = batches.create(new_batch(9))
    finish(slices, claim(slices, batch), bad=(1, 4, 7))
    pages = [batches.results(batch.batch_id, 4, offset, failed_only=False)[1] for offset in (0, 4, 8, 12)]
    assert [[result.row for result in page] for page in pages] == [[0, 1, 2, 3], [4, 5, 6, 7], [8], []]
    failed = [batches.results(batch.batch_id, 2, offset, failed_only=True)[1] for offset in (0, 2)]
    assert [[result.row for result in page] for page in failed] == [[1, 4], [7]]


def test_the_summary_adds_up_the_slices(batches: BatchRepository, slices: SliceRepository) -> None:
    batch = batches.create(new_batch(SLICE_ROWS + 4))
    assert batches.summary(batch.batch_id)[1].districts == {}
    finish(slices, claim(slices, batch), bad=(0, 1, 2))
    finish(slices, claim(slices, batch), bad=(0,))
    batch, summary = batches.summary(batch.batch_id)
    assert sum(summary.labels.values()) == sum(group.count for group in summary.districts.values()) == SLICE_ROWS
    assert summary.problems == {("weather", "UNKNOWN_VALUE"): 4} and batch.failed == 4
    large, small = scored_rows(SLICE_ROWS), scored_rows(4)
    expected = large.eclo[4::2].sum() + small.eclo[2]
    group = summary.districts[DISTRICTS[0]]
    assert group.count == SLICE_ROWS // 2 - 2 + 1
    assert group.eclo == pytest.approx(expected)


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


def test_a_job_is_expected_later_the_more_rows_wait_before_it(batches: BatchRepository) -> None:
    jobs = [batches.create(new_batch(50_000)) for _ in range(3)]
    page, total = batches.page(10, 0)
    assert [batch.batch_id for batch in page] == [batch.batch_id for batch in reversed(jobs)]
    ends = [batch.estimated_completion for batch in page if batch.estimated_completion is not None]
    assert total == 3 and ends == sorted(ends, reverse=True) and len(set(ends)) == 3


def test_workers_are_told_again_of_a_job_that_nobody_took(
    batches: BatchRepository, upkeep: UpkeepRepository, turn_back: Callable[[str, float], None]
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
