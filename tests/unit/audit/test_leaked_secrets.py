"""Secrets are found wherever they were committed, and there are none in this repository."""

import subprocess
from pathlib import Path

import pytest

from deploy.audit import leaked_secrets
from tests.places import ROOT

AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")

SECRET = "AKIA" + "IOSFODNN7EXAMPL2"


def commit(folder: Path, text: str) -> None:
    (folder / "settings.py").write_text(text, encoding="utf-8")
    for command in (("init", "-q"), ("add", "-A"), (*AUTHOR, "commit", "-qm", "change")):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    "secret",
    [
        "sk-" + "ant-api03-" + "Abc123_-" * 6,
        "AKIA" + "IOSFODNN7EXAMPL2",
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "postgresql://daegu:" + "Xy9pQ2mZ@db.example:5432/daegu",
        "ghp_" + "a1B2" * 9,
    ],
    ids=["anthropic", "aws", "private key", "password in an address", "github"],
)
def test_a_secret_is_found_even_after_it_was_taken_out_and_is_not_shown(tmp_path: Path, secret: str) -> None:
    commit(tmp_path, f"KEY = '{secret}'\n")
    commit(tmp_path, "KEY = ''\n")
    (leak, *_) = leaked_secrets.leaks(tmp_path)
    assert leak.path == "settings.py"
    assert secret[-8:] not in leak.line


def test_an_address_that_shows_a_form_is_no_secret(tmp_path: Path) -> None:
    commit(tmp_path, "# DATABASE_URL=postgresql+psycopg2://prediction:password@localhost:5432/prediction\n")
    assert leaked_secrets.leaks(tmp_path) != []
    assert leaked_secrets.unwaived(tmp_path) == []


def test_a_secret_is_found_before_it_is_committed(tmp_path: Path) -> None:
    commit(tmp_path, "KEY = ''\n")
    (tmp_path / "notes.txt").write_text(SECRET, encoding="utf-8")
    (leak,) = leaked_secrets.unwaived(tmp_path)
    assert (leak.commit, leak.path) == ("", "notes.txt")


def test_a_secret_that_only_a_merge_has_brought_is_found(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *AUTHOR, *arguments], cwd=tmp_path, check=True, capture_output=True)

    commit(tmp_path, "KEY = ''\n")
    git("checkout", "-qb", "other")
    git("commit", "-qm", "empty", "--allow-empty")
    git("checkout", "-q", "-")
    git("merge", "-q", "--no-ff", "--no-commit", "other")
    commit(tmp_path, f"KEY = '{SECRET}'\n")
    commit(tmp_path, "KEY = ''\n")
    (leak,) = leaked_secrets.unwaived(tmp_path)
    assert leak.path == "settings.py"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone")
def test_no_secret_was_ever_committed_here() -> None:
    assert leaked_secrets.unwaived(ROOT) == []
