"""What was found and judged to be harmless: `waived.toml`."""

import tomllib
from pathlib import Path

_FILE = Path(__file__).with_name("waived.toml")


def waived(kind: str) -> dict[str, str]:
    """The day and the reason of each, by the id of an advisory (`advisories`) or the SHA-256 of a text (`secrets`)."""
    found: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))[kind]
    return found
