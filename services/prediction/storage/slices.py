"""The work on jobs in PostgreSQL: claims, leases, and rows that are stored exactly once.

Every transaction locks a slice before its job, so that no two wait for each other.
"""

import io
from datetime import timedelta

from sqlalchemy import Connection, Engine, Update, and_, case, exists, func, or_, select, update

from services.chassis.database import transaction
from services.prediction.domain.batch import MOST_ATTEMPTS, BatchStatus
from services.prediction.domain.batch_summary import summary
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.slices import Slice
from services.prediction.storage.batch_records import source_of, summary_json
from services.prediction.storage.batches import UNFINISHED
from services.prediction.storage.row_copy import STATEMENT, copy_stream
from services.prediction.storage.tables import batch_jobs, batch_slices

_IS_OPEN = batch_slices.c.finished_at.is_(None)
_IS_FREE = or_(batch_slices.c.lease_until.is_(None), batch_slices.c.lease_until < func.now())

CLAIMABLE = and_(_IS_OPEN, _IS_FREE)


class SliceRepository:
    """Implements domain.slices.Slices; its engine must allow COPY (see chassis.database)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, batch_id: str, holder: str, lease: timedelta) -> Slice | None:
        own = batch_slices.c.holder == holder
        open_slices = (
            select(batch_slices, batch_jobs.c.source)
            .join(batch_jobs, batch_jobs.c.batch_id == batch_slices.c.batch_id)
            .where(batch_slices.c.batch_id == batch_id, UNFINISHED, _IS_OPEN, or_(_IS_FREE, own))
            .order_by(batch_slices.c.number)
            .limit(1)
            .with_for_update(of=batch_slices, skip_locked=True)
        )
        with transaction(self._engine) as connection:
            found = connection.execute(open_slices).one_or_none()
            if found is None:
                return None
            if found.attempts >= MOST_ATTEMPTS:
                fail(connection, batch_id, given_up(found.first_row, found.rows))
                return None
            token: int = connection.execute(
                update(batch_slices)
                .filter_by(batch_id=batch_id, number=found.number)
                .values(
                    token=batch_slices.c.token + 1,
                    attempts=batch_slices.c.attempts + 1,
                    holder=holder,
                    lease_until=func.now() + lease,
                    started_at=func.now(),
                )
                .returning(batch_slices.c.token)
            ).scalar_one()
            begun = connection.execute(
                update(batch_jobs)
                .filter_by(batch_id=batch_id)
                .where(UNFINISHED)
                .values(
                    status=BatchStatus.RUNNING,
                    started_at=func.coalesce(batch_jobs.c.started_at, func.now()),
                    hinted_at=func.now(),
                    hints=0,
                )
            )
            if not begun.rowcount:  # cancelled in this moment
                connection.rollback()
                return None
        return Slice(batch_id, found.number, found.first_row, found.rows, token, source_of(found.source))

    def renew(self, claimed: Slice, lease: timedelta) -> bool:
        unfinished = exists().where(batch_jobs.c.batch_id == batch_slices.c.batch_id, UNFINISHED)
        renewed = _held(claimed).where(unfinished).values(lease_until=func.now() + lease)
        with transaction(self._engine) as connection:
            return bool(connection.execute(renewed).rowcount)

    def finish(self, claimed: Slice, scored: ScoredRows, model_version: str) -> bool:
        rows = copy_stream(claimed.batch_id, claimed.first_row, scored)
        ended = _held(claimed).values(
            finished_at=func.clock_timestamp(),
            lease_until=None,
            model_version=model_version,
            summary=summary_json(summary(scored)),
        )
        done = batch_jobs.c.done + claimed.rows
        is_last = done == batch_jobs.c.total
        counted = (
            update(batch_jobs)
            .filter_by(batch_id=claimed.batch_id)
            .where(UNFINISHED)
            .values(
                done=done,
                failed=batch_jobs.c.failed + scored.failed,
                status=case((is_last, BatchStatus.SUCCEEDED), else_=batch_jobs.c.status),
                finished_at=case((is_last, func.clock_timestamp()), else_=None),
            )
        )
        with transaction(self._engine) as connection:
            # Whoever was overtaken ends here: the token it knows is not the slice's any more.
            if not connection.execute(ended).rowcount:
                return False
            connection.connection.cursor().copy_expert(STATEMENT, io.BytesIO(rows))
            if not connection.execute(counted).rowcount:  # cancelled or failed meanwhile
                connection.rollback()
                return False
        return True

    def give_back(self, claimed: Slice) -> None:
        self._free(claimed, attempts=batch_slices.c.attempts - 1)

    def set_free(self, claimed: Slice) -> None:
        self._free(claimed)

    def fail(self, batch_id: str, failure: str) -> None:
        with transaction(self._engine) as connection:
            fail(connection, batch_id, failure)

    def has_work(self, batch_id: str) -> bool:
        open_slice = exists().where(batch_slices.c.batch_id == batch_jobs.c.batch_id, CLAIMABLE)
        open_job = select(batch_jobs.c.batch_id).filter_by(batch_id=batch_id).where(UNFINISHED, open_slice)
        with transaction(self._engine) as connection:
            return connection.execute(open_job).one_or_none() is not None

    def _free(self, claimed: Slice, **changes: object) -> None:
        with transaction(self._engine) as connection:
            connection.execute(_held(claimed).values(lease_until=None, holder=None, **changes))


def given_up(first_row: int, rows: int) -> str:
    """Why a job failed whose slice was begun as often as is allowed; rows are counted from 1, as people do."""
    return (
        f"{first_row + 1:,}행부터 {first_row + rows:,}행까지를 {MOST_ATTEMPTS}번 시도했지만 매번 처리가 중단되어 "
        "작업을 멈췄습니다. 이 행들의 값을 확인해주세요."
    )


def fail(connection: Connection, batch_id: str, failure: str) -> bool:
    """Ends an unfinished job as FAILED; returns whether it was unfinished."""
    failed = {"status": BatchStatus.FAILED, "failure": failure, "finished_at": func.now()}
    ended = connection.execute(update(batch_jobs).filter_by(batch_id=batch_id).where(UNFINISHED).values(failed))
    return bool(ended.rowcount)


def _held(claimed: Slice) -> Update:
    """An update of the slice, as long as nobody has claimed it since."""
    return update(batch_slices).where(
        batch_slices.c.batch_id == claimed.batch_id,
        batch_slices.c.number == claimed.number,
        batch_slices.c.token == claimed.token,
        _IS_OPEN,
    )
