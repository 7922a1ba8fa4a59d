"""One-shot part: a role and a database for each context. `python -m deploy.local.programs.databases PORT`

The superuser's password is in PGPASSWORD, that of each role in <CONTEXT>_PASSWORD. Safe to repeat.
"""

import os
import sys
from contextlib import closing

import psycopg2
from psycopg2 import extensions, sql

from deploy.local.ports import HOST

CONTEXTS = ("dataset", "prediction", "chat")
"""Whoever owns tables stands here, after those it speaks of: in this order a backup comes back."""


def main() -> None:
    with closing(psycopg2.connect(host=HOST, port=int(sys.argv[1]), user="postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for shared in ("postgres", "template1"):
                cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(shared)))
            for context in CONTEXTS:
                _ensure(cursor, context, os.environ[f"{context.upper()}_PASSWORD"])


def _ensure(cursor: extensions.cursor, context: str, password: str) -> None:
    """The role `context` owns the database `context` and may enter no other."""
    name = sql.Identifier(context)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (context,))
    verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
    cursor.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, name, sql.Literal(password)))
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (context,))
    if not cursor.fetchone():
        cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))


if __name__ == "__main__":
    main()
