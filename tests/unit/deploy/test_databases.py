"""The PostgreSQL of the embedded stack: durable, and one role and database for each context."""

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from deploy.local.home import Home
from deploy.local.postgres import database_parts
from tests.unit.deploy.database_server import Server, database_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with database_server(Home(tmp_path_factory.mktemp("home") / ("a long path " * 10) / ".local")) as running:
        yield running


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
