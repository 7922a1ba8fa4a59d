"""Puts a backup into a running stack that is empty."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import grpc
from daegu.dataset.v1 import dataset_pb2, dataset_pb2_grpc

from deploy.local.backup import archive
from deploy.local.backup.blobs import give
from deploy.local.backup.databases import Databases, known_revisions
from deploy.local.errors import BackupFailed, WrongBackup
from deploy.local.home import Home
from deploy.local.ports import HOST
from deploy.local.programs.databases import CONTEXTS

_SECONDS = 60


def restore(home: Home, port: int, dataset_port: int, source: Path, say: Callable[[str], None]) -> None:
    """Puts `source` into the stack in `home`, whose PostgreSQL and dataset service listen on these ports.

    Raises StackError; before anything is changed if the file is damaged, from a newer version, or the stack has data.
    """
    databases = Databases(home, port)
    with tempfile.TemporaryDirectory(prefix="restore", dir=home.run) as name:
        folder = Path(name)
        manifest = archive.read(source, folder)
        for context in CONTEXTS:
            if manifest.revisions.get(context) not in known_revisions(context):
                by = f"{source} was made by a newer version ({manifest.version})"
                raise WrongBackup(f"{by}: its tables of {context} are not known here.")
        if held := _held(databases, dataset_port):
            raise WrongBackup(f"This stack has data already: {', '.join(held)}. Restore into an empty DAEGU_HOME.")
        say(f"The backup of {manifest.created_at}, made by version {manifest.version}, is whole.")
        for context in CONTEXTS:
            databases.load(context, folder / "databases" / f"{context}.dump")
            if context == "dataset":
                # Not earlier: files without an entry are swept away.
                _put_files(folder / "files", home.datasets / "files")
            say(f"The tables of {context} are back.")
    lost = databases.hashes() - {path.stem for path in (home.datasets / "files").rglob("*.csv")}
    if lost:
        raise BackupFailed(f"{len(lost)} files of datasets are missing.")


def _held(databases: Databases, dataset_port: int) -> list[str]:
    """What this stack holds besides the sample that every stack begins with."""
    queries = {
        "share links": ("dataset", "SELECT count(*) FROM share_tokens"),
        "predictions": ("prediction", "SELECT count(*) FROM predictions"),
        "batches": ("prediction", "SELECT count(*) FROM batch_jobs"),
        "conversations": ("chat", "SELECT count(*) FROM conversations"),
    }
    counts = {name: databases.one(context, query) for name, (context, query) in queries.items()}
    others = "SELECT count(*) FROM datasets WHERE dataset_id <> %s"
    counts["datasets"] = databases.one("dataset", others, _sample(dataset_port))
    return [f"{count} {name}" for name, count in counts.items() if count]


def _sample(dataset_port: int) -> str:
    with grpc.insecure_channel(f"{HOST}:{dataset_port}", options=[("grpc.enable_http_proxy", 0)]) as channel:
        service = dataset_pb2_grpc.DatasetServiceStub(channel)
        try:
            return service.CreateSampleDataset(dataset_pb2.CreateSampleDatasetRequest(), timeout=_SECONDS).dataset_id
        except grpc.RpcError as error:
            raise BackupFailed(f"The dataset service does not answer: {error.code().name}.") from None


def _put_files(source: Path, target: Path) -> None:
    """Files are called by their content: what is there already is the same."""
    for path in source.rglob("*"):
        if path.is_file():
            give(path, target / path.relative_to(source))
