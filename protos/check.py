"""Lints the contracts and checks that they did not break their callers: `python -m protos.check`.

Offline: buf reads descriptor sets that protoc made. Broken is measured against the last commit, or, where nothing has
changed since, against the state before the last commit that touched the contracts.
"""

import io
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from pathlib import Path

from protos.generate import PROTOS, write_image

ROOT = PROTOS.parent


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True).stdout


def baseline() -> str | None:
    """The revision to compare with; None where the history holds no earlier state of the contracts."""
    commits = git("log", "-2", "--format=%H", "--", "protos/daegu").decode().split()
    changed = bool(git("status", "--porcelain", "--", "protos/daegu").strip())
    wanted = 0 if changed else 1
    return commits[wanted] if len(commits) > wanted else None


def image_of(revision: str, folder: Path) -> Path:
    """Writes the descriptor set of the contracts as they were at `revision` into `folder`."""
    with tarfile.open(fileobj=io.BytesIO(git("archive", revision, "protos/daegu"))) as archive:
        archive.extractall(folder, filter="data")
    image = folder / "baseline.binpb"
    write_image(image, folder / "protos")
    return image


def buf(*arguments: str) -> bool:
    program = Path(sysconfig.get_path("scripts")) / "buf"
    return subprocess.run([program, *arguments], cwd=ROOT, check=False).returncode == 0


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        image = folder / "contracts.binpb"
        write_image(image)
        clean = buf("lint", str(image))
        revision = baseline()
        if revision is not None:
            clean &= buf("breaking", str(image), "--against", str(image_of(revision, folder)))
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
