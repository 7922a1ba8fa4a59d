"""What the compose file, the Dockerfiles and the locked packages promise; tests/containers runs them."""

import json
import re
import stat
import subprocess
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.docker import make_secrets
from deploy.docker.healthy import problem
from tests.places import ROOT
from tests.stack import free_ports

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILES = sorted((ROOT / "deploy" / "docker").glob("*.Dockerfile"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PUBLISHED = {"gateway", "ui", "flower", "prometheus", "grafana"}


def locked(path: Path) -> dict[str, set[str]]:
    """Versions by package; two where they differ between versions of Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_confined(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["pids_limit"] == 1024
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["stop_grace_period"] == "40s"
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert "container_name" not in service
    assert "privileged" not in service


@pytest.mark.parametrize("name", SERVICES)
def test_only_what_people_open_is_reachable_and_only_from_this_machine(name: str) -> None:
    ports = SERVICES[name].get("ports", [])
    assert bool(ports) == (name in PUBLISHED)
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_databases_and_brokers_are_on_a_network_without_a_way_out() -> None:
    assert COMPOSE["networks"]["back"]["internal"] is True
    for name in ("postgres", "broker", "cache", "dataset", "prediction", "prediction-worker", "migrate"):
        assert SERVICES[name]["networks"] == ["back"], name
    assert SERVICES["ui"]["networks"] == ["front"]


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_every_container_that_stays_says_whether_it_is_healthy(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("name", ["dataset", "prediction", "prediction-worker", "chat"])
def test_nobody_serves_before_the_tables_are_there(name: str) -> None:
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_who_watches_comes_only_if_asked_for_and_finds_the_figures_of_every_process() -> None:
    watching = {name: one["profiles"] for name, one in SERVICES.items() if "profiles" in one}
    assert watching == {"prometheus": ["observability"], "grafana": ["observability"]}
    assert "./deploy/observability:/etc/prometheus:ro" in SERVICES["prometheus"]["volumes"]
    for name in ("dataset", "prediction", "prediction-worker", "chat", "ops", "gateway"):
        environment = SERVICES[name]["environment"]
        assert (environment["DAEGU_METRICS_HOST"], environment["DAEGU_METRICS_PORT"]) == ("0.0.0.0", "9100"), name


def test_grafana_finds_prometheus_and_the_dashboard_where_it_is_told_to_look() -> None:
    provisioning = ROOT / "deploy" / "observability" / "grafana" / "provisioning"
    read = {path.parent.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in provisioning.glob("*/*.yml")}
    grafana = SERVICES["grafana"]
    (source,), (dashboards,) = read["datasources"]["datasources"], read["dashboards"]["providers"]
    assert source["url"] == "http://prometheus:9090"
    mounted = {target: ROOT / at for at, target, *_ in (each.split(":") for each in grafana["volumes"])}
    assert mounted["/etc/grafana/provisioning"] == provisioning
    home = Path(grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"])
    assert str(home.parent) == dashboards["options"]["path"]
    dashboard = json.loads((mounted[str(home.parent)] / home.name).read_text(encoding="utf-8"))
    asked = set(re.findall(r'"uid": "(\w+)"', json.dumps(dashboard["panels"])))
    assert asked <= {source["uid"]}


def test_there_is_no_password_in_the_compose_file() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert not re.search(r"(?i)password\S*[:=]\s*[\"']?[a-z0-9]{6,}\b(?<!password)", re.sub(r"/run/\S+", "", text))
    used = {
        each if isinstance(each, str) else each["source"]
        for one in SERVICES.values()
        for each in one.get("secrets", [])
    }
    assert used == set(COMPOSE["secrets"])


def test_replicas_of_the_dataset_service_share_their_files() -> None:
    assert SERVICES["dataset"]["volumes"] == ["files:/var/lib/daegu"]
    assert {"postgres", "broker", "files", "keys", "prometheus", "grafana"} == set(COMPOSE["volumes"])


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_images_install_locked_packages_and_run_as_nobody(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    last = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "pip install" not in last
    for line in re.findall(r"pip install[^&]*", text):
        assert "--require-hashes" in line or "--no-index" in line
    assert not re.search(r"https?://", text)
    assert "index-url" not in text


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_what_an_image_copies_is_there(path: Path) -> None:
    for line in re.findall(r"^COPY (?!--from)(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
        *sources, _ = line.split()
        for source in sources:
            assert "$" in source or source == "." or list(ROOT.glob(source)), source


def test_every_image_has_a_lock_of_the_packages_of_its_extra() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    built = [
        service["build"]["args"]["EXTRA"]
        for service in SERVICES.values()
        if "EXTRA" in service.get("build", {}).get("args", {})
    ]
    for extra in [*built, "frontend", "gateway", "protos"]:
        names = {re.split(r"[>=<\[; ]", each)[0].lower() for each in extras[extra]} - {"daegu-open-data"}
        assert names <= locked(ROOT / "requirements" / f"{extra}.txt").keys(), extra


@pytest.mark.parametrize("extra", ["dataset", "prediction", "chat", "ops", "frontend"])
def test_what_can_be_traced_has_the_packages_for_it_in_its_image(extra: str) -> None:
    assert {"opentelemetry-sdk", "opentelemetry-exporter-otlp-proto-grpc"} <= locked(
        ROOT / "requirements" / f"{extra}.txt"
    ).keys()


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_locks_agree_have_hashes_and_name_no_index(path: Path) -> None:
    everything = locked(ROOT / "requirements" / "all.txt")
    for name, versions in locked(path).items():
        assert versions <= everything[name], name
    text = path.read_text(encoding="utf-8")
    assert text.count("==") <= text.count("--hash=sha256:")
    assert "://" not in text


def test_the_compose_commands_of_readme_name_services_that_are_there() -> None:
    lines = re.findall(
        r"^docker compose (.+?)(?: #.*)?$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert lines
    for line in lines:
        words = line.split()
        assert words[0] in ("up", "down", "logs", "exec", "run")
        scaled = re.findall(r"--scale ([a-z-]+)=\d", line)
        assert set(scaled) | {word for word in words[1:] if word in SERVICES} <= SERVICES.keys()
        assert all("ports" not in SERVICES[name] for name in scaled), "two containers cannot have one port"


def test_the_bill_of_materials_of_readme_lists_what_is_locked(tmp_path: Path) -> None:
    (line,) = re.findall(
        r"^\.venv/bin/(cyclonedx-py .+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    program, *arguments, _ = line.split()
    bill = tmp_path / "bill.json"
    command = [str(Path(sysconfig.get_path("scripts")) / program), *arguments, str(bill)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    names = {part["name"] for part in json.loads(bill.read_text(encoding="utf-8"))["components"]}
    assert names == set(locked(ROOT / "requirements" / "dataset.txt"))


def test_secrets_are_made_once_and_lie_where_only_their_owner_enters(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    made = make_secrets.make(folder)
    assert sorted(made) == sorted(COMPOSE["secrets"])
    before = {path.name: path.read_text(encoding="ascii") for path in folder.iterdir()}
    assert make_secrets.make(folder) == []
    assert {path.name: path.read_text(encoding="ascii") for path in folder.iterdir()} == before
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert before["chat_password"] in before["chat_database_url"]
    assert len({before[name] for name in before if name.endswith("_password")}) == 7


def test_what_does_not_listen_is_not_healthy() -> None:
    (port,) = free_ports(1)
    assert problem(f"http://127.0.0.1:{port}/") != ""
    assert problem(f"grpc://127.0.0.1:{port}") == "UNAVAILABLE"
