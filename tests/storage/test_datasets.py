"""The catalogue and its links in a real PostgreSQL with the real migrations."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy
import uuid_utils
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from services.chassis.database import create_engine
from services.dataset.domain.catalog import Dataset, DatasetInUse, DatasetNotFound, RequestIdReused, RequestMark
from services.dataset.domain.columns import ColumnProfile, ColumnType, Notice, ValueCount
from services.dataset.domain.sharing import ShareExpired, ShareNotFound, ShareRevoked
from services.dataset.storage.repository import DatasetRepository
from services.dataset.storage.shares import ShareRepository
from services.dataset.storage.tables import metadata

UNKNOWN = "0192a1b2-0000-7000-8000-000000000000"
SHA = "ab" * 32
COLUMNS = (
    ColumnProfile("이름", ColumnType.TEXT, 1, 2, top_values=(ValueCount("가", 3), ValueCount("나'\"\\", 1))),
    ColumnProfile("수", ColumnType.INTEGER, 0, 3, -5, 2**63 - 1, 2.5, (1.0, 2.0, 2.5, 3.0, 4.0)),
    ColumnProfile("때", ColumnType.DATETIME, 0, 1, "2016-01-01 01:00", "2017-12-31 23:00"),
    ColumnProfile("빈 열", ColumnType.TEXT, 5, 0),
)


def dataset(sha256: str = SHA, name: str = "보안등") -> Dataset:
    return Dataset(
        dataset_id=str(uuid_utils.uuid7()),
        name=name,
        description="설명",
        rows=5,
        column_count=len(COLUMNS),
        size_bytes=123,
        uploaded_at=datetime.now(UTC),
        sha256=sha256,
        encoding="cp949",
        kind="보안등",
        kind_confidence=0.9,
        columns=COLUMNS,
        notices=(Notice("열 1", "UNNAMED_COLUMN", "이름이 없습니다."),),
    )


def nothing() -> None:
    """There is no file in these tests."""


@pytest.fixture
def engine(dataset_database: str) -> Iterator[sqlalchemy.Engine]:
    engine = create_engine(dataset_database, "test")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE datasets CASCADE"))
    yield engine
    engine.dispose()


@pytest.fixture
def catalog(engine: sqlalchemy.Engine) -> DatasetRepository:
    return DatasetRepository(engine)


@pytest.fixture
def shares(engine: sqlalchemy.Engine) -> ShareRepository:
    return ShareRepository(engine)


def test_the_tables_are_those_of_the_migrations(engine: sqlalchemy.Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_entry_comes_back_as_it_was_stored(catalog: DatasetRepository) -> None:
    stored = catalog.store(dataset(), None, nothing)
    assert catalog.get(stored.dataset_id) == stored


def test_the_list_is_newest_first_and_without_columns(catalog: DatasetRepository) -> None:
    ids = [catalog.store(dataset(name=str(number)), None, nothing).dataset_id for number in range(3)]
    page, total = catalog.page(2, 0)
    assert [found.dataset_id for found in page] == [ids[2], ids[1]]
    assert (total, page[0].columns, page[0].column_count) == (3, (), 4)
    assert [found.dataset_id for found in catalog.page(2, 2)[0]] == [ids[0]]


def test_nothing_is_stored_if_the_file_cannot_be_put_into_its_place(catalog: DatasetRepository) -> None:
    def fail() -> None:
        raise OSError

    with pytest.raises(OSError):
        catalog.store(dataset(), None, fail)
    assert catalog.page(10, 0) == ([], 0)


def test_a_change_touches_only_what_was_given(catalog: DatasetRepository) -> None:
    stored = catalog.store(dataset(), None, nothing)
    assert catalog.update(stored.dataset_id, "새 이름", None, None) == replace(stored, name="새 이름")
    changed = catalog.update(stored.dataset_id, None, "", "주차장")
    assert (changed.name, changed.description) == ("새 이름", "")
    assert (changed.kind, changed.kind_confidence) == ("주차장", 1.0)
    assert catalog.update(stored.dataset_id, None, None, None) == changed


def test_a_repeated_request_gets_the_first_answer(catalog: DatasetRepository) -> None:
    mark = RequestMark(str(uuid_utils.uuid7()), "digest")
    first = catalog.store(dataset(), mark, nothing)
    assert catalog.store(dataset(name="다시"), mark, nothing) == first
    with pytest.raises(RequestIdReused):
        catalog.store(dataset(), replace(mark, digest="another"), nothing)
    assert catalog.page(10, 0)[1] == 1


def test_the_same_request_many_times_at_once_stores_one_entry(catalog: DatasetRepository) -> None:
    mark = RequestMark(str(uuid_utils.uuid7()), "digest")
    with ThreadPoolExecutor(8) as callers:
        stored = list(callers.map(lambda _: catalog.store(dataset(), mark, nothing), range(8)))
    assert len({found.dataset_id for found in stored}) == 1


def test_a_file_is_forgotten_with_its_last_entry_only(catalog: DatasetRepository) -> None:
    first, second = (catalog.store(dataset(), None, nothing) for _ in range(2))
    forgotten: list[str] = []
    for entry, expected in ((first, []), (second, [SHA])):
        catalog.forget_file(catalog.remove(entry.dataset_id), lambda: forgotten.append(SHA))
        assert forgotten == expected
    assert catalog.unused({SHA, "cd"}) == {SHA, "cd"}


def test_hashes_that_an_entry_has_are_used(catalog: DatasetRepository) -> None:
    catalog.store(dataset(), None, nothing)
    assert catalog.unused({SHA, "cd"}) == {"cd"}
    assert catalog.unused(set()) == set()


def test_storing_and_forgetting_the_same_file_exclude_each_other(catalog: DatasetRepository) -> None:
    publishing, go_on = threading.Event(), threading.Event()
    forgotten: list[str] = []

    def publish() -> None:
        publishing.set()
        go_on.wait(5)

    with ThreadPoolExecutor(2) as workers:
        storing = workers.submit(catalog.store, dataset(), None, publish)
        publishing.wait(5)
        forgetting = workers.submit(catalog.forget_file, SHA, lambda: forgotten.append(SHA))
        other = threading.Thread(target=catalog.forget_file, args=("other", lambda: forgotten.append("other")))
        other.start()
        other.join(5)
        assert not forgetting.done()
        go_on.set()
        storing.result(5)
        forgetting.result(5)
    assert forgotten == ["other"]


def test_a_held_dataset_is_not_deleted_until_released(catalog: DatasetRepository) -> None:
    stored = catalog.store(dataset(), None, nothing)
    until = catalog.hold(stored.dataset_id, "batch/1", timedelta(minutes=5))
    assert timedelta(minutes=4) < until - datetime.now(UTC) < timedelta(minutes=6)
    assert catalog.hold(stored.dataset_id, "batch/1", timedelta(minutes=9)) > until
    catalog.hold(stored.dataset_id, "chat/2", timedelta(minutes=5))
    catalog.release(stored.dataset_id, "chat/2")
    with pytest.raises(DatasetInUse, match="batch/1") as refused:
        catalog.remove(stored.dataset_id)
    assert "chat/2" not in refused.value.message
    catalog.release(stored.dataset_id, "batch/1")
    catalog.release(stored.dataset_id, "batch/1")
    assert catalog.remove(stored.dataset_id) == SHA


def test_a_hold_ends_by_itself(catalog: DatasetRepository) -> None:
    stored = catalog.store(dataset(), None, nothing)
    catalog.hold(stored.dataset_id, "batch/1", timedelta(microseconds=1))
    catalog.remove(stored.dataset_id)


def test_a_link_opens_until_it_is_revoked(catalog: DatasetRepository, shares: ShareRepository) -> None:
    stored = catalog.store(dataset(), None, nothing)
    expires_at = shares.add(stored.dataset_id, b"hash", timedelta(days=7))
    found = shares.find(b"hash")
    assert (found.dataset_id, found.expires_at) == (stored.dataset_id, expires_at)
    with pytest.raises(ShareNotFound):
        shares.find(b"has")
    shares.add(stored.dataset_id, b"second", timedelta(days=7))
    assert shares.revoke(stored.dataset_id) == 2
    assert shares.revoke(stored.dataset_id) == 0
    with pytest.raises(ShareRevoked):
        shares.find(b"hash")


def test_a_link_ends_by_the_clock_of_the_database(catalog: DatasetRepository, shares: ShareRepository) -> None:
    stored = catalog.store(dataset(), None, nothing)
    shares.add(stored.dataset_id, b"hash", timedelta(microseconds=1))
    with pytest.raises(ShareExpired):
        shares.find(b"hash")
    assert shares.revoke(stored.dataset_id) == 0


def test_links_end_with_their_dataset(catalog: DatasetRepository, shares: ShareRepository) -> None:
    stored = catalog.store(dataset(), None, nothing)
    shares.add(stored.dataset_id, b"hash", timedelta(days=7))
    catalog.remove(stored.dataset_id)
    with pytest.raises(ShareNotFound):
        shares.find(b"hash")


def test_what_is_not_there_is_not_found(catalog: DatasetRepository, shares: ShareRepository) -> None:
    for call in (
        lambda: catalog.get(UNKNOWN),
        lambda: catalog.update(UNKNOWN, "x", None, None),
        lambda: catalog.remove(UNKNOWN),
        lambda: catalog.hold(UNKNOWN, "x", timedelta(1)),
        lambda: shares.add(UNKNOWN, b"hash", timedelta(1)),
        lambda: shares.revoke(UNKNOWN),
    ):
        with pytest.raises(DatasetNotFound):
            call()
    catalog.release(UNKNOWN, "x")
