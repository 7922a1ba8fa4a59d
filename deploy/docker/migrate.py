"""Brings the tables of the contexts up to date: `python -m deploy.docker.migrate`. Safe to repeat.

Other words are for Alembic: `... current --check-heads` fails while something is left to do. The contexts are those
whose URL this container has as a secret.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SECRETS = Path("/run/secrets")
CONTEXTS = ("dataset", "prediction", "chat")


def migrate(secrets: Path, words: Sequence[str]) -> None:
    """Runs Alembic for each context. Raises SystemExit if there is none, CalledProcessError if Alembic fails."""
    urls = {context: secrets / f"{context}_database_url" for context in CONTEXTS}
    found = {context: path for context, path in urls.items() if path.exists()}
    if not found:
        raise SystemExit(f"{secrets} has no URL of a database")
    for context, path in found.items():
        url = path.read_text(encoding="ascii").strip()
        command = (sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "-n", context, *words)
        subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=True)


if __name__ == "__main__":
    migrate(SECRETS, sys.argv[1:] or ("upgrade", "head"))
