"""Starts Flower in a container, for reading only: `python -m deploy.docker.run_flower`."""

import os
import sys
from pathlib import Path

BROKER = Path("/run/secrets/CELERY_BROKER_URL")


def main() -> None:
    # Celery finds the broker in the environment: no password on a command line.
    os.environ["CELERY_BROKER_URL"] = BROKER.read_text(encoding="ascii").strip()
    where = ("--address=0.0.0.0", "--port=5555")
    os.execv(sys.executable, (sys.executable, "-m", "celery", "flower", "--read_only", *where))  # noqa: S606


if __name__ == "__main__":
    main()
