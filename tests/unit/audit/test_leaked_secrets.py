"""Secrets are found wherever they were committed, and there are none in this repository."""

import subprocess
from pathlib import Path

import pytest

from deploy.audit import leaked_secrets
from tests.places import ROOT

AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")


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
    assert leaked_secrets.leaks(tmp_path) == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone")
def test_no_secret_was_ever_committed_here() -> None:
    assert leaked_secrets.leaks(ROOT) == []
