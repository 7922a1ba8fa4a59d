"""Old predictions and jobs are deleted from a real PostgreSQL, and nothing else is."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy
import uuid_utils

from services.chassis.errors import Unavailable
from services.prediction.domain.batch import BatchNotFound
from services.prediction.domain.prediction import StoredPrediction
from services.prediction.forgetting import forgetting
from services.prediction.storage import retention
from services.prediction.storage.batches import BatchRepository
from services.prediction.storage.repository import PredictionRepository, PredictionWriter
from services.prediction.storage.retention import RetentionRepository
from services.prediction.storage.slices import SliceRepository
from services.prediction.storage.upkeep import UpkeepRepository
from tests.batches import SOURCE, claim, finish, new_batch
from tests.storage.test_predictions import prediction

LIMIT = datetime.now(UTC) - timedelta(days=30)


@pytest.fixture
def repository(batch_engine: sqlalchemy.Engine, monkeypatch: pytest.MonkeyPatch) -> RetentionRepository:
    """Takes 1 000 rows away at once, so that all it does takes several statements."""
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 1_000)
    with batch_engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE predictions"))
    return RetentionRepository(batch_engine)


@pytest.fixture
def end(batch_engine: sqlalchemy.Engine, slices: SliceRepository, batches: BatchRepository) -> Callable[[int], str]:
    """A job of 2 500 rows that ended so many days ago."""

    def of(days: int) -> str:
        batch = batches.create(new_batch(2_500))
        assert finish(slices, claim(slices, batch))
        change = sqlalchemy.text("UPDATE batch_jobs SET finished_at = finished_at - :by WHERE batch_id = :id")
        with batch_engine.begin() as connection:
            connection.execute(change, {"by": timedelta(days=days), "id": batch.batch_id})
        return batch.batch_id

    return of


def made(days: float) -> StoredPrediction:
    """A prediction of so many days ago."""
    moment = datetime.now(UTC) - timedelta(days=days)
    return replace(
        prediction(),
        prediction_id=str(uuid_utils.uuid7(int(moment.timestamp()))),
        created_at=moment,
    )


def test_only_predictions_older_than_the_limit_are_forgotten(
    repository: RetentionRepository, batch_engine: sqlalchemy.Engine
) -> None:
    old, new = [made(31 + day / 100) for day in range(1_500)], [made(29), made(0)]
    writer = PredictionWriter(batch_engine)
    writer.write([*old, *new])
    writer.close()
    assert [repository.forget_predictions(LIMIT) for _ in range(3)] == [1_000, 500, 0]
    left, _ = PredictionRepository(batch_engine).page(10, 0)
    assert {each.prediction_id for each in left} == {each.prediction_id for each in new}


def test_a_job_goes_with_all_its_rows(
    repository: RetentionRepository, batches: BatchRepository, end: Callable[[int], str], rows: Callable[[str], int]
) -> None:
    old, older, new = end(31), end(60), end(29)
    assert rows(old) == 2_500
    assert {repository.forget_job(LIMIT), repository.forget_job(LIMIT)} == {old, older}
    assert repository.forget_job(LIMIT) is None
    for each in (old, older):
        assert rows(each) == 0
        with pytest.raises(BatchNotFound):
            batches.get(each)
    assert rows(new) == batches.get(new).done == 2_500


def test_a_job_that_has_not_ended_or_holds_its_dataset_stays(
    repository: RetentionRepository,
    batches: BatchRepository,
    upkeep: UpkeepRepository,
    batch_engine: sqlalchemy.Engine,
) -> None:
    batches.create(new_batch(5))
    held = batches.create(new_batch(5, SOURCE))
    upkeep.held(held.batch_id, timedelta(minutes=10))
    batches.cancel(held.batch_id)
    with batch_engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE batch_jobs SET created_at = created_at - interval '1 year'"))
        connection.execute(sqlalchemy.text("UPDATE batch_jobs SET finished_at = finished_at - interval '1 year'"))
    assert repository.forget_job(LIMIT) is None
    upkeep.released(held.batch_id)
    assert repository.forget_job(LIMIT) == held.batch_id
    assert repository.forget_job(LIMIT) is None


class Away:
    """A database that is away at first; has one prediction and one job to forget."""

    def __init__(self) -> None:
        self.asked = 0
        self.left = ["prediction", "job"]

    def forget_predictions(self, before: datetime) -> int:
        assert timedelta(days=7) <= datetime.now(UTC) - before < timedelta(days=7, minutes=1)
        self.asked += 1
        if self.asked == 1:
            raise Unavailable("away", "연결할 수 없습니다.")
        return self._take("prediction") is not None

    def forget_job(self, before: datetime) -> str | None:
        return self._take("job")

    def _take(self, what: str) -> str | None:
        if what not in self.left:
            return None
        self.left.remove(what)
        return what


@pytest.mark.parametrize(("days", "left"), [(7, []), (0, ["prediction", "job"])])
def test_it_is_done_again_and_again_unless_all_is_kept(days: int, left: list[str]) -> None:
    database = Away()

    async def run() -> None:
        async with forgetting(database, days, seconds=0.01):
            for _ in range(100):
                await asyncio.sleep(0.01)
                if days and not database.left:
                    break

    asyncio.run(run())
    assert database.left == left
