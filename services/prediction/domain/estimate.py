"""When a job will be finished, from how fast rows were scored lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_GUESS = 30_000.0
"""Rows per second of one worker, before anything was measured; what a slice takes on a machine of 2024."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`rows_per_second` of the slices finished lately; `now` is aware, by the clock of the database."""

    now: datetime
    rows_per_second: float = FIRST_GUESS


def estimated_completion(pace: Pace, left: int, ahead: int, *, done: int, started_at: datetime | None) -> datetime:
    """When `left` rows of a job will have been tried, with `ahead` rows of older jobs before it.

    A job that has shown its own pace is judged by it: that includes what others take away.
    """
    if started_at is not None and done:
        seconds = left * (pace.now - started_at).total_seconds() / done
    else:
        seconds = (left + ahead) / pace.rows_per_second
    return pace.now + timedelta(seconds=seconds)
