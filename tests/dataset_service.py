"""A running dataset service inside the test process, and what it keeps."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy
from daegu.dataset.v1 import dataset_pb2 as pb

from services.dataset.domain.library import Library


@dataclass
class Service:
    """A running dataset service, and what it keeps."""

    stub: Any
    address: str
    engine: sqlalchemy.Engine
    library: Library
    staging: Path
    blobs: Path

    def files(self) -> set[str]:
        return {path.name for path in self.blobs.rglob("*") if path.is_file()}

    def leftovers(self) -> list[Path]:
        """Folders of uploads; what is in them may go away while somebody looks."""
        return list(self.staging.iterdir()) if self.staging.exists() else []

    def total(self) -> int:
        return int(self.stub.ListDatasets(pb.ListDatasetsRequest(limit=1)).total)
