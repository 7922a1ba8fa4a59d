"""One slice of a job, whatever happens meanwhile."""

import threading
import time
from datetime import timedelta

import pytest

from services.chassis.errors import Unavailable
from services.prediction.domain.batch import MOST_ATTEMPTS
from services.prediction.domain.datasets import DatasetMissing
from services.prediction.domain.slices import Slice
from services.prediction.slice_work import Outcome, Patience, SliceWork
from tests.batches import scored_rows
from tests.unit.prediction.lines import Lines
from tests.unit.prediction.memory_slices import JOB, ROWS, MemoryHints, MemorySlices, ScriptedScoring

SHORT = Patience(rows=0.05, store=0.05, pause=0.005)
LONG = Patience(rows=10, store=10, pause=0.005)


class Worker:
    """One worker and all that it talks to."""

    def __init__(self, slices: int = 1, patience: Patience = SHORT, lease: float = 60) -> None:
        self.slices, self.hints, self.log = MemorySlices(slices), MemoryHints(), Lines()
        self.scoring = ScriptedScoring(scored_rows)
        self._work = SliceWork(
            self.slices, self.scoring, self.hints, lease=timedelta(seconds=lease), patience=patience, log=self.log
        )

    def works(self, message: str = "message 1") -> Outcome:
        return self._work(JOB, message)

    @property
    def stored(self) -> list[int]:
        """How often rows of each slice were stored."""
        return [len(held.stored) for held in self.slices.slices]


def test_the_rows_of_a_slice_are_stored_and_one_more_worker_is_asked() -> None:
    worker = Worker(slices=2)
    assert worker.works() is Outcome.DONE
    assert worker.stored == [1, 0]
    assert len(worker.slices.slices[0].stored[0]) == ROWS
    assert worker.hints.sent == [(JOB, 1)]


def test_nobody_is_asked_after_the_last_slice() -> None:
    worker = Worker()
    assert [worker.works(), worker.works()] == [Outcome.DONE, Outcome.NOTHING]
    assert worker.hints.sent == []


def test_whoever_was_overtaken_stores_nothing_and_says_so() -> None:
    worker = Worker()
    worker.scoring.step = worker.slices.take_over
    assert worker.works() is Outcome.OVERTAKEN
    assert worker.stored == [0]
    assert worker.log.events == ["a slice was overtaken"]


def test_the_same_message_goes_on_with_the_slice_of_its_dead_worker() -> None:
    worker = Worker(slices=2)
    dead = worker.slices.claim(JOB, "message 1", timedelta(1))
    assert dead is not None
    assert worker.works("message 1") is Outcome.DONE
    assert worker.stored == [1, 0]


def test_a_database_that_is_away_for_a_while_is_waited_for() -> None:
    worker = Worker(patience=LONG)
    worker.slices.gone("finish", times=3)
    assert worker.works() is Outcome.DONE
    assert worker.stored == [1]
    assert worker.slices.calls["finish"] == 4


def test_rows_that_were_stored_without_an_answer_are_not_stored_again() -> None:
    worker = Worker(slices=2, patience=LONG)
    worker.slices.lost.add("finish")
    assert worker.works() is Outcome.OVERTAKEN
    assert worker.stored == [1, 0]
    assert worker.hints.sent == [(JOB, 1)], "the rest of the job waits for the reconciler"


def test_a_slice_that_cannot_be_stored_is_given_back_and_its_attempt_is_not_counted() -> None:
    worker = Worker()
    worker.slices.gone("finish")
    assert worker.works() is Outcome.PUT_OFF
    assert (worker.slices.slices[0].attempts, worker.slices.slices[0].holder) == (0, None)
    worker.slices.away.clear()
    assert worker.works("message 2") is Outcome.DONE


def test_a_database_that_is_away_for_everything_costs_the_attempt_and_not_the_worker() -> None:
    worker = Worker()
    worker.slices.gone("finish", "give_back", "set_free")
    assert worker.works() is Outcome.PUT_OFF
    assert worker.slices.failure == ""


def test_without_a_database_nothing_is_claimed() -> None:
    worker = Worker()
    worker.slices.gone("claim")
    assert worker.works() is Outcome.PUT_OFF
    assert worker.log.events == ["a job is put off"]


def away(_: Slice) -> None:
    raise Unavailable("away", "연결할 수 없습니다.")


def test_a_dataset_service_that_is_away_for_a_while_is_waited_for() -> None:
    worker, answers = Worker(patience=LONG), iter((False, False, True))

    def step(claimed: Slice) -> None:
        if not next(answers):
            away(claimed)

    worker.scoring.step = step
    assert worker.works() is Outcome.DONE


def test_a_dataset_service_that_stays_away_puts_the_job_off_without_counting() -> None:
    worker = Worker()
    worker.scoring.step = away
    for message in range(2 * MOST_ATTEMPTS):
        assert worker.works(f"message {message}") is Outcome.PUT_OFF
    assert worker.slices.failure == ""
    worker.scoring.step = lambda _: None
    assert worker.works("the last") is Outcome.DONE


def test_a_job_whose_dataset_was_deleted_fails_with_a_sentence() -> None:
    def gone(_: Slice) -> None:
        raise DatasetMissing("id")

    worker = Worker(slices=2)
    worker.scoring.step = gone
    assert worker.works() is Outcome.FAILED
    assert "데이터셋이 삭제되어" in worker.slices.failure
    assert worker.hints.sent == []


def fails(_: Slice) -> None:
    raise ZeroDivisionError


def test_an_error_that_nobody_expected_is_logged_with_its_stack_and_counts() -> None:
    worker = Worker()
    worker.scoring.step = fails
    assert worker.works() is Outcome.FAILED
    facts = worker.log.facts["a slice failed"]
    assert (facts["batch_id"], facts["first_row"]) == (JOB, 0)
    assert isinstance(facts["exc_info"], ZeroDivisionError)
    assert (worker.slices.slices[0].attempts, worker.slices.slices[0].holder) == (1, None)


def test_a_slice_that_always_fails_ends_its_job() -> None:
    worker = Worker()
    worker.scoring.step = fails
    outcomes = [worker.works(f"message {message}") for message in range(MOST_ATTEMPTS + 1)]
    assert outcomes == [Outcome.FAILED] * MOST_ATTEMPTS + [Outcome.NOTHING]
    assert worker.slices.failure


@pytest.mark.parametrize("away_times", [0, 1])
def test_the_lease_is_renewed_while_rows_are_scored(away_times: int) -> None:
    worker = Worker(lease=0.03)
    worker.slices.gone("renew", times=away_times)
    worker.scoring.step = lambda _: _wait(worker)
    assert worker.works() is Outcome.DONE
    renewals = worker.slices.calls["renew"]
    assert renewals >= 2
    assert worker.works() is Outcome.NOTHING
    assert worker.slices.calls["renew"] == renewals, "renewed after the end"


def test_a_lease_that_was_lost_is_not_renewed_again() -> None:
    worker, before = Worker(lease=0.03), threading.active_count()

    def overtaken(claimed: Slice) -> None:
        worker.slices.take_over(claimed)
        while threading.active_count() > before:
            time.sleep(0.001)

    worker.scoring.step = overtaken
    assert worker.works() is Outcome.OVERTAKEN
    assert worker.slices.calls["renew"] == 1
    assert worker.log.events == ["a slice is not ours any more", "a slice was overtaken"]


def _wait(worker: Worker) -> None:
    assert worker.slices.renewed.wait(10)
