"""Jobs are looked after whatever is away."""

import asyncio

from services.prediction.accepting import FAN_OUT
from services.prediction.domain.datasets import HOLD_LEASE, DatasetBrief, holder
from services.prediction.reconciling import Reconciler, reconciling
from tests.figures import figure
from tests.stack import wait_until
from tests.unit.prediction.lines import Lines
from tests.unit.prediction.memory_datasets import DATASET, MemoryDatasets
from tests.unit.prediction.memory_slices import JOB, MemoryHints
from tests.unit.prediction.memory_upkeep import MemoryUpkeep, away


class Service:
    """A reconciler and all that it talks to; there is one dataset."""

    def __init__(self) -> None:
        self.upkeep, self.hints, self.datasets, self.log = MemoryUpkeep(), MemoryHints(), MemoryDatasets(), Lines()
        self.datasets.briefs[DATASET] = DatasetBrief(DATASET, "사고", "ab" * 32, 1, ())
        self.reconciler = Reconciler(self.upkeep, self.hints, self.datasets, self.log)

    def looks(self) -> None:
        asyncio.run(self.reconciler.look())


def test_workers_are_told_again_of_jobs_that_nobody_works_on() -> None:
    service = Service()
    service.upkeep.unheard = [JOB]
    service.looks()
    service.looks()
    assert service.hints.sent == [(JOB, FAN_OUT)]


def test_a_job_that_is_given_up_is_named_in_the_log() -> None:
    service = Service()
    service.upkeep.poisonous = [JOB]
    service.looks()
    assert service.log.facts == {"a job is given up": {"batch_id": JOB}}


def test_the_dataset_of_an_unfinished_job_is_held_and_that_of_a_finished_one_released() -> None:
    service = Service()
    service.upkeep.unfinished[JOB] = DATASET
    service.looks()
    assert service.datasets.holds == {(DATASET, holder(JOB)): HOLD_LEASE}
    assert service.upkeep.leases == {JOB: HOLD_LEASE}
    service.upkeep.finished[JOB] = service.upkeep.unfinished.pop(JOB)
    service.looks()
    assert service.datasets.holds == {}
    assert service.upkeep.finished == {}


def test_without_the_dataset_service_workers_are_told_and_holds_are_tried_again() -> None:
    service = Service()
    service.upkeep.unheard, service.upkeep.unfinished[JOB] = [JOB], DATASET
    service.datasets.is_away = True
    service.looks()
    assert service.hints.sent == [(JOB, FAN_OUT)]
    assert service.log.events[-1] == "holds on datasets were not looked after"
    service.datasets.is_away = False
    service.looks()
    assert service.datasets.holds == {(DATASET, holder(JOB)): HOLD_LEASE}


def test_a_dataset_that_is_gone_is_not_asked_for_again_and_again() -> None:
    service = Service()
    service.datasets.briefs.clear()
    service.upkeep.unfinished[JOB] = DATASET
    service.looks()
    assert service.upkeep.unfinished == {}
    assert service.upkeep.leases == {}


def test_a_database_that_hangs_holds_up_neither_the_event_loop_nor_the_stop() -> None:
    service = Service()

    async def scenario() -> None:
        service.upkeep.answer.clear()
        async with reconciling(service.reconciler, 60):
            assert await asyncio.to_thread(service.upkeep.asked.wait, 10)
        assert not service.upkeep.answered
        service.upkeep.answer.set()

    asyncio.run(scenario())


def test_it_looks_again_after_whatever_has_happened() -> None:
    service = Service()

    async def scenario(error: Exception) -> None:
        service.upkeep.error, service.upkeep.unheard = error, [JOB]
        async with reconciling(service.reconciler, 0.001):
            await asyncio.to_thread(wait_until, lambda: service.hints.sent)
        service.hints.sent.clear()
        service.reconciler = Reconciler(service.upkeep, service.hints, service.datasets)

    asyncio.run(scenario(away()))
    asyncio.run(scenario(ZeroDivisionError()))


def test_what_is_left_to_do_is_told_to_prometheus() -> None:
    service = Service()
    service.upkeep.unfinished = {JOB: DATASET}
    service.looks()
    assert (figure("batch_jobs", status="queued"), figure("batch_jobs", status="running")) == (1, 1)
    assert (figure("batch_slices", status="open"), figure("batch_slices", status="held")) == (2, 3)
    assert figure("batch_oldest_wait_seconds") == 4.5
