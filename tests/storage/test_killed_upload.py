"""kill -9 at every step of an upload: after the next sweep it is completely there, or not there at all."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from services.chassis.database import create_engine
from services.dataset.__main__ import new_id
from services.dataset.domain.contents import Contents
from services.dataset.domain.library import Library
from services.dataset.storage.blobs import open_blobs
from services.dataset.storage.repository import DatasetRepository
from services.dataset.storage.staging import StagingFolder
from tests.datasets import CSV
from tests.places import ROOT
from tests.storage.dying_upload import BEFORE_COMMIT, COMMITTED


@pytest.fixture
def engine(dataset_database: str) -> Iterator[sqlalchemy.Engine]:
    engine = create_engine(dataset_database, "test")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE datasets CASCADE"))
    yield engine
    engine.dispose()


def die(point: str, url: str, folder: Path) -> None:
    command = [sys.executable, "-m", "tests.storage.dying_upload", point, url, str(folder)]
    assert subprocess.run(command, cwd=ROOT).returncode == -signal.SIGKILL


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("point", BEFORE_COMMIT)
def test_before_the_commit_nothing_is_there(
    point: str, engine: sqlalchemy.Engine, dataset_database: str, tmp_path: Path
) -> None:
    die(point, dataset_database, tmp_path)
    assert files(tmp_path)
    catalog = DatasetRepository(engine)
    library = Library(catalog, open_blobs((tmp_path / "files").as_uri()), StagingFolder(tmp_path / "staging"), new_id)
    assert catalog.page(10, 0) == ([], 0)
    uploads, _ = library.sweep()
    assert uploads == 1
    assert files(tmp_path) == []


def test_after_the_commit_everything_is_there(engine: sqlalchemy.Engine, dataset_database: str, tmp_path: Path) -> None:
    die(COMMITTED, dataset_database, tmp_path)
    catalog = DatasetRepository(engine)
    blobs = open_blobs((tmp_path / "files").as_uri())
    library = Library(catalog, blobs, StagingFolder(tmp_path / "staging"), new_id)
    assert library.sweep() == (1, 0)
    [stored], _ = catalog.page(10, 0)
    contents = Contents(catalog, blobs)
    assert b"".join(contents.original(stored.dataset_id)[1]) == CSV
    assert len(contents.preview(stored.dataset_id, 10, "", False)[1]) == 3
    assert len(files(tmp_path)) == 2
