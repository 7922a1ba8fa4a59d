"""Entries of the catalogue in PostgreSQL."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.chassis.database import transaction
from services.dataset.domain.catalog import Dataset, DatasetInUse, DatasetNotFound, RequestIdReused, RequestMark
from services.dataset.storage import rows
from services.dataset.storage.tables import columns, dataset_holds, datasets


class DatasetRepository:
    """Implements domain.catalog.Catalog. Everything that happens to a file is serialised by its hash."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def store(self, dataset: Dataset, mark: RequestMark | None, publish: Callable[[], None]) -> Dataset:
        with transaction(self._engine) as connection:
            if mark is not None:
                _lock(connection, mark.request_id)
                if earlier := self._earlier(connection, mark):
                    return earlier
            _lock(connection, dataset.sha256)
            publish()
            connection.execute(insert(datasets).values(rows.dataset_values(dataset, mark)))
            connection.execute(insert(columns), rows.column_values(dataset))
        return dataset

    def requested(self, request_id: str) -> Dataset | None:
        known = select(datasets.c.dataset_id).filter_by(request_id=request_id)
        with transaction(self._engine) as connection:
            dataset_id: str | None = connection.execute(known).scalar_one_or_none()
            return None if dataset_id is None else _get(connection, dataset_id)

    def page(self, limit: int, offset: int) -> tuple[Sequence[Dataset], int]:
        newest_first = select(datasets).order_by(datasets.c.dataset_id.desc()).limit(limit).offset(offset)
        with transaction(self._engine) as connection:
            found = connection.execute(newest_first).all()
            total = connection.execute(select(func.count()).select_from(datasets)).scalar_one()
        return [rows.dataset(row) for row in found], total

    def get(self, dataset_id: str) -> Dataset:
        with transaction(self._engine) as connection:
            return _get(connection, dataset_id)

    def update(self, dataset_id: str, name: str | None, description: str | None, kind: str | None) -> Dataset:
        given = {"name": name, "description": description, "kind": kind}
        changes: dict[str, Any] = {field: value for field, value in given.items() if value is not None}
        if kind is not None:
            changes["kind_confidence"] = 1.0
        with transaction(self._engine) as connection:
            if changes:
                connection.execute(update(datasets).filter_by(dataset_id=dataset_id).values(changes))
            return _get(connection, dataset_id)

    def remove(self, dataset_id: str) -> str:
        with transaction(self._engine) as connection:
            # The lock of the row makes a hold that is being added wait, and then fail.
            found = select(datasets.c.sha256).filter_by(dataset_id=dataset_id).with_for_update()
            sha256: str | None = connection.execute(found).scalar_one_or_none()
            if sha256 is None:
                raise DatasetNotFound(dataset_id)
            held = select(dataset_holds.c.holder).filter_by(dataset_id=dataset_id)
            holders = connection.execute(held.where(dataset_holds.c.expires_at > func.now())).scalars().all()
            if holders:
                raise DatasetInUse(dataset_id, holders)
            connection.execute(delete(datasets).filter_by(dataset_id=dataset_id))
        return sha256

    def unused(self, hashes: Collection[str]) -> set[str]:
        with transaction(self._engine) as connection:
            used = connection.execute(select(datasets.c.sha256).where(datasets.c.sha256.in_(hashes))).scalars()
            return set(hashes) - set(used)

    def forget_file(self, sha256: str, discard: Callable[[], None]) -> None:
        with transaction(self._engine) as connection:
            _lock(connection, sha256)
            if connection.execute(select(datasets.c.sha256).filter_by(sha256=sha256).limit(1)).one_or_none() is None:
                discard()

    def hold(self, dataset_id: str, holder: str, lease: timedelta) -> datetime:
        until = func.now() + lease
        with transaction(self._engine) as connection:
            keep(connection, dataset_id)
            hold = upsert(dataset_holds).values(dataset_id=dataset_id, holder=holder, expires_at=until)
            renewed = hold.on_conflict_do_update(
                index_elements=["dataset_id", "holder"], set_={"expires_at": hold.excluded.expires_at}
            )
            expires_at: datetime = connection.execute(renewed.returning(dataset_holds.c.expires_at)).scalar_one()
        return expires_at

    def release(self, dataset_id: str, holder: str) -> None:
        with transaction(self._engine) as connection:
            connection.execute(delete(dataset_holds).filter_by(dataset_id=dataset_id, holder=holder))

    def _earlier(self, connection: Connection, mark: RequestMark) -> Dataset | None:
        """What was stored with this mark."""
        known = select(datasets.c.dataset_id, datasets.c.request_digest).filter_by(request_id=mark.request_id)
        row = connection.execute(known).one_or_none()
        if row is None:
            return None
        if row.request_digest != mark.digest:
            raise RequestIdReused(mark.request_id)
        return _get(connection, row.dataset_id)


def _get(connection: Connection, dataset_id: str) -> Dataset:
    row = connection.execute(select(datasets).filter_by(dataset_id=dataset_id)).one_or_none()
    if row is None:
        raise DatasetNotFound(dataset_id)
    found: Sequence[Row[Any]] = connection.execute(
        select(columns).filter_by(dataset_id=dataset_id).order_by(columns.c.position)
    ).all()
    return rows.dataset(row, found)


def keep(connection: Connection, dataset_id: str) -> None:
    """Keeps the entry from being deleted until the transaction ends. Raises DatasetNotFound."""
    entry = select(datasets.c.dataset_id).filter_by(dataset_id=dataset_id).with_for_update(key_share=True, read=True)
    if connection.execute(entry).one_or_none() is None:
        raise DatasetNotFound(dataset_id)


def _lock(connection: Connection, name: str) -> None:
    """Excludes every other transaction that locks the same name, until this one ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})
