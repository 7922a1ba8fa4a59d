"""The prediction service with the simplest log there is: a bare INSERT and COMMIT for each, on the event loop.

`python -m tests.bench.servers.inline`, DATABASE_URL in the environment. Alone, nothing stores a prediction sooner.
"""

import os
from contextlib import closing
from typing import Any

import psycopg2

from services.chassis.server import run
from services.prediction.domain.prediction import StoredPrediction
from services.prediction.storage.repository import insert_statement, row
from tests.bench.servers.unstored import Nowhere, serve_with

_INSERT = insert_statement(1)


class Inline(Nowhere):
    """Implements PredictionLog."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    async def commit(self, item: StoredPrediction) -> None:
        self._cursor.execute(_INSERT, row(item))


async def main() -> None:
    with closing(psycopg2.connect(os.environ["DATABASE_URL"].replace("+psycopg2", ""))) as connection:
        connection.autocommit = True
        await serve_with(Inline(connection.cursor()))


if __name__ == "__main__":
    run(main())
