"""The history of predictions in a real PostgreSQL with the real migrations."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy
import uuid_utils
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from services.chassis.database import create_engine, ping
from services.chassis.errors import Unavailable
from services.prediction.domain.accident import Accident
from services.prediction.domain.prediction import PredictionNotFound, StoredPrediction
from services.prediction.storage.group_commit import GroupCommit
from services.prediction.storage.repository import PredictionRepository, PredictionWriter
from services.prediction.storage.tables import metadata
from tests.conftest import migrate
from tests.figures import grows

ACCIDENT = Accident("맑음", "건조", "교차로 - 교차로안", "차대사람", "대구광역시 수성구 상동", 2022, 1, 1, 1)


def prediction(eclo: float = 4.0) -> StoredPrediction:
    return StoredPrediction(
        prediction_id=str(uuid_utils.uuid7()),
        created_at=datetime.now(UTC),
        model_version="test",
        accident=ACCIDENT,
        eclo=eclo,
        interpretation="일반",
        percentile=50.0,
        serious_probability=0.3,
        interval_lower=3.0,
        interval_upper=6.0,
    )


@pytest.fixture
def engine(prediction_database: str) -> Iterator[sqlalchemy.Engine]:
    engine = create_engine(prediction_database, "test")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE predictions"))
    yield engine
    engine.dispose()


def test_the_tables_are_those_of_the_migrations(engine: sqlalchemy.Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrations_of_two_replicas_at_once_run_once(prediction_database: str, engine: sqlalchemy.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    with ThreadPoolExecutor() as replicas:
        list(replicas.map(lambda _: migrate("prediction", prediction_database), range(2)))
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("SELECT count(*) FROM predictions")).scalar_one() == 0


def test_what_was_written_is_read_back_equal(engine: sqlalchemy.Engine) -> None:
    written = replace(prediction(4.123456789012345), created_at=datetime(2026, 1, 2, 3, 4, 5, 678901, UTC))
    PredictionWriter(engine).write([written])
    assert PredictionRepository(engine).get(written.prediction_id) == written


def test_an_unknown_id_is_not_found(engine: sqlalchemy.Engine) -> None:
    with pytest.raises(PredictionNotFound):
        PredictionRepository(engine).get(str(uuid_utils.uuid7()))


def test_pages_are_newest_first_with_the_number_of_all(engine: sqlalchemy.Engine) -> None:
    written = [prediction(eclo) for eclo in range(7)]
    PredictionWriter(engine).write(written)
    page, total = PredictionRepository(engine).page(limit=3, offset=2)
    assert total == 7
    assert [stored.eclo for stored in page] == [4.0, 3.0, 2.0]


def test_a_group_that_is_written_twice_is_stored_once(engine: sqlalchemy.Engine) -> None:
    group = [prediction(), prediction()]
    writer = PredictionWriter(engine)
    writer.write(group)
    writer.write(group)
    assert PredictionRepository(engine).page(10, 0)[1] == 2


def test_a_connection_that_was_ended_by_the_server_is_replaced(engine: sqlalchemy.Engine) -> None:
    writer = PredictionWriter(engine)
    writer.write([prediction()])
    with engine.connect() as connection:
        kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(sqlalchemy.text(f"{kill} AND pid <> pg_backend_pid()"))
    writer.write([prediction()])
    assert PredictionRepository(engine).page(10, 0)[1] == 2


def test_a_database_that_is_away_is_unavailable() -> None:
    nowhere = create_engine("postgresql+psycopg2://nobody:x@127.0.0.1:1/none", "test")
    with pytest.raises(Unavailable):
        ping(nowhere)
    with pytest.raises(Unavailable):
        PredictionWriter(nowhere).write([prediction()])
    with pytest.raises(Unavailable):
        PredictionRepository(nowhere).page(1, 0)


def test_concurrent_commits_share_groups_and_every_acknowledged_one_is_stored(engine: sqlalchemy.Engine) -> None:
    writer = PredictionWriter(engine)
    sizes: list[int] = []

    def write(group: Sequence[StoredPrediction]) -> None:
        sizes.append(len(group))
        writer.write(group)

    async def commit_all() -> None:
        log = GroupCommit(write)
        await asyncio.gather(*(log.commit(item) for item in items))
        await log.close()

    items = [prediction() for _ in range(300)]
    asyncio.run(commit_all())
    assert sum(sizes) == 300
    assert len(sizes) < 10
    stored, total = PredictionRepository(engine).page(500, 0)
    assert total == 300
    assert {item.prediction_id for item in stored} == {item.prediction_id for item in items}


def test_a_failed_group_fails_its_waiters_and_not_the_next() -> None:
    failures = [Unavailable("away", "없음")]

    def write(group: Sequence[StoredPrediction]) -> None:
        if failures:
            raise failures.pop()

    async def commit_two() -> None:
        log = GroupCommit(write)
        with pytest.raises(Unavailable):
            await log.commit(prediction())
        await log.commit(prediction())
        await log.close()

    asyncio.run(commit_two())


def test_a_write_that_hangs_is_unavailable_in_under_a_second_and_the_abandoned_are_not_written() -> None:
    release = threading.Event()
    groups: list[int] = []

    def write(group: Sequence[StoredPrediction]) -> None:
        groups.append(len(group))
        release.wait(10)

    async def commit_two() -> timedelta:
        log = GroupCommit(write)
        started = datetime.now(UTC)
        outcomes = await asyncio.gather(
            log.commit(prediction()), log.commit(prediction()), log.commit(prediction()), return_exceptions=True
        )
        waited = datetime.now(UTC) - started
        assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
        late = asyncio.create_task(log.commit(prediction()))
        await asyncio.sleep(0)
        release.set()
        await late
        await log.close()
        return waited

    assert asyncio.run(commit_two()) < timedelta(seconds=5)
    assert len(groups) == 2


def test_a_commit_is_counted_with_its_size_whether_it_worked_or_not() -> None:
    def write(group: Sequence[StoredPrediction]) -> None:
        if len(group) == 1:
            raise Unavailable("away", "없음")

    async def commit_all() -> None:
        log = GroupCommit(write)
        await asyncio.gather(*(log.commit(prediction()) for _ in range(7)))
        with pytest.raises(Unavailable):
            await log.commit(prediction())
        await log.close()

    with grows("prediction_commit_items_count", 2), grows("prediction_commit_items_sum", 8):
        asyncio.run(commit_all())
