"""Looks for secrets in all that was ever committed: `python -m deploy.audit.leaked_secrets [REPOSITORY]`.

Ends with 1 if there are any. What it knows are the forms of keys, tokens and passwords in addresses, not how random a
text is: hashes and identifiers are random as well.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import transient_settings

_RANDOM_TEXT = ("Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector")
_ANTHROPIC = re.compile(r"sk-ant-[a-z0-9]{2,}-[A-Za-z0-9_-]{20,}")
_PLACEHOLDER = "password"
"""Stands in addresses that show a form."""
_LONGEST = 2000
"""Letters of a line; longer ones are data."""


@dataclass(frozen=True)
class Leak:
    """`kind`: of the secret; `line`: its beginning, without the secret."""

    kind: str
    commit: str
    path: str
    line: str


def leaks(repository: Path) -> list[Leak]:
    """The secrets in lines that were added by any commit, each line once."""
    kinds: Iterable[type] = get_mapping_from_secret_type_to_class().values()
    used = [{"name": kind.__name__} for kind in kinds if kind.__name__ not in _RANDOM_TEXT]
    found = []
    with transient_settings({"plugins_used": used}):
        for commit, path, line in _added(repository):
            secrets = [(each.type, each.secret_value or "") for each in scan_line(line)]
            secrets += [("Anthropic API Key", key) for key in _ANTHROPIC.findall(line)]
            found += [
                Leak(kind, commit, path, line.partition(secret)[0].strip()[:60])
                for kind, secret in secrets
                if secret != _PLACEHOLDER
            ]
    return found


def _added(repository: Path) -> Iterator[tuple[str, str, str]]:
    """Commit, path and text of each different line that was added."""
    options = ("--all", "--patch", "--unified=0", "--no-color", "--no-renames", "--diff-filter=AM", "--format=@%h")
    log = subprocess.run(["git", "log", *options], cwd=repository, capture_output=True, check=True)
    commit = path = ""
    seen = set()
    for line in log.stdout.decode(errors="replace").splitlines():
        if line.startswith("@") and not line.startswith("@@"):
            commit = line[1:]
        elif line.startswith("+++ "):
            path = line[4:].removeprefix("b/")
        elif line.startswith("+") and len(line) <= _LONGEST and "--hash=sha256:" not in line and line not in seen:
            seen.add(line)
            yield commit, path, line[1:]


def main() -> int:
    found = leaks(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    for leak in found:
        sys.stdout.write(f"{leak.commit} {leak.path}: {leak.kind} after {leak.line!r}\n")
    sys.stdout.write(f"{len(found)} secrets found in the history.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
