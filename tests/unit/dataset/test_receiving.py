"""An upload whose caller goes away, at the moments that a network hardly ever meets."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.chassis.database import create_engine
from services.dataset.domain.labels import Label
from services.dataset.domain.library import Library
from services.dataset.receiving import receive
from services.dataset.storage.blobs import open_blobs
from services.dataset.storage.repository import DatasetRepository
from services.dataset.storage.staging import StagedFile, StagingFolder


class SlowStaging(StagingFolder):
    """Has made the folder, and takes its time to say so."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.begun, self.go_on = threading.Event(), threading.Event()

    def begin(self) -> StagedFile:
        file = super().begin()
        self.begun.set()
        self.go_on.wait(10)
        return file


async def nothing() -> AsyncIterator[Label | bytes]:
    parts: tuple[bytes, ...] = ()
    for part in parts:
        yield part


def test_a_caller_that_goes_away_while_the_upload_begins_leaves_nothing(tmp_path: Path) -> None:
    catalog = DatasetRepository(create_engine("postgresql+psycopg2://nobody@127.0.0.1:1/none", "test"))
    staging = SlowStaging(tmp_path)
    library = Library(catalog, open_blobs("memory://receiving"), staging, lambda: "id")

    async def go_away() -> None:
        with ThreadPoolExecutor(1) as executor:
            upload = asyncio.create_task(receive(library, nothing(), executor))
            assert await asyncio.to_thread(staging.begun.wait, 10)
            upload.cancel()
            asyncio.get_running_loop().call_later(0.05, staging.go_on.set)
            with pytest.raises(asyncio.CancelledError):
                await upload

    asyncio.run(go_away())
    assert list(tmp_path.iterdir()) == []
