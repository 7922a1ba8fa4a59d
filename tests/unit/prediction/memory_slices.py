"""Slices in memory: the rules of the port without a database, and a database that can be away."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf

from services.chassis.errors import Unavailable
from services.prediction.domain.batch import MOST_ATTEMPTS, Source
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.slices import Slice

JOB = "0197a1b2-0000-7000-8000-00000000000a"
ROWS = 10


@dataclass
class Held:
    """One slice as it is stored."""

    token: int = 0
    attempts: int = 0
    holder: str | None = None
    stored: list[ScoredRows] = field(default_factory=list)


class MemorySlices:
    """Implements domain.slices.Slices for one job of `count` slices; leases do not end by themselves.

    `away`: how often a method still fails, by its name. `lost`: methods that work once and whose answer is lost.
    """

    def __init__(self, count: int = 1, source: Source | None = None) -> None:
        self.slices = [Held() for _ in range(count)]
        self.source = source
        self.failure = ""
        self.away: dict[str, float] = {}
        self.lost: set[str] = set()
        self.calls: Counter[str] = Counter()
        self.renewed = threading.Event()
        self._renewals_wanted = 2

    def claim(self, batch_id: str, holder: str, lease: timedelta) -> Slice | None:
        self._call("claim")
        for number, held in enumerate(self.slices):
            if self.failure or held.stored or held.holder not in (None, holder):
                continue
            if held.attempts == MOST_ATTEMPTS:
                self.failure = "3번"
                return None
            held.token, held.attempts, held.holder = held.token + 1, held.attempts + 1, holder
            return Slice(batch_id, number, number * ROWS, ROWS, held.token, self.source)
        return None

    def renew(self, claimed: Slice, lease: timedelta) -> bool:
        self._call("renew")
        if self.calls["renew"] >= self._renewals_wanted:
            self.renewed.set()
        return self._is_held(claimed)

    def finish(self, claimed: Slice, scored: ScoredRows, model_version: str) -> bool:
        self._call("finish")
        if not self._is_held(claimed):
            return False
        self.slices[claimed.number].stored.append(scored)
        if "finish" in self.lost:
            self.lost.remove("finish")
            raise Unavailable("away", "연결할 수 없습니다.")
        return True

    def give_back(self, claimed: Slice) -> None:
        self._call("give_back")
        self.set_free(claimed)
        self.slices[claimed.number].attempts -= 1

    def set_free(self, claimed: Slice) -> None:
        self._call("set_free")
        if self._is_held(claimed):
            self.slices[claimed.number].holder = None

    def fail(self, batch_id: str, failure: str) -> None:
        self._call("fail")
        self.failure = failure

    def has_work(self, batch_id: str) -> bool:
        self._call("has_work")
        return not self.failure and any(held.holder is None and not held.stored for held in self.slices)

    def take_over(self, claimed: Slice) -> None:
        """Somebody else claims the slice, whose lease is over."""
        self.slices[claimed.number].token += 1
        self.slices[claimed.number].holder = "somebody else"

    def gone(self, *methods: str, times: float = inf) -> None:
        """The database does not answer these calls."""
        self.away |= dict.fromkeys(methods, times)

    def _call(self, method: str) -> None:
        self.calls[method] += 1
        if self.away.get(method, 0) > 0:
            self.away[method] -= 1
            raise Unavailable("away", "연결할 수 없습니다.")

    def _is_held(self, claimed: Slice) -> bool:
        held = self.slices[claimed.number]
        return not self.failure and not held.stored and held.token == claimed.token


class MemoryHints:
    """Implements domain.slices.Hints."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, int]] = []

    def send(self, batch_id: str, workers: int = 1) -> None:
        self.sent.append((batch_id, workers))


class ScriptedScoring:
    """Implements slice_work.Scoring: does `step` with each slice, then gives it its rows."""

    model_version = "2017.1"

    def __init__(self, rows: Callable[[int], ScoredRows]) -> None:
        self._rows = rows
        self.step: Callable[[Slice], None] = lambda _: None

    def score(self, claimed: Slice) -> ScoredRows:
        self.step(claimed)
        return self._rows(claimed.rows)
