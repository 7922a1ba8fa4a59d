"""Log files of the parts: bounded, shown from their end, followed."""

import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

MAX_BYTES = 10 * 1024 * 1024


def rotate(log: Path) -> None:
    """Sets a log above 10 MB aside as NAME.log.1, replacing the older one. For use before a part starts."""
    if log.exists() and log.stat().st_size > MAX_BYTES:
        log.replace(log.with_name(log.name + ".1"))


def tail(log: Path, lines: int, start: int = 0) -> str:
    """The last lines written after byte `start`; empty if there are none."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(start)
        return b"".join(deque(file, maxlen=lines)).decode(errors="replace").rstrip("\n")


def follow(log: Path) -> Iterator[str]:
    """Text appended from now on, for ever; starts over when the log is rotated."""
    position = log.stat().st_size if log.exists() else 0
    while True:
        if log.exists():
            size = log.stat().st_size
            position = 0 if size < position else position
            if size > position:
                with log.open("rb") as file:
                    file.seek(position)
                    text = file.read()
                position += len(text)
                yield text.decode(errors="replace")
        time.sleep(0.2)
