"""Tables of a backup: those of an older version are brought up to date, and a broken dump changes nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.backup.databases import Databases, known_revisions
from deploy.local.errors import BackupFailed
from deploy.local.home import Home
from deploy.local.postgres import database_url
from tests.places import ROOT
from tests.unit.deploy.database_server import database_server

CONTEXT = "prediction"


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    """Of a server without any tables."""
    with database_server(Home(tmp_path / "home")) as server:
        yield Databases(server.home, server.port)


def migrate(databases: Databases, revision: str) -> None:
    command = [sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "-n", CONTEXT, "upgrade", revision]
    url = database_url(CONTEXT, databases.port, databases.home)
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True, capture_output=True)


def dumped(databases: Databases, target: Path) -> Path:
    with databases.snapshot(CONTEXT) as moment:
        databases.dump(CONTEXT, target, moment)
    return target


def test_older_tables_are_brought_up_to_date_again_and_again_and_a_broken_dump_changes_nothing(
    databases: Databases, tmp_path: Path
) -> None:
    newest = max(known_revisions(CONTEXT))
    migrate(databases, "0001")
    old = dumped(databases, tmp_path / "old.dump")
    assert databases.revision(CONTEXT) == "0001" != newest
    migrate(databases, "head")

    databases.load(CONTEXT, old)  # into newer tables
    assert databases.revision(CONTEXT) == newest
    again = dumped(databases, tmp_path / "again.dump")  # what was restored can be backed up
    databases.load(CONTEXT, again)
    assert databases.revision(CONTEXT) == newest

    broken = tmp_path / "broken.dump"
    broken.write_bytes(again.read_bytes()[:-200])
    with pytest.raises(BackupFailed, match=r"pg_restore|psql"):
        databases.load(CONTEXT, broken)
    assert databases.revision(CONTEXT) == newest
    assert databases.one(CONTEXT, "SELECT count(*) FROM batch_jobs") == 0
