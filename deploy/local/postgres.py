"""PostgreSQL and what must happen in it before a service may use it."""

import signal
import sys

from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import HOST
from deploy.local.probes import PostgresProbe
from deploy.local.programs.databases import CONTEXTS

_PYTHON = (sys.executable, "-m")


def database_parts(port: int, home: Home) -> list[Part]:
    """PostgreSQL, the roles and databases in it, and the migrations of each."""
    superuser = home.secret("postgres")
    roles = {f"{context.upper()}_PASSWORD": home.secret(context) for context in CONTEXTS}
    return [
        Part(
            "postgres",
            command=(*_PYTHON, "deploy.local.programs.postgres_server", str(home.root / "postgres"), str(port)),
            environment={"PGPASSWORD": superuser, "LC_ALL": "C"},
            probe=PostgresProbe(port, superuser),
            port=port,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
            stop_seconds=20.0,
        ),
        Part(
            "databases",
            command=(*_PYTHON, "deploy.local.programs.databases", str(port)),
            environment={"PGPASSWORD": superuser, **roles},
            needs=("postgres",),
            start_attempts=1,
        ),
        *(
            Part(
                f"{context}-migrations",
                command=(
                    *_PYTHON,
                    "alembic",
                    "-c",
                    "migrations/alembic.ini",
                    "-n",
                    context,
                    "upgrade",
                    "head",
                ),
                environment={"DATABASE_URL": database_url(context, port, home)},
                needs=("databases",),
                start_attempts=1,
            )
            for context in CONTEXTS
        ),
    ]


def database_url(context: str, port: int, home: Home) -> str:
    return f"postgresql+psycopg2://{context}:{home.secret(context)}@{HOST}:{port}/{context}"
