"""Keeps a claim while it is worked on: a thread renews the lease, and ends with the work or with the claim."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from services.chassis.errors import Unavailable
from services.chassis.telemetry import Log
from services.prediction.domain.slices import Slice, Slices

RENEWALS = 3
"""Times a lease is renewed before it would end: one or two may fail while the database restarts."""


@contextmanager
def lease_kept(slices: Slices, claimed: Slice, lease: timedelta, log: Log) -> Iterator[None]:
    """Renews the lease of `claimed` for as long as the block runs."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(lease.total_seconds() / RENEWALS):
            try:
                if not slices.renew(claimed, lease):
                    log.info("a slice is not ours any more", batch_id=claimed.batch_id, slice=claimed.number)
                    return
            except Unavailable:
                log.warning("a lease could not be renewed", batch_id=claimed.batch_id, slice=claimed.number)

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
