"""The work on a job, slice by slice: who may do it, and how it goes on when somebody dies.

A worker claims a slice for as long as its lease lasts. Every claim raises the slice's fencing token: whoever was
overtaken finds a higher one when it wants to store its rows, and stores nothing (Kleppmann, "How to do distributed
locking", 2016). Queues and messages only say that there may be work; what is done and what is not stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from services.prediction.domain.batch import Source
from services.prediction.domain.scored_rows import ScoredRows


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows `first_row` (from 0) to `first_row + rows - 1` of a job, claimed by one worker.

    `token` is the fencing token. `source` is None for a job with inline accidents.
    """

    batch_id: str
    number: int
    first_row: int
    rows: int
    token: int
    source: Source | None


class Slices(Protocol):
    """What a worker needs. Raises Unavailable while the database is away."""

    def claim(self, batch_id: str, holder: str, lease: timedelta) -> Slice | None:
        """The first slice of the job that is not done and that nobody holds, or that `holder` held in an earlier life.

        The first claim turns the job from QUEUED to RUNNING. Where the slice was begun MOST_ATTEMPTS times the job
        fails instead. None if there is nothing to do: an unknown or finished job, or all that is left is held.
        """

    def renew(self, claimed: Slice, lease: timedelta) -> bool:
        """Whether the slice is still held, now for another `lease`; False if somebody else took it or the job ended."""

    def finish(self, claimed: Slice, scored: ScoredRows, model_version: str) -> bool:
        """Stores the rows and ends the slice in one transaction; the last one ends the job.

        False if nothing was stored: the slice was taken over or is done, or the job is finished or cancelled.
        """

    def give_back(self, claimed: Slice) -> None:
        """Lets the slice be claimed at once, and does not count the attempt: it failed for no fault of its rows."""

    def set_free(self, claimed: Slice) -> None:
        """Lets the slice be claimed at once; the attempt counts."""

    def fail(self, batch_id: str, failure: str) -> None:
        """Ends an unfinished job as FAILED; `failure` is a Korean sentence."""

    def has_work(self, batch_id: str) -> bool:
        """Whether the job has a slice that can be claimed now."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is left to do: jobs, their slices that nobody has and those in work, and how long, in seconds, the job that
    was accepted first has waited for its first worker; 0 if none waits."""

    queued_jobs: int
    running_jobs: int
    open_slices: int
    held_slices: int
    oldest_wait: float


class Upkeep(Protocol):
    """What keeps jobs going when messages are lost and workers die. Several processes may do this at the same time."""

    def give_up(self) -> Sequence[str]:
        """Fails the jobs with a slice that was begun MOST_ATTEMPTS times and whose lease is over; returns their ids."""

    def forgotten(self) -> Sequence[str]:
        """The unfinished jobs with claimable work about which nobody was told for a while, each once; marks them as
        told. "A while" is 10 s, and longer the more often it was in vain."""

    def backlog(self) -> Backlog:
        """What is left to do now."""

    def holds_to_renew(self, within: timedelta) -> Sequence[tuple[str, str]]:
        """(batch_id, dataset_id) of unfinished jobs whose hold on their dataset ends within this time."""

    def held(self, batch_id: str, lease: timedelta) -> None:
        """Notes that the job holds its dataset for another `lease`."""

    def holds_to_release(self) -> Sequence[tuple[str, str]]:
        """(batch_id, dataset_id) of finished jobs that still hold their dataset."""

    def released(self, batch_id: str) -> None:
        """Notes that the job holds its dataset no longer."""


class Hints(Protocol):
    """Tells workers that there may be work. A hint may be lost; whoever sends it does not wait for anybody."""

    def send(self, batch_id: str, workers: int = 1) -> None:
        """Asks up to `workers` workers to look at the job. Raises Unavailable if the broker does not take it."""
