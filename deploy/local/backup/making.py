"""Makes a backup of a running stack, which goes on meanwhile."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from deploy.local.backup import archive
from deploy.local.backup.archive import Manifest
from deploy.local.backup.databases import CONTEXTS, Databases
from deploy.local.errors import WrongBackup
from deploy.local.home import Home


def back_up(home: Home, port: int, target: Path, say: Callable[[str], None]) -> None:
    """Writes the stack in `home`, whose PostgreSQL listens on `port`, to `target`. Raises StackError.

    Each context is as it was at one moment of its own. Files of datasets are kept from before the tables of the dataset
    context are read until after, so that every dataset in them has its files.
    """
    if target.exists():
        raise WrongBackup(f"{target} is there already.")
    if not target.parent.is_dir():
        raise WrongBackup(f"There is no folder {target.parent}.")
    databases = Databases(home, port)
    files = home.datasets / "files"
    # Beside the files, so that they need no second room.
    with tempfile.TemporaryDirectory(prefix="backup", dir=home.run) as name:
        folder = Path(name)
        _keep(files, folder / "files")
        (folder / "databases").mkdir()
        for context in ("dataset", *(each for each in CONTEXTS if each != "dataset")):
            databases.dump(context, folder / "databases" / f"{context}.sql")
            say(f"The tables of {context} are read.")
            if context == "dataset":
                _keep(files, folder / "files")
        members = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        manifest = Manifest(
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            revisions={context: databases.revision(context) for context in CONTEXTS},
            sha256={member: archive.digest(path) for member, path in members.items()},
        )
        archive.write(target, manifest, members)
    say(f"{target}: {len(members) - len(CONTEXTS)} files of datasets, {target.stat().st_size:,} bytes.")


def _keep(source: Path, folder: Path) -> None:
    """Another name for each file, which stays when the first one goes; files are complete as soon as they are seen."""
    for path in source.rglob("*"):
        kept = folder / path.relative_to(source)
        if path.is_file() and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, kept)
            except FileNotFoundError:  # deleted at this moment, together with its dataset
                continue
            except OSError:  # a file system without second names
                shutil.copyfile(path, kept)
