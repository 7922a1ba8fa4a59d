"""Jobs that need looking after, in memory."""

import threading
from collections.abc import Sequence
from datetime import timedelta

from services.chassis.errors import Unavailable
from services.prediction.domain.slices import Backlog


class MemoryUpkeep:
    """Implements domain.slices.Upkeep. `unfinished` and `finished`: the dataset that each job holds, by its id."""

    def __init__(self) -> None:
        self.poisonous: list[str] = []
        self.unheard: list[str] = []
        self.unfinished: dict[str, str] = {}
        self.finished: dict[str, str] = {}
        self.leases: dict[str, timedelta] = {}
        self.error: Exception | None = None
        self.asked = threading.Event()
        self.answer = threading.Event()
        self.answer.set()
        self.answered = False

    def give_up(self) -> Sequence[str]:
        self.asked.set()
        self.answer.wait(10)
        self.answered = True
        if self.error:
            error, self.error = self.error, None
            raise error
        given_up, self.poisonous = self.poisonous, []
        return given_up

    def forgotten(self) -> Sequence[str]:
        unheard, self.unheard = self.unheard, []
        return unheard

    def backlog(self) -> Backlog:
        return Backlog(1, len(self.unfinished), 2, 3, 4.5)

    def holds_to_renew(self, within: timedelta) -> Sequence[tuple[str, str]]:
        return [(job, dataset) for job, dataset in self.unfinished.items() if job not in self.leases]

    def held(self, batch_id: str, lease: timedelta) -> None:
        self.leases[batch_id] = lease

    def holds_to_release(self) -> Sequence[tuple[str, str]]:
        return list(self.finished.items())

    def released(self, batch_id: str) -> None:
        self.unfinished.pop(batch_id, None)
        self.finished.pop(batch_id, None)


def away() -> Unavailable:
    """What the port raises while the database is away."""
    return Unavailable("away", "연결할 수 없습니다.")
