"""Jobs survive the death of whatever works on them: each is finished once, with the rows of an undisturbed run."""

import signal
from typing import Any

import psutil
import pytest

from tests.batch_jobs import BatchJobs, accidents, another_worker
from tests.poisonous_worker import POISON_YEAR
from tests.stack import EmbeddedStack, paused, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("whole")]

Rows = list[tuple[Any, ...]]
FEW = accidents(300)


@pytest.fixture
def jobs(stack: EmbeddedStack) -> BatchJobs:
    return BatchJobs(stack)


@pytest.fixture(scope="module")
def sample_rows(stack: EmbeddedStack) -> Rows:
    """The rows of the sample, four slices, as nothing has disturbed them."""
    jobs = BatchJobs(stack)
    batch_id = jobs.create(dataset_id=stack.http.post("/api/datasets/sample").json()["dataset_id"])
    assert jobs.finished(batch_id)["status"] == "SUCCEEDED"
    return jobs.rows(batch_id)


@pytest.fixture(scope="module")
def few_rows(stack: EmbeddedStack) -> Rows:
    """The rows of a few accidents, as nothing has disturbed them."""
    jobs = BatchJobs(stack)
    batch_id = jobs.create(accidents=FEW)
    assert jobs.finished(batch_id)["failed"] == 100
    return jobs.rows(batch_id)


def child(stack: EmbeddedStack) -> psutil.Process:
    """The process that scores."""
    (found,) = psutil.Process(stack.part("worker")["pid"]).children()
    return found


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_child_of_the_worker_that_is_killed_costs_no_row(
    stack: EmbeddedStack, jobs: BatchJobs, sample: str, sample_rows: Rows
) -> None:
    restarts = stack.part("worker")["restarts"]
    with jobs.not_stored():
        batch_id = jobs.create(dataset_id=sample)
        wait_until(lambda: jobs.begun(batch_id))
        child(stack).kill()
    jobs.done_as(batch_id, sample_rows)
    assert stack.part("worker")["restarts"] == restarts


def test_a_worker_that_is_killed_costs_no_row(
    stack: EmbeddedStack, jobs: BatchJobs, sample: str, sample_rows: Rows
) -> None:
    with jobs.not_stored():
        batch_id = jobs.create(dataset_id=sample)
        wait_until(lambda: jobs.begun(batch_id))
        orphan = child(stack)
        stack.kill("worker")
        wait_until(lambda: not alive(orphan))
    jobs.done_as(batch_id, sample_rows)


def test_a_broker_that_forgets_everything_costs_no_job(stack: EmbeddedStack, jobs: BatchJobs, few_rows: Rows) -> None:
    with paused(stack.family("worker")):
        queued = [jobs.create(accidents=FEW) for _ in range(20)]
        with stack.redis("broker") as broker:
            wait_until(broker.dbsize)
            broker.flushall()
    for batch_id in queued:
        jobs.done_as(batch_id, few_rows)


def test_a_job_is_accepted_without_a_broker_and_runs_when_it_is_back(
    stack: EmbeddedStack, jobs: BatchJobs, sample: str, sample_rows: Rows
) -> None:
    with paused([psutil.Process(stack.launcher)]):  # or it would start the broker again at once
        stack.kill("broker")
        batch_id = jobs.create(dataset_id=sample)
        assert jobs.state(batch_id)["status"] == "QUEUED"
    jobs.done_as(batch_id, sample_rows)


def test_a_job_is_accepted_while_the_broker_hangs_and_runs_when_it_goes_on(
    stack: EmbeddedStack, jobs: BatchJobs, few_rows: Rows
) -> None:
    log = stack.home.log("prediction")
    before = log.read_text().count("the broker is away")
    with paused(stack.family("broker")):
        batch_id = jobs.create(accidents=FEW)
        wait_until(lambda: log.read_text().count("the broker is away") > before)
    jobs.done_as(batch_id, few_rows)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "restarted"])
def test_a_database_that_ends_while_rows_are_stored_costs_none(
    stack: EmbeddedStack, jobs: BatchJobs, sample: str, sample_rows: Rows, number: int
) -> None:
    restarts = stack.part("postgres")["restarts"]
    batch_id = jobs.create(dataset_id=sample)
    wait_until(lambda: jobs.begun(batch_id))
    stack.kill("postgres", number)
    stack.wait_until_restarted("postgres", restarts)
    jobs.done_as(batch_id, sample_rows)


def test_a_service_that_is_killed_while_its_job_runs_costs_no_row(
    stack: EmbeddedStack, jobs: BatchJobs, sample: str, sample_rows: Rows
) -> None:
    restarts = stack.part("prediction")["restarts"]
    with jobs.not_stored():
        batch_id = jobs.create(dataset_id=sample)
        wait_until(lambda: jobs.begun(batch_id))
        stack.kill("prediction")
        stack.wait_until_restarted("prediction", restarts)
    jobs.done_as(batch_id, sample_rows)


def test_a_dataset_service_that_is_away_when_a_job_starts_delays_it(
    stack: EmbeddedStack, jobs: BatchJobs, sample: str, sample_rows: Rows
) -> None:
    restarts = stack.part("dataset")["restarts"]
    child(stack).kill()  # the next one has no rows yet
    with paused(stack.family("worker")):
        batch_id = jobs.create(dataset_id=sample)
        stack.kill("dataset")
    stack.wait_until_restarted("dataset", restarts)
    jobs.done_as(batch_id, sample_rows)


def test_a_worker_that_comes_back_after_others_have_taken_over_stores_nothing(
    stack: EmbeddedStack, jobs: BatchJobs, sample: str, sample_rows: Rows
) -> None:
    zombie = child(stack)
    with jobs.not_stored():
        batch_id = jobs.create(dataset_id=sample)
        wait_until(lambda: jobs.begun(batch_id))
        zombie.suspend()
    try:
        with another_worker(stack):
            jobs.done_as(batch_id, sample_rows)
    finally:
        zombie.resume()
    log = stack.home.log("worker")
    wait_until(lambda: overtaken(log.read_text(), batch_id))
    assert jobs.rows(batch_id) == sample_rows


def overtaken(log: str, batch_id: str) -> bool:
    """Whether a worker has said that a slice of the job was not its own any more when it came to store it."""
    return any("a slice was overtaken" in line and batch_id in line for line in log.splitlines())


def test_a_row_that_kills_its_worker_fails_its_job_and_no_other(
    stack: EmbeddedStack, jobs: BatchJobs, few_rows: Rows
) -> None:
    poison = FEW[:200] + accidents(1, accident_year=POISON_YEAR)
    with paused(stack.family("worker")), another_worker(stack, "tests.poisonous_worker"):
        before, poisoned, after = (jobs.create(accidents=rows) for rows in (FEW, poison, FEW))
        failed = jobs.finished(poisoned)
        jobs.done_as(before, few_rows)
        jobs.done_as(after, few_rows)
    assert (failed["status"], failed["done"]) == ("FAILED", 0)
    assert "1행부터 201행까지를 3번" in failed["failure"]
    assert jobs.rows(poisoned) == []
