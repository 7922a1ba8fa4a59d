"""Jobs in PostgreSQL, as callers see them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, insert, literal, select, text, update

from services.chassis.database import transaction
from services.prediction.domain.batch import (
    MOST_UNFINISHED,
    SLICE_ROWS,
    Batch,
    BatchNotFound,
    BatchRequestReused,
    BatchStatus,
    NewBatch,
    RowResult,
    Summary,
    TooManyBatches,
)
from services.prediction.domain.batch_summary import merged
from services.prediction.domain.estimate import Pace, estimated_completion
from services.prediction.storage.batch_records import batch_of, result_of, source_json, summary_of
from services.prediction.storage.tables import batch_jobs, batch_rows, batch_slices

UNFINISHED = batch_jobs.c.status.in_((BatchStatus.QUEUED, BatchStatus.RUNNING))

_SHOWN = [column for column in batch_jobs.c if column.name != "accidents"]
_ANSWERED = [column for column in batch_rows.c if column.name != "batch_id"]  # the same for all: a quarter of the time
_RECENT_SLICES = 20
_TELLING_ROWS = 1_000
"""What a smaller slice takes is mostly the way to the worker and back, and says little of a large one."""


class BatchRepository:
    """Implements domain.batch.Batches."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def requested(self, request_id: str, digest: str) -> Batch | None:
        with transaction(self._engine) as connection:
            found = _requested(connection, request_id, digest)
            return None if found is None else _batch(connection, found)

    def create(self, new: NewBatch) -> Batch:
        slices = -(-new.total // SLICE_ROWS)
        number = func.generate_series(0, slices - 1).column_valued("number")
        first_row = number * SLICE_ROWS
        rows = func.least(SLICE_ROWS, new.total - first_row)
        with transaction(self._engine) as connection:
            # One after the other, or two would both be the hundredth.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('batch_jobs', 0))"))
            if new.request_id and (known := _requested(connection, new.request_id, new.digest)):
                return _batch(connection, known)
            unfinished = select(func.count()).select_from(batch_jobs).where(UNFINISHED)
            if connection.execute(unfinished).scalar_one() >= MOST_UNFINISHED:
                raise TooManyBatches
            connection.execute(
                insert(batch_jobs).values(
                    batch_id=new.batch_id,
                    status=BatchStatus.QUEUED,
                    total=new.total,
                    created_at=func.now(),
                    hinted_at=func.now(),
                    request_id=new.request_id or None,
                    request_digest=new.digest if new.request_id else None,
                    source=source_json(new.source),
                    accidents=new.accidents,
                    hold_until=None if new.source is None else func.now(),
                )
            )
            connection.execute(
                insert(batch_slices).from_select(
                    ["batch_id", "number", "first_row", "rows"], select(literal(new.batch_id), number, first_row, rows)
                )
            )
            return _batch(connection, new.batch_id)

    def get(self, batch_id: str) -> Batch:
        with transaction(self._engine) as connection:
            return _batch(connection, batch_id)

    def page(self, limit: int, offset: int) -> tuple[Sequence[Batch], int]:
        newest_first = select(*_SHOWN).order_by(batch_jobs.c.batch_id.desc()).limit(limit).offset(offset)
        with transaction(self._engine) as connection:
            total = connection.execute(select(func.count()).select_from(batch_jobs)).scalar_one()
            return _batches(connection, newest_first), total

    def results(
        self, batch_id: str, limit: int, offset: int, *, failed_only: bool
    ) -> tuple[Batch, Sequence[RowResult]]:
        rows = select(*_ANSWERED).filter_by(batch_id=batch_id).order_by(batch_rows.c.row).limit(limit)
        if failed_only:
            rows = rows.where(batch_rows.c.violations.is_not(None)).offset(offset)
        else:
            # By number: a deep page costs what the first one does, and does not move while slices come in.
            rows = rows.where(batch_rows.c.row >= offset, batch_rows.c.row < offset + limit)
        with transaction(self._engine) as connection:
            batch = _batch(connection, batch_id)
            return batch, [result_of(row) for row in connection.execute(rows)]

    def summary(self, batch_id: str) -> tuple[Batch, Summary]:
        parts = select(batch_slices.c.summary).filter_by(batch_id=batch_id).where(batch_slices.c.summary.is_not(None))
        with transaction(self._engine) as connection:
            batch = _batch(connection, batch_id)
            return batch, merged(summary_of(part) for part in connection.execute(parts).scalars())

    def cancel(self, batch_id: str) -> Batch:
        cancelled = {"status": BatchStatus.CANCELLED, "finished_at": func.now()}
        with transaction(self._engine) as connection:
            connection.execute(update(batch_jobs).filter_by(batch_id=batch_id).where(UNFINISHED).values(cancelled))
            return _batch(connection, batch_id)

    def accidents(self, batch_id: str) -> bytes | None:
        with transaction(self._engine) as connection:
            row = connection.execute(select(batch_jobs.c.accidents).filter_by(batch_id=batch_id)).one_or_none()
        if row is None:
            raise BatchNotFound(batch_id)
        accidents: bytes | None = row.accidents
        return accidents


def _requested(connection: Connection, request_id: str, digest: str) -> str | None:
    """The id of the job that was accepted with this request_id."""
    known = select(batch_jobs.c.batch_id, batch_jobs.c.request_digest).filter_by(request_id=request_id)
    row = connection.execute(known).one_or_none()
    if row is None:
        return None
    if row.request_digest != digest:
        raise BatchRequestReused(request_id)
    batch_id: str = row.batch_id
    return batch_id


def _batch(connection: Connection, batch_id: str) -> Batch:
    found = _batches(connection, select(*_SHOWN).filter_by(batch_id=batch_id))
    if not found:
        raise BatchNotFound(batch_id)
    return found[0]


def _batches(connection: Connection, question: Select[Any]) -> list[Batch]:
    rows = connection.execute(question).all()
    completions = _completions(connection, [row for row in rows if not BatchStatus(row.status).is_finished])
    versions = _model_versions(connection, [row.batch_id for row in rows if row.done])
    return [batch_of(row, versions.get(row.batch_id, ()), completions.get(row.batch_id)) for row in rows]


def _completions(connection: Connection, jobs: Sequence[Row[Any]]) -> Mapping[str, datetime]:
    if not jobs:
        return {}
    pace = _pace(connection)
    waiting = select(batch_jobs.c.batch_id, (batch_jobs.c.total - batch_jobs.c.done).label("left")).where(UNFINISHED)
    ahead, rows_ahead = {}, 0
    for row in connection.execute(waiting.order_by(batch_jobs.c.batch_id)):
        ahead[row.batch_id] = rows_ahead
        rows_ahead += row.left
    return {
        job.batch_id: estimated_completion(
            pace, job.total - job.done, ahead.get(job.batch_id, 0), done=job.done, started_at=job.started_at
        )
        for job in jobs
    }


def _pace(connection: Connection) -> Pace:
    done = batch_slices.c.finished_at
    seconds = func.extract("epoch", done - batch_slices.c.started_at)
    lately = (
        select(batch_slices.c.rows, seconds.label("seconds"))
        .where(done.is_not(None), batch_slices.c.rows >= _TELLING_ROWS)
        .order_by(done.desc())
        .limit(_RECENT_SLICES)
        .subquery()
    )
    row = connection.execute(
        select(func.now().label("now"), func.sum(lately.c.rows).label("rows"), func.sum(lately.c.seconds).label("took"))
    ).one()
    return Pace(row.now, row.rows / float(row.took)) if row.took else Pace(row.now)


def _model_versions(connection: Connection, batch_ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    of_slices = select(batch_slices.c.batch_id, batch_slices.c.model_version).distinct()
    chosen = of_slices.where(
        batch_slices.c.batch_id.in_(list(batch_ids)), batch_slices.c.model_version.is_not(None)
    ).order_by(batch_slices.c.model_version)
    for row in connection.execute(chosen):
        found.setdefault(row.batch_id, []).append(row.model_version)
    return found
