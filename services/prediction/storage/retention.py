"""Takes old predictions and jobs out of PostgreSQL."""

import uuid
from datetime import datetime

from sqlalchemy import Engine, delete, select

from services.chassis.database import transaction
from services.prediction.storage.batches import UNFINISHED
from services.prediction.storage.tables import batch_jobs, batch_rows, predictions

ROWS_AT_ONCE = 20_000
"""Rows that one statement takes away: well within the time that a statement may take."""


class RetentionRepository:
    """Implements forgetting.Retention. Several replicas at once do not wait for each other."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def forget_predictions(self, before: datetime) -> int:
        """Deletes up to `ROWS_AT_ONCE` predictions made before `before`; returns how many."""
        old = (
            select(predictions.c.prediction_id)
            .where(predictions.c.prediction_id < _first_id(before))
            .order_by(predictions.c.prediction_id)
            .limit(ROWS_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        with transaction(self._engine) as connection:
            return connection.execute(delete(predictions).where(predictions.c.prediction_id.in_(old))).rowcount

    def forget_job(self, before: datetime) -> str | None:
        """Deletes a job that ended before `before`, with all its rows or not at all; returns its id, None if none is
        left. One that still holds its dataset waits until it does not."""
        ended = ~UNFINISHED & (batch_jobs.c.finished_at < before) & batch_jobs.c.hold_until.is_(None)
        oldest = (
            select(batch_jobs.c.batch_id, batch_jobs.c.total)
            .where(ended)
            .order_by(batch_jobs.c.batch_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with transaction(self._engine) as connection:
            job = connection.execute(oldest).one_or_none()
            if job is None:
                return None
            for first in range(0, job.total + 1, ROWS_AT_ONCE):
                part = batch_rows.c.row.between(first, first + ROWS_AT_ONCE - 1)
                connection.execute(delete(batch_rows).where(batch_rows.c.batch_id == job.batch_id, part))
            connection.execute(delete(batch_jobs).where(batch_jobs.c.batch_id == job.batch_id))
            forgotten: str = job.batch_id
            return forgotten


def _first_id(moment: datetime) -> str:
    """The least UUID of the seventh version that is made at `moment`: its first 48 bits are milliseconds."""
    return str(uuid.UUID(int=int(moment.timestamp() * 1000) << 80))
