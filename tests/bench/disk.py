"""How long the disk takes to keep what was written."""

import os
import tempfile
import time
from pathlib import Path
from statistics import median

WAL_PAGE = 8192
"""Bytes that PostgreSQL writes for a small transaction."""


def fdatasync_microseconds(folder: Path, size: int = WAL_PAGE, repeats: int = 50) -> float:
    """Median time of fdatasync after `size` bytes were written to a file in `folder`."""
    descriptor, name = tempfile.mkstemp(dir=folder)
    try:
        times = [_timed_sync(descriptor, bytes(size)) for _ in range(repeats)]
    finally:
        os.close(descriptor)
        Path(name).unlink()
    return median(times) * 1e6


def _timed_sync(descriptor: int, data: bytes) -> float:
    os.pwrite(descriptor, data, 0)
    started = time.perf_counter()
    getattr(os, "fdatasync", os.fsync)(descriptor)  # macOS has fsync only
    return time.perf_counter() - started
