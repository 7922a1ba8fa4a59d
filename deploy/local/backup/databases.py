"""The databases of a running stack, through PostgreSQL's own programs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg2 import extensions

from deploy.local.errors import BackupFailed
from deploy.local.home import Home
from deploy.local.ports import HOST
from deploy.local.postgres import database_url
from deploy.local.programs.postgresql import POSTGRES_BIN_PATH
from deploy.local.settings import ROOT

_MIGRATIONS = ROOT / "migrations" / "alembic.ini"


def known_revisions(context: str) -> set[str]:
    """The revisions of the tables of a context that this version knows."""
    scripts = ScriptDirectory.from_config(Config(str(_MIGRATIONS), ini_section=context))
    return {script.revision for script in scripts.walk_revisions()}


@dataclass(frozen=True)
class Snapshot:
    """One moment of a database. `name`: what PostgreSQL calls it, for as long as the connection of `cursor` is open."""

    name: str
    cursor: extensions.cursor

    def hashes(self) -> set[str]:
        """Of the files that the datasets of this moment have."""
        return _hashes(self.cursor)


@dataclass(frozen=True)
class Databases:
    """Those of the stack in `home`; its PostgreSQL listens on `port`."""

    home: Home
    port: int

    @contextmanager
    def snapshot(self, context: str) -> Iterator[Snapshot]:
        """The database as it is now, while the block runs."""
        with self._cursor(context) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone() or ("",)
            yield Snapshot(name, cursor)

    def dump(self, context: str, target: Path, moment: Snapshot) -> None:
        """Writes the tables of a context as they were at that moment, compressed."""
        form = ("--format=custom", "--no-owner", "--no-privileges")
        self._ask(context, "pg_dump", *form, f"--snapshot={moment.name}", "--file", str(target))

    def load(self, context: str, source: Path) -> None:
        """Replaces the tables of a context by those of a dump, all of them or none, and brings them up to date."""
        script = source.with_suffix(".sql")
        self._call((_program("pg_restore"), "--no-owner", "--no-privileges", "--file", str(script), str(source)), {})
        fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        whole = ("--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1")
        self._ask(context, "psql", *whole, "--command", fresh, "--file", str(script))
        self.migrate(context)

    def migrate(self, context: str) -> None:
        command = (sys.executable, "-m", "alembic", "-c", str(_MIGRATIONS), "-n", context, "upgrade", "head")
        self._call(command, {"DATABASE_URL": database_url(context, self.port, self.home)})

    def one(self, context: str, query: str, *values: str) -> Any:
        """The first value of the first row of what a query finds; `values` for its places."""
        with self._cursor(context) as cursor:
            cursor.execute(query, values)
            return (cursor.fetchone() or (None,))[0]

    def hashes(self) -> set[str]:
        """Of the files that datasets have now."""
        with self._cursor("dataset") as cursor:
            return _hashes(cursor)

    def revision(self, context: str) -> str:
        """Of the tables that are there."""
        return str(self.one(context, "SELECT version_num FROM alembic_version"))

    @contextmanager
    def _cursor(self, context: str) -> Iterator[extensions.cursor]:
        secret = self.home.secret(context)
        try:
            connection = psycopg2.connect(
                host=HOST, port=self.port, user=context, dbname=context, password=secret, connect_timeout=5
            )
            with closing(connection), connection.cursor() as cursor:
                yield cursor
        except psycopg2.Error as error:
            raise BackupFailed(f"PostgreSQL cannot answer about {context}: {str(error).strip()}") from None

    def _ask(self, context: str, program: str, *arguments: str) -> None:
        where = ("--host", HOST, "--port", str(self.port), "--username", context, "--dbname", context, "--no-password")
        self._call((_program(program), *where, *arguments), {"PGPASSWORD": self.home.secret(context)})

    @staticmethod
    def _call(command: tuple[str, ...], environment: dict[str, str]) -> None:
        whole = os.environ | environment
        done = subprocess.run(command, env=whole, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            program = Path(command[0]).name
            raise BackupFailed(f"{program} ended with {done.returncode}: {done.stderr.strip()[-500:]}")


def _hashes(cursor: extensions.cursor) -> set[str]:
    """SHA-256 of the files of all datasets that this cursor sees."""
    cursor.execute("SELECT DISTINCT sha256 FROM datasets")
    return {sha256 for (sha256,) in cursor.fetchall()}


def _program(name: str) -> str:
    return str(POSTGRES_BIN_PATH / name)
