"""Scored rows for the tests of batches."""

from datetime import timedelta

import numpy as np
import uuid_utils

from services.chassis.errors import Violation
from services.prediction.domain.accident import Notice
from services.prediction.domain.batch import Batch, ColumnMatch, NewBatch, Source
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.slices import Slice, Slices

LEASE, OVER = timedelta(seconds=30), timedelta(seconds=-1)
"""A lease that lasts for the whole test, and one that is over already."""

UNKNOWN = "0197a1b2-0000-7000-8000-00000000ffff"
"""Id of no job."""

DISTRICTS = ("대구광역시 수성구 상동", "대구광역시 북구")
NOTICE = Notice("accident_year", "YEAR_OUTSIDE_TRAINING", "2022년은 학습 기간 밖입니다.")
VIOLATION = Violation("weather", "UNKNOWN_VALUE", "unknown value 'x\0y'", "기상상태 값 'x': 사용할 수 없습니다.")
SOURCE = Source("0197a1b2-0000-7000-8000-000000000001", "사고.csv", "ab" * 32, (ColumnMatch("weather", "기상상태"),))


def new_batch(total: int = 12_000, source: Source | None = None, **changes: str) -> NewBatch:
    """A job nobody has asked for before, of inline accidents if no source is given."""
    accidents = b"accidents" if source is None else None
    return NewBatch(str(uuid_utils.uuid7()), total, source=source, accidents=accidents, **changes)


def scored_rows(count: int, bad: tuple[int, ...] = (), noted: tuple[int, ...] = ()) -> ScoredRows:
    """Rows with figures that tell them apart; those of `bad` have a violation, those of `noted` a notice."""
    rows = np.arange(count, dtype=np.float64)
    violations, notices = np.zeros(count, np.int32), np.zeros(count, np.int32)
    violations[list(bad)], notices[list(noted)] = 1, 1
    failed = violations > 0
    figures = {
        name: np.where(failed, np.nan, (rows + shift) / 7)
        for shift, name in enumerate(("eclo", "percentile", "serious", "interval_lower", "interval_upper"))
    }
    start = np.datetime64("2016-01-01T05", "s")
    return ScoredRows(
        **figures,
        label=np.where(failed, -1, rows % 4).astype(np.int8),
        bands=np.where(failed[:, None], np.nan, rows[:, None] + np.arange(4) / 3),
        district=np.where(failed, -1, rows % 2).astype(np.int32),
        districts=DISTRICTS,
        occurred_at=np.where(failed, np.datetime64("NaT", "s"), start + rows.astype("timedelta64[s]")),
        notices=notices,
        notice_sets=((), (NOTICE,)),
        violations=violations,
        violation_sets=((), (VIOLATION,)),
    )


def claim(slices: Slices, batch: Batch, holder: str = "one", lease: timedelta = LEASE) -> Slice:
    """A claim that must succeed."""
    claimed = slices.claim(batch.batch_id, holder, lease)
    assert claimed is not None
    return claimed


def finish(slices: Slices, claimed: Slice, bad: tuple[int, ...] = ()) -> bool:
    """Stores the rows of a claim, those of `bad` (counted within the slice) with a violation."""
    return slices.finish(claimed, scored_rows(claimed.rows, bad=bad), "2017.1")
