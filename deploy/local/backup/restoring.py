"""Puts a backup into a running stack that is empty."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import grpc
from daegu.dataset.v1 import dataset_pb2, dataset_pb2_grpc

from deploy.local.backup import archive
from deploy.local.backup.databases import CONTEXTS, Databases, known_revisions
from deploy.local.errors import BackupFailed, WrongBackup
from deploy.local.home import Home
from deploy.local.ports import HOST

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
                raise WrongBackup(f"{source} is from a newer version: its tables of {context} are not known here.")
        if held := _held(databases, dataset_port):
            raise WrongBackup(f"This stack has data already: {', '.join(held)}. Restore into an empty DAEGU_HOME.")
        say(f"Backup of {manifest.created_at} is whole.")
        _put_files(folder / "files", home.datasets / "files")
        for context in CONTEXTS:
            databases.load(context, folder / "databases" / f"{context}.sql")
            say(f"The tables of {context} are back.")


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
        place = target / path.relative_to(source)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh = place.with_name(f"{place.name}.restored")
            shutil.copyfile(path, fresh)
            fresh.replace(place)
