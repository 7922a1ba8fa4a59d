"""The file of API keys: for each a line with its owner's name, its SHA-256 and the day it was made, never the key.

A key has 256 random bits, so that a fast hash is enough: there is nothing to guess. It is found by its hash, and how
long that takes says nothing about any key.
"""

import fcntl
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_LINE = re.compile(rf"({_NAME.pattern}) ([0-9a-f]{{64}}) (\d{{4}}-\d\d-\d\d)")
_PREFIX = "daegu_"


class KeyFileError(ValueError):
    """The file cannot be read, or is not one of keys."""


class KeyNameError(ValueError):
    """A name that cannot be taken: wrong, there already, or not there."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key: who has it, its SHA-256 in hexadecimal digits, and when it was made."""

    owner: str
    sha256: str
    made: str


class KeyFile:
    """The keys of one file. It is read again whenever it has changed; a broken one raises KeyFileError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[int, ...] = ()
        self._owners: dict[str, str] = {}

    def owner_of(self, key: str) -> str | None:
        """The name of whoever has `key`, or None."""
        try:
            found = self._path.stat()
        except OSError as error:
            raise KeyFileError(f"{self._path}: {error.strerror}") from None
        version = (found.st_mtime_ns, found.st_ino, found.st_size)
        if version != self._read:
            self._owners = {each.sha256: each.owner for each in read(self._path)}
            self._read = version
        return self._owners.get(_digest(key))


def read(path: Path) -> list[Key]:
    """The keys in `path`. Raises KeyFileError, naming the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{path}: {error}") from None
    found = []
    for number, line in enumerate(lines, 1):
        if (parts := _LINE.fullmatch(line)) is None:
            raise KeyFileError(f"{path}:{number}: not a name, a SHA-256 and a day")
        found.append(Key(*parts.groups()))
    return found


def add(path: Path, owner: str) -> str:
    """Makes a key for `owner`, keeps its hash and returns the key, which nothing can show again."""
    if not _NAME.fullmatch(owner):
        raise KeyNameError("a name has 1 to 63 characters of a-z 0-9 . _ - and starts with a letter or digit")
    key = _PREFIX + secrets.token_urlsafe(32)
    with _changing(path) as keys:
        if any(each.owner == owner for each in keys):
            raise KeyNameError(f"{owner} has a key already; revoke it first")
        keys.append(Key(owner, _digest(key), datetime.now(UTC).date().isoformat()))
    return key


def revoke(path: Path, owner: str) -> None:
    """Forgets the key of `owner`: from the next call on it is unknown."""
    with _changing(path) as keys:
        left = [each for each in keys if each.owner != owner]
        if len(left) == len(keys):
            raise KeyNameError(f"{owner} has no key")
        keys[:] = left


@contextmanager
def _changing(path: Path) -> Iterator[list[Key]]:
    """The keys, written when they have been changed. One change after another; readers see a whole file."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        keys = read(path) if path.exists() else []
        yield keys
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
            new.writelines(f"{each.owner} {each.sha256} {each.made}\n" for each in keys)
            new.flush()
            os.fsync(new.fileno())
        written = Path(new.name)
        # The ops process may be another user; the hash of 256 random bits is no secret.
        written.chmod(0o644)
        written.replace(path)
    finally:
        os.close(folder)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
