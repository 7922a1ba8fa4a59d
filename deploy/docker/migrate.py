"""Brings the tables of the three contexts up to date: `python -m deploy.docker.migrate`. Safe to repeat."""

import os
import subprocess
import sys
from pathlib import Path

SECRETS = Path("/run/secrets")
CONTEXTS = ("dataset", "prediction", "chat")


def main() -> None:
    for context in CONTEXTS:
        url = (SECRETS / f"{context}_database_url").read_text(encoding="ascii").strip()
        command = (sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "-n", context, "upgrade", "head")
        subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=True)


if __name__ == "__main__":
    main()
