"""The file of a backup: a tar whose first member is the manifest.

    manifest.json
    databases/<context>.dump     what `pg_dump` wrote, in its own format
    files/<name>                 files of datasets, below the folder of the dataset service

The manifest has the SHA-256 of every other member; nothing of a file that does not agree with it is used.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from deploy.local.errors import WrongBackup

FORMAT = 1
MANIFEST = "manifest.json"


class Manifest(BaseModel):
    """`version`: of the product. `created_at`: RFC 3339. `revisions`: of the tables. `sha256`: of each other member."""

    format: int = FORMAT
    version: str
    created_at: str
    revisions: dict[str, str]
    sha256: dict[str, str]


def write(target: Path, manifest: Manifest, members: Mapping[str, Path]) -> None:
    """Writes `target`, which is complete as soon as it is there and readable by its owner only."""
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                text = manifest.model_dump_json(indent=1).encode()
                first = tarfile.TarInfo(MANIFEST)
                first.size, first.mode = len(text), 0o600
                tar.addfile(first, io.BytesIO(text))
                for name, path in members.items():
                    tar.add(path, name, recursive=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def read(source: Path, folder: Path) -> Manifest:
    """Unpacks `source` into `folder`. Raises WrongBackup if it is not whole."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            tar.extractall(folder, filter="data")
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, tarfile.TarError, ValidationError) as error:
        raise WrongBackup(f"{source} is not a backup, or is damaged: {type(error).__name__}.") from None
    if manifest.format != FORMAT:
        raise WrongBackup(f"{source} has the format {manifest.format}; this version reads {FORMAT}.")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = sorted(found ^ manifest.sha256.keys())
    wrong += sorted(name for name in found & manifest.sha256.keys() if digest(folder / name) != manifest.sha256[name])
    if wrong:
        raise WrongBackup(f"{source} is damaged: {len(wrong)} of its parts are not as they were, first {wrong[0]}.")
    return manifest


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
