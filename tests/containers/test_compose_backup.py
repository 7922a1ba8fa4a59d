"""The commands of README that keep the data of the containers, and bring it back into new volumes."""

import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.docker import make_secrets
from tests.containers.engine import PROJECT, Engine, missing
from tests.containers.test_compose import healthy, images, until
from tests.places import ROOT
from tests.stack import free_ports

pytestmark = [
    pytest.mark.containers,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(missing()), reason=missing()),
]

WHOLE = "docker compose up --build --detach --wait"
BEGIN = "docker compose up --detach --wait postgres"
ASK = """\
import grpc, hashlib
from daegu.dataset.v1 import dataset_pb2 as pb, dataset_pb2_grpc
service = dataset_pb2_grpc.DatasetServiceStub(grpc.insecure_channel("localhost:50051"))
{first}
for found in service.ListDatasets(pb.ListDatasetsRequest()).datasets:
    parts = service.GetDatasetContent(pb.GetDatasetContentRequest(dataset_id=found.dataset_id))
    content = b"".join(part.data for part in parts)
    print(found.dataset_id, hashlib.sha256(content).hexdigest() == found.sha256)
"""
SAMPLE = "service.CreateSampleDataset(pb.CreateSampleDatasetRequest())"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """PostgreSQL and the dataset service, with the sample."""
    gateway, ui, flower = free_ports(3)
    engine = Engine(tmp_path, (gateway, ui, flower))
    make_secrets.make(make_secrets.FOLDER)
    engine.make_base_images()
    for tag, recipe, arguments in images():
        if tag in ("daegu/migrations", "daegu/dataset"):
            engine.build(tag, recipe, ROOT, arguments)
    engine.take_down()
    try:
        start(engine, "postgres")
        serve(engine)
        yield engine
    finally:
        engine.take_down()


def start(engine: Engine, name: str) -> None:
    engine.compose("up", "--detach", "--no-build", "--no-deps", name)
    until(lambda: healthy(engine, f"{PROJECT}_{name}_1"))


def serve(engine: Engine) -> None:
    engine.compose("run", "--rm", "--no-deps", "migrate")
    start(engine, "dataset")


def datasets(engine: Engine, first: str = "") -> list[str]:
    """Id of each dataset, and whether its file is the one it was."""
    return engine.podman("exec", f"{PROJECT}_dataset_1", "python3", "-c", ASK.format(first=first)).splitlines()


def run(engine: Engine, script: str, folder: Path) -> None:
    """A script of README as Podman runs it, with files in `folder`."""
    program = Path(sysconfig.get_path("scripts")) / "podman-compose"
    compose = f"{program} --file {ROOT}/docker-compose.yml --project-name {PROJECT}"
    command = ["bash", "-euc", script.replace("docker compose", compose)]
    done = subprocess.run(command, cwd=folder, env=engine.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_commands_of_readme_bring_datasets_back(engine: Engine, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    scripts = re.findall(r"^```sh\n(.*?)^```", readme, re.M | re.S)
    keep, bring_back = (script for script in scripts if "files.tar" in script)
    before = datasets(engine, first=SAMPLE)
    assert [line.split()[1] for line in before] == ["True"]
    kept = tmp_path / "kept"
    kept.mkdir()
    run(engine, keep, kept)
    assert {path.name for path in kept.iterdir()} == {"prediction.dump", "chat.dump", "dataset.dump", "files.tar"}
    assert not [path for path in kept.iterdir() if path.stat().st_mode & 0o077]

    engine.take_down()
    # Podman cannot wait for health without systemd; the parts that this test needs are started one by one.
    first, begin, rest = bring_back.partition(BEGIN)
    assert (first, begin) == ("", BEGIN)
    assert rest.rstrip().endswith(WHOLE)
    start(engine, "postgres")
    run(engine, rest.replace(WHOLE, ""), kept)
    serve(engine)
    assert datasets(engine) == before
