"""Jobs in memory: the rules of the port without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from services.chassis.errors import DomainError
from services.prediction.domain.batch import (
    Batch,
    BatchNotFound,
    BatchRequestReused,
    BatchStatus,
    NewBatch,
    RowResult,
    Summary,
)

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


@dataclass
class MemoryBatches:
    """Implements domain.batch.Batches. `refusal` ends every `create`; `asked` counts the calls of `get`."""

    jobs: dict[str, Batch] = field(default_factory=dict)
    new: dict[str, NewBatch] = field(default_factory=dict)
    rows: dict[str, list[RowResult]] = field(default_factory=dict)
    refusal: DomainError | None = None
    asked: int = 0

    def requested(self, request_id: str, digest: str) -> Batch | None:
        for new in self.new.values():
            if new.request_id == request_id:
                if new.digest != digest:
                    raise BatchRequestReused(request_id)
                return self.jobs[new.batch_id]
        return None

    def create(self, new: NewBatch) -> Batch:
        if self.refusal is not None:
            raise self.refusal
        if new.request_id and (known := self.requested(new.request_id, new.digest)):
            return known
        self.new[new.batch_id] = new
        job = Batch(new.batch_id, BatchStatus.QUEUED, new.total, 0, 0, NOW, source=new.source)
        self.jobs[new.batch_id] = job
        return job

    def get(self, batch_id: str) -> Batch:
        self.asked += 1
        if batch_id not in self.jobs:
            raise BatchNotFound(batch_id)
        return self.jobs[batch_id]

    def page(self, limit: int, offset: int) -> tuple[Sequence[Batch], int]:
        newest_first = list(self.jobs.values())[::-1]
        return newest_first[offset : offset + limit], len(newest_first)

    def results(
        self, batch_id: str, limit: int, offset: int, *, failed_only: bool
    ) -> tuple[Batch, Sequence[RowResult]]:
        wanted = range(offset, offset + limit)
        return self.get(batch_id), [row for row in self.rows.get(batch_id, []) if row.row in wanted]

    def summary(self, batch_id: str) -> tuple[Batch, Summary]:
        return self.get(batch_id), Summary({}, {}, {})

    def cancel(self, batch_id: str) -> Batch:
        self.change(batch_id, status=BatchStatus.CANCELLED)
        return self.get(batch_id)

    def accidents(self, batch_id: str) -> bytes | None:
        return self.new[batch_id].accidents

    def change(self, batch_id: str, **changes: object) -> None:
        """What a worker has done."""
        self.jobs[batch_id] = replace(self.get(batch_id), **changes)  # type: ignore[arg-type]  # fields of a Batch
