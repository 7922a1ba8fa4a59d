"""Looks for secrets in the files and in all that was ever committed.

`python -m deploy.audit.leaked_secrets [REPOSITORY]` ends with 1 if there is one that `waived.toml` does not name with a
reason. What it knows are the forms of keys, tokens and passwords in addresses, not how random a text is: hashes and
identifiers are random as well.
"""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import transient_settings

from deploy.audit.waivers import waived

_RANDOM_TEXT = ("Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector")
_ANTHROPIC = re.compile(r"sk-ant-[a-z0-9]{2,}-[A-Za-z0-9_-]{20,}")
_LONGEST = 2000
"""Letters of a line; longer ones are data."""


@dataclass(frozen=True)
class Leak:
    """`sha256`: of the secret; `commit`: empty if it is in a file; `line`: its beginning, without the secret."""

    kind: str
    sha256: str
    commit: str
    path: str
    line: str


def leaks(repository: Path) -> list[Leak]:
    """The secrets in lines of files and of those that any commit has added, each line once."""
    kinds: Iterable[type] = get_mapping_from_secret_type_to_class().values()
    used = [{"name": kind.__name__} for kind in kinds if kind.__name__ not in _RANDOM_TEXT]
    found = []
    with transient_settings({"plugins_used": used}):
        seen = set()
        for commit, path, line in chain(_added(repository), _there(repository)):
            if len(line) > _LONGEST or "--hash=sha256:" in line or line in seen:
                continue
            seen.add(line)
            secrets = [(each.type, each.secret_value or "") for each in scan_line(line)]
            secrets += [("Anthropic API Key", key) for key in _ANTHROPIC.findall(line)]
            found += [
                Leak(
                    kind,
                    hashlib.sha256(secret.encode()).hexdigest(),
                    commit,
                    path,
                    line.partition(secret)[0].strip()[:60],
                )
                for kind, secret in secrets
            ]
    return found


def unwaived(repository: Path) -> list[Leak]:
    """Those that nobody has judged to be harmless."""
    return [leak for leak in leaks(repository) if leak.sha256 not in waived("secrets")]


def _added(repository: Path) -> Iterator[tuple[str, str, str]]:
    """Commit, path and text of each line that was added, merges included."""
    options = (
        "--all",
        "-m",
        "--patch",
        "--unified=0",
        "--no-color",
        "--no-renames",
        "--diff-filter=AM",
        "--format=@%h",
    )
    commit = path = ""
    for line in _git(repository, "-c", "core.quotePath=false", "log", *options).splitlines():
        if line.startswith("@") and not line.startswith("@@"):
            commit = line[1:]
        elif line.startswith("+++ "):
            path = line[4:].removeprefix("b/")
        elif line.startswith("+"):
            yield commit, path, line[1:]


def _there(repository: Path) -> Iterator[tuple[str, str, str]]:
    """The same of each line of the files as they are, those that git ignores left out."""
    for path in _git(repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if path and (repository / path).is_file():
            for line in (repository / path).read_text(encoding="utf-8", errors="replace").splitlines():
                yield "", path, line


def _git(repository: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=repository, capture_output=True, check=True).stdout.decode(
        errors="replace"
    )


def main() -> int:
    found = unwaived(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    for leak in found:
        sys.stdout.write(
            f"{leak.commit or 'now'} {leak.path}: {leak.kind} after {leak.line!r} (SHA-256 {leak.sha256})\n"
        )
    sys.stdout.write(f"{len(found)} secrets found in the files and the history.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
