"""PostgreSQL for a service: the engine with its limits, and transactions that commit at the edge.

The one place that turns the driver's failures into errors of ours: a database that is away is Unavailable, whichever
way SQLAlchemy or psycopg2 says so.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import sqlalchemy
from psycopg2 import extensions
from sqlalchemy import Connection, Engine, exc

from services.chassis.errors import Unavailable

SESSION_OPTIONS = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000"
"""Milliseconds. A statement that hangs must not hold a connection for ever."""

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 5.5
"""A server that is there ends every statement before that; one that hangs (paused, cut off) says nothing at all."""

_UNWRAPPED = (psycopg2.OperationalError, psycopg2.InterfaceError)
"""What comes from a cursor of the driver itself: SQLAlchemy has nothing for COPY."""


def wait(connection: extensions.connection) -> None:
    """Waits for the server as psycopg2 does, but not for ever: it has no time limit of its own.

    Raises psycopg2.OperationalError, after which the connection is closed and what was in progress is rolled back.
    """
    poll = select.poll()
    while (state := connection.poll()) != extensions.POLL_OK:
        poll.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        seconds = CONNECT_SECONDS if connection.status == extensions.STATUS_SETUP else ANSWER_SECONDS
        if not poll.poll(seconds * 1000):
            raise psycopg2.OperationalError(f"no answer of the database within {seconds:g} s")


def create_engine(url: str, application_name: str, *, limits_waits: bool = True) -> Engine:
    """A pool of 5 connections and 5 more under load; nothing is connected before the first use.

    Without `limits_waits` a server that hangs is waited for; psycopg2 can COPY only then.
    """
    if limits_waits:
        extensions.set_wait_callback(wait)  # one for all connections of the process
    return sqlalchemy.create_engine(
        url,
        pool_size=5,
        max_overflow=5,
        pool_timeout=3,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "tcp_user_timeout": 3000,  # milliseconds; a peer that vanished must not hold a thread for minutes
            "application_name": application_name,
            "options": SESSION_OPTIONS,
        },
    )


@contextmanager
def database_errors() -> Iterator[None]:
    """Raises Unavailable where the database cannot be reached or does not answer in time."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, *_UNWRAPPED) as error:
        # The driver's text may hold host names and statements: it goes to the log with the cause, not to the caller.
        raise Unavailable(
            "the database is not available", "데이터베이스에 연결할 수 없습니다. 잠시 후 다시 시도해주세요."
        ) from error


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction: committed when the block ends, rolled back when it raises."""
    with database_errors(), engine.begin() as connection:
        yield connection


@contextmanager
def single_statement(engine: Engine) -> Iterator[Connection]:
    """For a statement that commits by itself: one round trip where a transaction takes three."""
    with database_errors(), engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def ping(engine: Engine) -> None:
    """Raises Unavailable if the database does not answer."""
    with database_errors(), engine.connect() as connection:
        connection.execute(sqlalchemy.text("SELECT 1"))
