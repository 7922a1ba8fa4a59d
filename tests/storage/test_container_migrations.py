"""The migrations as containers run them, on real databases."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from deploy.docker.migrate import migrate
from tests.places import ROOT

CHECK = ("current", "--check-heads")


@pytest.fixture
def secrets(postgres: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the URL of an empty database of the chat context."""
    monkeypatch.chdir(ROOT)
    postgres.psql("DROP DATABASE IF EXISTS containers;")
    postgres.psql("CREATE DATABASE containers;")
    url = postgres.get_uri("containers").replace("postgresql://", "postgresql+psycopg2://")
    (tmp_path / "chat_database_url").write_text(f"{url}\n", encoding="ascii")
    return tmp_path


def test_a_service_waits_until_its_tables_are_there(secrets: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        migrate(secrets, CHECK)
    migrate(secrets, ("upgrade", "head"))
    migrate(secrets, CHECK)


def test_a_service_waits_until_its_tables_are_the_newest(secrets: Path) -> None:
    migrate(secrets, ("upgrade", "head"))
    migrate(secrets, ("downgrade", "-1"))
    with pytest.raises(subprocess.CalledProcessError):
        migrate(secrets, CHECK)


def test_migrations_without_any_database_say_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no URL of a database"):
        migrate(tmp_path, CHECK)
