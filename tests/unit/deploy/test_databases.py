"""The PostgreSQL of the embedded stack: durable, and one role and database for each context."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server; an initdb that was killed on the way lies in its folder."""
    home = Home(tmp_path_factory.mktemp("home") / ("a long path " * 10) / ".local")
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


def test_an_acknowledged_commit_is_on_disk(server: Server) -> None:
    assert server.ask("postgres", "postgres", "SHOW fsync") == "on"
    assert server.ask("postgres", "postgres", "SHOW synchronous_commit") == "on"


def test_a_role_owns_its_database(server: Server) -> None:
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert server.ask("prediction", "prediction", owner) == "prediction"
    assert server.ask("prediction", "prediction", "SELECT rolsuper FROM pg_roles WHERE rolname = user") is False


@pytest.mark.parametrize("database", ["postgres", "template1", "dataset"])
def test_a_role_cannot_enter_another_database(server: Server, database: str) -> None:
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        server.ask("prediction", database, "SELECT 1")


def test_nobody_enters_without_the_password(server: Server, tmp_path: Path) -> None:
    stranger = Server(Home(tmp_path), server.port)
    stranger.home.create()
    for role, database in (("postgres", "postgres"), ("prediction", "prediction")):
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            stranger.ask(role, database, "SELECT 1")


def test_passwords_are_not_on_command_lines(server: Server) -> None:
    parts = database_parts(server.port, server.home)
    secrets = [path.read_text() for path in (server.home.root / "secrets").iterdir()]
    assert len(secrets) == 4
    assert not any(secret in argument for part in parts for argument in part.command for secret in secrets)
