"""Makes a backup of a running stack, which goes on meanwhile."""

import tempfile
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from deploy.local.backup import archive
from deploy.local.backup.archive import Manifest
from deploy.local.backup.blobs import give
from deploy.local.backup.databases import Databases
from deploy.local.errors import BackupFailed, WrongBackup
from deploy.local.home import Home
from deploy.local.programs.databases import CONTEXTS
from deploy.local.settings import ROOT

_ATTEMPTS = 5


def back_up(home: Home, port: int, target: Path, say: Callable[[str], None]) -> None:
    """Writes the stack in `home`, whose PostgreSQL listens on `port`, to `target`. Raises StackError.

    Each context is as it was at one moment of its own, that of datasets last: whatever the others speak of is there.
    """
    if target.exists():
        raise WrongBackup(f"{target} is there already.")
    if not target.parent.is_dir():
        raise WrongBackup(f"There is no folder {target.parent}.")
    databases = Databases(home, port)
    try:
        # Beside the files, so that they need no second room.
        with tempfile.TemporaryDirectory(prefix="backup", dir=home.run) as name:
            folder = Path(name)
            (folder / "databases").mkdir()
            for context in reversed(CONTEXTS):
                _dump(context, databases, home.datasets / "files", folder)
                say(f"The tables of {context} are read.")
            members = {
                path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
            }
            manifest = Manifest(
                version=tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
                created_at=datetime.now(UTC).isoformat(timespec="seconds"),
                revisions={context: databases.revision(context) for context in CONTEXTS},
                sha256={member: archive.digest(path) for member, path in members.items()},
            )
            archive.write(target, manifest, members)
    except OSError as error:
        raise BackupFailed(f"{target} could not be written: {error.strerror}.") from None
    say(f"{target}: {len(members) - len(CONTEXTS)} files of datasets, {target.stat().st_size:,} bytes.")


def _dump(context: str, databases: Databases, files: Path, folder: Path) -> None:
    """The tables of one moment, and if they are those of datasets, the files that these have."""
    for _ in range(_ATTEMPTS):
        with databases.snapshot(context) as moment:
            if context == "dataset" and not _keep(moment.hashes(), files, folder / "files"):
                continue
            databases.dump(context, folder / "databases" / f"{context}.dump", moment)
            return
    raise BackupFailed("Datasets are deleted faster than they can be read, or their files are missing.")


def _keep(hashes: set[str], source: Path, folder: Path) -> bool:
    """Another name for each file, which stays when the first one goes; False if one has gone already."""
    try:
        for path in (source / sha256[:2] / f"{sha256}.{kind}" for sha256 in hashes for kind in ("csv", "arrow")):
            give(path, folder / path.relative_to(source))
    except FileNotFoundError:
        return False
    return True
