"""The PostgreSQL of the embedded stack, alone."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2

from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import HOST, Ports
from deploy.local.postgres import database_parts
from deploy.local.probes import PostgresProbe
from deploy.local.settings import ROOT
from deploy.local.supervisor import failure
from tests.unit.deploy.launcher import wait_until


class Server:
    def __init__(self, home: Home, port: int) -> None:
        self.home, self.port = home, port

    def ask(self, role: str, database: str, question: str) -> object:
        secret = self.home.secret(role)
        with (
            closing(
                psycopg2.connect(host=HOST, port=self.port, user=role, password=secret, dbname=database)
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(question)
            (answer,) = cursor.fetchone() or (None,)
            return answer


@contextmanager
def database_server(home: Home) -> Iterator[Server]:
    """A real server; an initdb that was killed on the way lies in its folder."""
    home.create()
    (home.root / "postgres" / "data.new").mkdir(parents=True)
    (home.root / "postgres" / "data.new" / "PG_VERSION").write_text("18")
    held = Ports()
    port = held.free()
    postgres, databases, *_ = database_parts(port, home)
    log = home.log("postgres")
    with log.open("wb") as output:
        process = subprocess.Popen(postgres.command, env=_environment(postgres), cwd=ROOT, stdout=output, stderr=output)
    try:
        probe = PostgresProbe(port, home.secret("postgres"))
        wait_until(lambda: process.poll() is not None or not _failure(probe), 60)
        assert process.poll() is None, log.read_text()
        for _ in range(2):  # it runs at every start
            subprocess.run(databases.command, env=_environment(databases), cwd=ROOT, check=True)
        yield Server(home, port)
    finally:
        process.send_signal(postgres.stop_signal)
        process.wait(timeout=30)
        held.close()


def _environment(part: Part) -> dict[str, str]:
    return {**os.environ, **part.environment}


def _failure(probe: PostgresProbe) -> str:
    return asyncio.run(failure(probe))
