"""Jobs in a real PostgreSQL with the real migrations."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import uuid_utils

from services.prediction.domain.batch import (
    MOST_UNFINISHED,
    SLICE_ROWS,
    BatchNotFound,
    BatchRequestReused,
    BatchStatus,
    TooManyBatches,
)
from services.prediction.domain.severity import LABELS
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.slices import SliceRepository
from tests.batches import (
    DISTRICTS,
    LEASE,
    NOTICE,
    SOURCE,
    UNKNOWN,
    VIOLATION,
    claim,
    finish,
    new_batch,
    scored_rows,
)


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


def test_a_job_is_expected_later_the_more_rows_wait_before_it(batches: BatchRepository) -> None:
    jobs = [batches.create(new_batch(50_000)) for _ in range(3)]
    page, total = batches.page(10, 0)
    assert [batch.batch_id for batch in page] == [batch.batch_id for batch in reversed(jobs)]
    ends = [batch.estimated_completion for batch in page if batch.estimated_completion is not None]
    assert total == 3 and ends == sorted(ends, reverse=True) and len(set(ends)) == 3


def test_small_jobs_say_nothing_of_how_long_large_ones_take(batches: BatchRepository, slices: SliceRepository) -> None:
    expected = batches.create(new_batch(50_000)).estimated_completion
    for _ in range(3):
        claimed = claim(slices, batches.create(new_batch(1)))
        assert finish(slices, claimed)
    batch = batches.page(1, 3)[0][0]
    assert expected is not None
    assert batch.estimated_completion is not None
    assert batch.estimated_completion - expected < timedelta(seconds=10)
