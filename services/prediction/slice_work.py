"""One slice of a job, from the claim to the stored rows, and what is done when something is away."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from services.chassis.errors import Unavailable
from services.chassis.telemetry import Log, logger
from services.prediction.domain.datasets import DatasetMissing
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.slices import Hints, Slice, Slices
from services.prediction.lease import lease_kept

Result = TypeVar("Result")

DATASET_GONE = "예측하던 데이터셋이 삭제되어 작업을 끝내지 못했습니다. 데이터셋을 다시 올린 뒤 새로 요청해주세요."


class Outcome(StrEnum):
    """What became of a message."""

    DONE = "done"
    """The rows of a slice are stored."""

    NOTHING = "nothing"
    """There was nothing to do: the job is finished, or others have what is left of it."""

    OVERTAKEN = "overtaken"
    """The rows were not stored: somebody else has the slice or has stored it, or the job has ended."""

    PUT_OFF = "put_off"
    """The database or the dataset service is away; the reconciler tells a worker again."""

    FAILED = "failed"
    """The job, because its dataset is gone; or this attempt, because of an error that nobody expected."""


class Scoring(Protocol):
    """The model and the rows of jobs."""

    @property
    def model_version(self) -> str: ...

    def score(self, claimed: Slice) -> ScoredRows:
        """The answers for the rows of a slice. Raises DatasetMissing, and Unavailable while a part is away."""


@dataclass(frozen=True)
class Patience:
    """Seconds that a slice in work waits for a part that is away, and between two tries."""

    rows: float = 10.0
    """For the rows of a dataset: a restart. Meanwhile other jobs could be worked on."""

    store: float = 120.0
    """For the database, once rows are scored: without it there is no work on other jobs either."""

    pause: float = 0.5


class SliceWork:
    """Works on jobs, one slice at a time."""

    def __init__(
        self,
        slices: Slices,
        scoring: Scoring,
        hints: Hints,
        *,
        lease: timedelta,
        patience: Patience = Patience(),  # immutable
        log: Log | None = None,
    ) -> None:
        self._slices = slices
        self._scoring = scoring
        self._hints = hints
        self._lease = lease
        self._patience = patience
        self._log = log or logger()

    def __call__(self, batch_id: str, message_id: str) -> Outcome:
        """Works on one slice of the job. Asks for one more worker if there is more of it.

        Whoever gets the same message again, because its worker died, goes on with the slice of that worker.
        """
        try:
            claimed = self._slices.claim(batch_id, message_id, self._lease)
            if claimed is None:
                return Outcome.NOTHING
            with lease_kept(self._slices, claimed, self._lease, self._log):
                outcome = self._attempt(claimed)
            if outcome in (Outcome.DONE, Outcome.OVERTAKEN) and self._slices.has_work(batch_id):
                self._hints.send(batch_id)
        except Unavailable as away:
            self._log.warning("a job is put off", batch_id=batch_id, why=away.message)
            return Outcome.PUT_OFF
        return outcome

    def _attempt(self, claimed: Slice) -> Outcome:
        """Scores and stores. Raises Unavailable if not even a failure can be stored."""
        facts = {"batch_id": claimed.batch_id, "slice": claimed.number}
        try:
            scored = self._patiently(self._patience.rows, lambda: self._scoring.score(claimed))
            if self._patiently(self._patience.store, lambda: self._store(claimed, scored)):
                self._log.info("a slice is done", **facts, rows=claimed.rows)
                return Outcome.DONE
        except DatasetMissing:
            self._log.warning("the dataset of a job is gone", **facts)
            self._slices.fail(claimed.batch_id, DATASET_GONE)
            return Outcome.FAILED
        except Unavailable:
            self._slices.give_back(claimed)
            raise
        except Exception as error:  # noqa: BLE001  # a row nobody thought of; it must not end the worker
            self._log.error("a slice failed", **facts, first_row=claimed.first_row, exc_info=error)
            self._slices.set_free(claimed)
            return Outcome.FAILED
        self._log.info("a slice was overtaken", **facts)
        return Outcome.OVERTAKEN

    def _store(self, claimed: Slice, scored: ScoredRows) -> bool:
        return self._slices.finish(claimed, scored, self._scoring.model_version)

    def _patiently(self, seconds: float, work: Callable[[], Result]) -> Result:
        """The result of `work`, which is tried again for so long while it raises Unavailable."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(Unavailable):
                return work()
            time.sleep(self._patience.pause)
        return work()
