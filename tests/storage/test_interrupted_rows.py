"""Connections that end, and locks that last, while a worker stores rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy

from services.chassis.errors import Unavailable
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.slices import SliceRepository
from tests.batches import claim, finish, new_batch
from tests.stack import wait_until

_COPYING = "FROM pg_stat_activity WHERE query LIKE 'COPY batch_rows%' AND wait_event_type = 'Lock'"


def test_rows_whose_copy_was_cut_off_are_stored_once_by_the_next_try(
    batch_engine: sqlalchemy.Engine, batches: BatchRepository, slices: SliceRepository, rows: Callable[[str], int]
) -> None:
    batch = batches.create(new_batch(5))
    claimed = claim(slices, batch)
    with batch_engine.connect() as other, ThreadPoolExecutor(1) as worker:
        other.execute(sqlalchemy.text("LOCK TABLE batch_rows IN SHARE MODE"))
        copying = worker.submit(finish, slices, claimed)
        wait_until(lambda: _number(batch_engine, "SELECT count(*)"))
        assert _number(batch_engine, "SELECT count(pg_terminate_backend(pid))") == 1
        with pytest.raises(Unavailable):
            copying.result(10)
        other.rollback()
    assert rows(batch.batch_id) == 0
    assert finish(slices, claimed)
    assert rows(batch.batch_id) == 5


def test_a_lock_that_lasts_is_a_database_that_is_away(
    batch_engine: sqlalchemy.Engine, batches: BatchRepository, slices: SliceRepository
) -> None:
    claimed = claim(slices, batches.create(new_batch(5)))
    with batch_engine.connect() as other:
        other.execute(sqlalchemy.text("LOCK TABLE batch_rows IN SHARE MODE"))
        with pytest.raises(Unavailable):
            finish(slices, claimed)
    assert finish(slices, claimed)


def _number(engine: sqlalchemy.Engine, question: str) -> int:
    """A figure about the connections that wait to copy."""
    with engine.connect() as connection:
        return int(connection.execute(sqlalchemy.text(f"{question} {_COPYING}")).scalar_one())
