"""One upload whose process kills itself at a named point: `python -m tests.storage.dying_upload POINT URL FOLDER`."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from services.chassis.database import create_engine
from services.dataset.__main__ import new_id
from services.dataset.domain.catalog import Dataset, RequestMark
from services.dataset.domain.labels import Label
from services.dataset.domain.library import Library
from services.dataset.storage.blobs import LocalBlobs, open_blobs
from services.dataset.storage.repository import DatasetRepository
from services.dataset.storage.staging import StagingFolder
from tests.datasets import CSV

BEFORE_COMMIT = ("first byte", "last byte", "sealed", "one file in place", "both files in place", "inside transaction")
COMMITTED = "committed"


class Death:
    """Ends this process like a power cut when it reaches `point`."""

    def __init__(self, point: str) -> None:
        self._point = point

    def at(self, point: str) -> None:
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)


def upload(point: str, url: str, folder: Path) -> None:
    death = Death(point)

    class DyingBlobs(LocalBlobs):
        published = 0

        def publish(self, local: Path, sha256: str, kind: str) -> None:
            super().publish(local, sha256, kind)
            self.published += 1
            death.at({1: "one file in place", 2: "both files in place"}.get(self.published, ""))

    class DyingCatalog(DatasetRepository):
        def store(self, dataset: Dataset, mark: RequestMark | None, publish: Callable[[], None]) -> Dataset:
            def last() -> None:
                publish()
                death.at("inside transaction")

            stored = super().store(dataset, mark, last)
            death.at(COMMITTED)
            return stored

    blobs = open_blobs((folder / "files").as_uri())
    blobs.__class__ = DyingBlobs
    library = Library(DyingCatalog(create_engine(url, "test")), blobs, StagingFolder(folder / "staging"), new_id)
    incoming = library.begin()
    incoming.write(CSV[:1])
    death.at("first byte")
    incoming.write(CSV[1:])
    death.at("last byte")
    incoming.seal()
    death.at("sealed")
    library.add(incoming, Label(name="끊긴 업로드"))


if __name__ == "__main__":
    upload(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
