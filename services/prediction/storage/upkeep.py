"""Jobs in PostgreSQL that need somebody to look after them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Engine, exists, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from services.chassis.database import transaction
from services.prediction.domain.batch import MOST_ATTEMPTS, BatchStatus
from services.prediction.domain.slices import Backlog
from services.prediction.storage.batches import UNFINISHED
from services.prediction.storage.slices import CLAIMABLE, fail, given_up
from services.prediction.storage.tables import batch_jobs, batch_slices

FIRST_WAIT = 10.0
LONGEST_WAIT = 60.0
"""Seconds until workers are told of a job again: doubled each time nothing came of it, or hints fill a busy queue."""

_MOST_DOUBLINGS = 3


class UpkeepRepository:
    """Implements domain.slices.Upkeep."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def give_up(self) -> Sequence[str]:
        exhausted = (
            select(batch_slices.c.batch_id, batch_slices.c.first_row, batch_slices.c.rows)
            .ext(distinct_on(batch_slices.c.batch_id))
            .join(batch_jobs, batch_jobs.c.batch_id == batch_slices.c.batch_id)
            .where(UNFINISHED, CLAIMABLE, batch_slices.c.attempts >= MOST_ATTEMPTS)
            .order_by(batch_slices.c.batch_id, batch_slices.c.number)
        )
        with transaction(self._engine) as connection:
            found = connection.execute(exhausted).all()
            return [row.batch_id for row in found if fail(connection, row.batch_id, given_up(row.first_row, row.rows))]

    def forgotten(self) -> Sequence[str]:
        doubled = FIRST_WAIT * func.power(2.0, func.least(batch_jobs.c.hints, _MOST_DOUBLINGS))
        wait = func.make_interval(0, 0, 0, 0, 0, 0, func.least(doubled, LONGEST_WAIT))
        unheard = (
            select(batch_jobs.c.batch_id)
            .where(UNFINISHED, _has_work(), batch_jobs.c.hinted_at < func.now() - wait)
            .with_for_update(skip_locked=True)
        )
        told = (
            update(batch_jobs)
            .where(batch_jobs.c.batch_id.in_(unheard))
            .values(hinted_at=func.now(), hints=batch_jobs.c.hints + 1)
            .returning(batch_jobs.c.batch_id)
        )
        with transaction(self._engine) as connection:
            return sorted(connection.execute(told).scalars())

    def backlog(self) -> Backlog:
        is_queued = batch_jobs.c.status == BatchStatus.QUEUED
        waited = func.now() - func.min(batch_jobs.c.created_at).filter(is_queued)
        jobs = select(
            func.count().filter(is_queued).label("queued"),
            func.count().filter(~is_queued).label("running"),
            func.coalesce(func.extract("epoch", waited), 0.0).label("oldest"),
        ).where(UNFINISHED)
        slices = (
            select(func.count().filter(CLAIMABLE).label("open"), func.count().filter(~CLAIMABLE).label("held"))
            .join(batch_jobs, batch_jobs.c.batch_id == batch_slices.c.batch_id)
            .where(UNFINISHED, batch_slices.c.finished_at.is_(None))
        )
        with transaction(self._engine) as connection:
            job, part = connection.execute(jobs).one(), connection.execute(slices).one()
        return Backlog(job.queued, job.running, part.open, part.held, float(job.oldest))

    def holds_to_renew(self, within: timedelta) -> Sequence[tuple[str, str]]:
        return self._holding(UNFINISHED, batch_jobs.c.hold_until < func.now() + within)

    def held(self, batch_id: str, lease: timedelta) -> None:
        with transaction(self._engine) as connection:
            connection.execute(update(batch_jobs).filter_by(batch_id=batch_id).values(hold_until=func.now() + lease))

    def holds_to_release(self) -> Sequence[tuple[str, str]]:
        return self._holding(~UNFINISHED, batch_jobs.c.hold_until.is_not(None))

    def released(self, batch_id: str) -> None:
        with transaction(self._engine) as connection:
            connection.execute(update(batch_jobs).filter_by(batch_id=batch_id).values(hold_until=None))

    def _holding(self, *conditions: ColumnElement[bool]) -> Sequence[tuple[str, str]]:
        dataset_id = batch_jobs.c.source["dataset_id"].astext
        holding = select(batch_jobs.c.batch_id, dataset_id).where(batch_jobs.c.source.is_not(None), *conditions)
        with transaction(self._engine) as connection:
            return [(row[0], row[1]) for row in connection.execute(holding.order_by(batch_jobs.c.batch_id))]


def _has_work() -> ColumnElement[bool]:
    return exists().where(batch_slices.c.batch_id == batch_jobs.c.batch_id, CLAIMABLE)
