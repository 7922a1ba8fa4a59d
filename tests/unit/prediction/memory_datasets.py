"""Datasets in memory: the rules of the port without another service."""

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

from services.chassis.errors import Unavailable
from services.prediction.domain.batch_csv import BOM
from services.prediction.domain.datasets import DatasetBrief, DatasetMissing, NewDataset

DATASET = "0197a1b2-0000-7000-8000-000000000001"


@dataclass
class MemoryDatasets:
    """Implements domain.datasets.Datasets. `files`: the CSV of each dataset, which is given out in tiny blocks."""

    briefs: dict[str, DatasetBrief] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    holds: dict[tuple[str, str], timedelta] = field(default_factory=dict)
    saved: dict[str, tuple[NewDataset, bytes]] = field(default_factory=dict)
    is_away: bool = False
    log: list[str] = field(default_factory=list)
    """What was held and released, in order."""

    async def describe(self, dataset_id: str) -> DatasetBrief:
        if self.is_away:
            raise Unavailable("away", "연결할 수 없습니다.")
        if dataset_id not in self.briefs:
            raise DatasetMissing(dataset_id)
        return self.briefs[dataset_id]

    async def hold(self, dataset_id: str, holder: str, lease: timedelta) -> None:
        await self.describe(dataset_id)
        self.log.append("hold")
        self.holds[dataset_id, holder] = lease

    async def release(self, dataset_id: str, holder: str) -> None:
        if self.is_away:
            raise Unavailable("away", "연결할 수 없습니다.")
        self.log.append("release")
        self.holds.pop((dataset_id, holder), None)

    async def excel(self, dataset_id: str) -> AsyncGenerator[bytes, None]:
        await self.describe(dataset_id)
        whole = BOM + self.files[dataset_id]
        for start in range(0, len(whole), 7):
            yield whole[start : start + 7]

    async def upload(self, new: NewDataset, blocks: AsyncIterator[bytes]) -> DatasetBrief:
        content = b"".join([block async for block in blocks])
        known, _ = self.saved.setdefault(new.request_id, (new, content))
        return DatasetBrief(new.request_id, known.name, "", content.count(b"\r\n") - 1, ())
