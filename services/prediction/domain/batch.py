"""A job that predicts many accidents: what it is, what can go wrong with it, and where jobs are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from services.chassis.errors import AlreadyExists, Exhausted, FailedPrecondition, NotFound, Violation
from services.prediction.domain.accident import Notice
from services.prediction.domain.severity import Interval

SLICE_ROWS = 5_000
"""Rows that are scored and stored at once: the unit of progress, of cancelling, and of what a dead worker repeats."""

MOST_UNFINISHED = 100
MOST_ATTEMPTS = 3
"""How often a slice is begun before its job is given up: a row that kills its worker must not do so for ever."""


NO_INTERVAL = Interval(0.0, 0.0)


class BatchStatus(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def is_finished(self) -> bool:
        return self not in (BatchStatus.QUEUED, BatchStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column of a dataset that is taken for a field: one of `AccidentInput`."""

    field: str
    column: str


@dataclass(frozen=True, slots=True)
class Source:
    """The dataset that a job scores. `name` and `sha256` are those of the time when the job was accepted."""

    dataset_id: str
    name: str
    sha256: str
    columns: tuple[ColumnMatch, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A job as it stands. Times are aware. `done` counts the rows that were tried, `failed` those with an error.

    `failure` is a Korean sentence, empty unless the status is FAILED. `model_version` is empty before the first slice.
    `estimated_completion` is None once the job is finished.
    """

    batch_id: str
    status: BatchStatus
    total: int
    done: int
    failed: int
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    estimated_completion: datetime | None = None
    failure: str = ""
    model_version: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A job to be accepted: `total` rows of `source`, or of `accidents` (see `accident_codec`)."""

    batch_id: str
    total: int
    source: Source | None = None
    accidents: bytes | None = None
    request_id: str = ""
    digest: str = ""
    """Of everything the caller sent with `request_id`, hexadecimal."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """The answer for one row: `violations`, or everything else. `occurred_at` is naive Korean time."""

    row: int
    violations: tuple[Violation, ...] = ()
    notices: tuple[Notice, ...] = ()
    eclo: float = 0.0
    interpretation: str = ""
    percentile: float = 0.0
    serious_probability: float = 0.0
    interval: Interval = NO_INTERVAL
    band_probabilities: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    district: str = ""
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have something in common: how many, and the sums of their predictions."""

    count: int = 0
    eclo: float = 0.0
    serious: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of the rows that were tried. `labels` by interpretation, `districts` by full name, `problems` by field
    and reason of the violations (rows with such a violation)."""

    labels: dict[str, int]
    districts: dict[str, Group]
    problems: dict[tuple[str, str], int]


class BatchNotFound(NotFound):
    """No job has this id."""

    reason = "BATCH_NOT_FOUND"

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"there is no batch {batch_id}", "해당 일괄 예측 작업을 찾을 수 없습니다.", batch_id=batch_id)


class BatchUnfinished(FailedPrecondition):
    """The job has to be finished for this."""

    reason = "BATCH_UNFINISHED"

    def __init__(self, batch_id: str) -> None:
        super().__init__(
            f"batch {batch_id} is not finished",
            "일괄 예측이 아직 끝나지 않았습니다. 끝난 뒤에 다시 시도해주세요.",
            batch_id=batch_id,
        )


class TooManyBatches(Exhausted):
    """As many jobs as the service takes are unfinished."""

    reason = "TOO_MANY_BATCHES"

    def __init__(self) -> None:
        super().__init__(
            f"{MOST_UNFINISHED} batches are unfinished",
            f"끝나지 않은 일괄 예측이 {MOST_UNFINISHED}개 있습니다. 잠시 후 다시 시도해주세요.",
            retry_after=5.0,
        )


class BatchRequestReused(AlreadyExists):
    """The same request_id came with another payload."""

    reason = "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            f"request_id {request_id} was used for another batch",
            "같은 요청 번호로 다른 일괄 예측을 이미 요청했습니다. 새로 요청해주세요.",
            request_id=request_id,
        )


class Batches(Protocol):
    """Keeps the jobs. What takes a batch_id raises BatchNotFound."""

    def requested(self, request_id: str, digest: str) -> Batch | None:
        """The job that was accepted with this request_id. Raises BatchRequestReused if its digest was another one."""

    def create(self, new: NewBatch) -> Batch:
        """Accepts the job with all its slices; it is durable on return. A repeated request_id gives the first job.

        Raises BatchRequestReused, or TooManyBatches while MOST_UNFINISHED jobs are unfinished.
        """

    def get(self, batch_id: str) -> Batch:
        """The job as it stands."""

    def page(self, limit: int, offset: int) -> tuple[Sequence[Batch], int]:
        """At most `limit` jobs after the newest `offset`, newest first, and the number of all."""

    def results(
        self, batch_id: str, limit: int, offset: int, *, failed_only: bool
    ) -> tuple[Batch, Sequence[RowResult]]:
        """The job, and at most `limit` of the rows tried so far after the first `offset`, in row order."""

    def summary(self, batch_id: str) -> tuple[Batch, Summary]:
        """The job, and figures of the rows tried so far."""

    def cancel(self, batch_id: str) -> Batch:
        """Cancels the job unless it is finished."""

    def accidents(self, batch_id: str) -> bytes | None:
        """The inline accidents of the job; None if it scores a dataset."""
