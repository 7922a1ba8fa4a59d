"""The repositories of batches on an empty database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy
from psycopg2 import extensions

from services.chassis.database import create_engine, wait
from services.prediction.celery_app import celery_app
from services.prediction.domain.batch import SLICE_ROWS, Batch
from services.prediction.hints import CeleryHints
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.slices import SliceRepository
from services.prediction.storage.upkeep import UpkeepRepository
from tests.batches import new_batch
from tests.stack import wait_until
from tests.valkey_server import ValkeyServer, valkey
from tests.worker_process import Accept, Script, script


@pytest.fixture
def batch_engine(prediction_database: str) -> Iterator[sqlalchemy.Engine]:
    engine = create_engine(prediction_database, "test", limits_waits=False)
    # Set for the whole process by the engines of other tests; COPY does not work with it.
    extensions.set_wait_callback(None)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE batch_jobs CASCADE"))
    yield engine
    engine.dispose()
    extensions.set_wait_callback(wait)


@pytest.fixture
def batches(batch_engine: sqlalchemy.Engine) -> BatchRepository:
    return BatchRepository(batch_engine)


@pytest.fixture
def slices(batch_engine: sqlalchemy.Engine) -> SliceRepository:
    return SliceRepository(batch_engine)


@pytest.fixture
def upkeep(batch_engine: sqlalchemy.Engine) -> UpkeepRepository:
    return UpkeepRepository(batch_engine)


@pytest.fixture
def rows(batch_engine: sqlalchemy.Engine) -> Callable[[str], int]:
    """How many rows of a job are stored."""

    def of(batch_id: str) -> int:
        count = sqlalchemy.text("SELECT count(*) FROM batch_rows WHERE batch_id = :id")
        with batch_engine.connect() as connection:
            return int(connection.execute(count, {"id": batch_id}).scalar_one())

    return of


@pytest.fixture
def turn_back(batch_engine: sqlalchemy.Engine) -> Callable[[str, float], None]:
    """Lets a job have been heard of so many seconds earlier."""

    def of(batch_id: str, seconds: float) -> None:
        earlier = sqlalchemy.text("UPDATE batch_jobs SET hinted_at = hinted_at - :by WHERE batch_id = :id")
        with batch_engine.begin() as connection:
            connection.execute(earlier, {"id": batch_id, "by": timedelta(seconds=seconds)})

    return of


@pytest.fixture(scope="module")
def broker() -> Iterator[ValkeyServer]:
    """The Valkey that takes messages to workers."""
    with valkey() as server:
        yield server


@pytest.fixture
def accept(batches: BatchRepository, broker: ValkeyServer) -> Iterator[Accept]:
    """Accepts a job with a script for a scripted worker, and tells workers of it."""
    hints = CeleryHints(celery_app(broker.url))

    def of(steps: Script | None = None, rows: int = SLICE_ROWS + 10, workers: int = 1) -> str:
        batch = batches.create(replace(new_batch(rows), accidents=script(steps or {})))
        hints.send(batch.batch_id, workers)
        return batch.batch_id

    yield of
    hints.close()


@pytest.fixture
def finished(batches: BatchRepository) -> Callable[[str], Batch]:
    """Waits for the end of a job."""

    def of(batch_id: str) -> Batch:
        wait_until(lambda: batches.get(batch_id).status.is_finished)
        return batches.get(batch_id)

    return of
