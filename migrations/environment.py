"""Runs the migrations of one context; every `env.py` calls this."""

import os

import sqlalchemy
from alembic import context

LOCK = 4_271_995
"""Key of the advisory lock: replicas that start at the same time migrate one after the other."""


def run() -> None:
    """Upgrades the database named by DATABASE_URL in one transaction."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise SystemExit("DATABASE_URL is not set")
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        context.configure(connection=connection)
        context.run_migrations()
