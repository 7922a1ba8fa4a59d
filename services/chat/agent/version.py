"""Which code gives the answers, so that a new one never gives those of an old one from the cache."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent


def code_version(folder: Path = FOLDER) -> str:
    """SHA-256, hexadecimal, of all modules that decide what an answer says: prompts, tools, analyst."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
