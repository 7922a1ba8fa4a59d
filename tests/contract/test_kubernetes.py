"""What deploy/k8s promises, without a cluster: valid, confined, and the same product as docker-compose.yml."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from deploy.docker import make_secrets
from tests.places import ROOT

FOLDER = ROOT / "deploy" / "k8s"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
# A cluster has a Prometheus and a Grafana of its own.
SERVICES: dict[str, dict[str, Any]] = {
    name: service for name, service in COMPOSE["services"].items() if "profiles" not in service
}
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
RESOURCES: list[dict[str, Any]] = [
    resource for path in FILES for resource in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]
WORKLOADS = {
    each["metadata"]["name"]: each for each in RESOURCES if each["kind"] in ("Deployment", "StatefulSet", "Job")
}
BALANCED = ("dataset", "prediction", "chat", "ops")


def name_of(resource: dict[str, Any]) -> str:
    return f"{resource['kind']}-{resource['metadata']['name']}"


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {each["metadata"]["name"]: each["spec"] for each in RESOURCES if each["kind"] == kind}


def pod(name: str) -> dict[str, Any]:
    found: dict[str, Any] = WORKLOADS[name]["spec"]["template"]["spec"]
    return found


def container(name: str) -> dict[str, Any]:
    (found,) = pod(name)["containers"]
    return dict(found)


@pytest.mark.parametrize("version", ["1.32", "1.37"])
@pytest.mark.parametrize("resource", RESOURCES, ids=name_of)
def test_every_resource_is_one_that_clusters_accept(resource: dict[str, Any], version: str) -> None:
    kubernetes_validate.validate(resource, version, strict=True)


def test_the_base_lists_every_file() -> None:
    assert sorted(KUSTOMIZATION["resources"]) == ["../docker", *(path.name for path in FILES)]


def test_the_images_of_the_base_have_the_version_of_the_product() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    ours = {service["image"] for service in SERVICES.values() if service["image"].startswith("daegu/")}
    assert {image["name"]: image["newTag"] for image in KUSTOMIZATION["images"]} == dict.fromkeys(ours, version)


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="not installed: kubectl")
def test_kubectl_renders_the_base() -> None:
    done = subprocess.run(["kubectl", "kustomize", FOLDER], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    rendered = list(yaml.safe_load_all(done.stdout))
    assert len(rendered) == len(RESOURCES) + 1, "and the script that makes the databases"
    (script,) = (each["metadata"]["name"] for each in rendered if each["kind"] == "ConfigMap")
    (postgres,) = (
        each for each in rendered if each["metadata"]["name"] == "postgres" and each["kind"] == "StatefulSet"
    )
    assert script in [
        volume.get("configMap", {}).get("name") for volume in postgres["spec"]["template"]["spec"]["volumes"]
    ]


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="not installed: kubectl")
def test_a_cluster_with_the_component_for_keys_asks_for_them(tmp_path: Path) -> None:
    own = {
        "resources": [os.path.relpath(FOLDER, tmp_path)],
        "components": [os.path.relpath(FOLDER / "keys", tmp_path)],
    }
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    done = subprocess.run(["kubectl", "kustomize", tmp_path], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    rendered = list(yaml.safe_load_all(done.stdout))
    asking = {}
    for each in rendered:
        if each["kind"] == "Deployment":
            kubernetes_validate.validate(each, "1.37", strict=True)
            spec = each["spec"]["template"]["spec"]
            environment = {setting["name"]: setting.get("value") for setting in spec["containers"][0].get("env", [])}
            if file := environment.get("DAEGU_API_KEYS_FILE"):
                asking[each["metadata"]["name"]] = (file, spec)
    assert {name: file for name, (file, _) in asking.items()} == {"gateway": "/run/keys/keys", "ops": "/run/keys/keys"}
    ops = asking["ops"][1]
    assert {"name": "keys", "mountPath": "/run/keys", "readOnly": True} in ops["containers"][0]["volumeMounts"]
    assert {"secretName": "daegu-keys", "defaultMode": 0o440} in [each.get("secret") for each in ops["volumes"]]


@pytest.mark.parametrize("name", WORKLOADS)
def test_every_pod_is_confined(name: str) -> None:
    spec = pod(name)
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] > 0
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    assert spec["terminationGracePeriodSeconds"] == 40
    for each in [*spec["containers"], *spec.get("initContainers", [])]:
        assert each["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert each["resources"]["limits"]["memory"]
        assert each["resources"]["requests"].keys() == {"cpu", "memory"}


def test_there_is_a_workload_for_every_service_of_the_compose_file() -> None:
    assert WORKLOADS.keys() == SERVICES.keys()


@pytest.mark.parametrize("name", WORKLOADS)
def test_containers_are_started_as_the_compose_file_starts_them(name: str) -> None:
    mine, theirs = container(name), SERVICES[name]
    in_compose = theirs["image"].removeprefix("${").split(":-")[-1].rstrip("}")
    assert mine["image"] == in_compose
    words = [str(word).replace("$$", "$") for word in theirs.get("command", [])]
    assert mine.get("command", mine.get("args", [])) == words
    # What differs between clusters alone, or is only set by whoever wants it.
    extra, wanted = {"DAEGU_DRAIN_SECONDS"}, {"DAEGU_TILE_URL", "DAEGU_API_KEYS_FILE"}
    assert {each["name"] for each in mine.get("env", [])} - extra == theirs.get("environment", {}).keys() - wanted


@pytest.mark.parametrize("name", WORKLOADS)
def test_pods_have_the_secrets_that_their_containers_have_in_the_compose_file(name: str) -> None:
    mounted = [volume["secret"] for volume in pod(name)["volumes"] if volume["name"] == "secrets"]
    assert all(secret["secretName"] == "daegu" for secret in mounted)
    mine = {(item["key"], item["path"]) for secret in mounted for item in secret["items"]}
    theirs = {
        (each, each) if isinstance(each, str) else (each["source"], each["target"])
        for each in SERVICES[name].get("secrets", [])
    }
    assert mine == theirs
    mounts = {each["name"]: each["mountPath"] for each in container(name)["volumeMounts"]}
    assert mounts.get("secrets") == ("/run/secrets" if mine else None)


def test_the_secret_that_readme_makes_has_every_key(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"create secret generic daegu --from-file={make_secrets.FOLDER.relative_to(ROOT)}" in readme
    sources = [volume["secret"] for name in WORKLOADS for volume in pod(name)["volumes"] if "secret" in volume]
    keys = {item["key"] for secret in sources for item in secret["items"]}
    made = set(make_secrets.make(tmp_path / "secrets"))
    assert keys == made - {"grafana_password"}, "a cluster has a Grafana of its own"


def test_no_secret_stands_in_a_file_or_an_environment() -> None:
    assert not of_kind("Secret")
    assert not [name for name in WORKLOADS for each in container(name).get("env", []) if "valueFrom" in each]


@pytest.mark.parametrize("name", BALANCED)
def test_the_gateway_finds_every_replica_by_name_and_asks_for_its_health(name: str) -> None:
    service = of_kind("Service")[name]
    assert service["clusterIP"] == "None"
    (port,) = service["ports"]
    probes = container(name)
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert probes[probe]["grpc"] == {"port": port["port"]}
    assert {"name": f"DAEGU_{name.upper()}_ADDRESS", "value": f"{name}:{port['port']}"} in container("gateway")["env"]


@pytest.mark.parametrize("name", sorted(WORKLOADS.keys() - {"migrate"}))
def test_every_pod_that_stays_says_whether_it_is_ready(name: str) -> None:
    assert container(name)["readinessProbe"]


@pytest.mark.parametrize("name", ["dataset", "prediction", "prediction-worker", "chat"])
def test_nobody_serves_before_the_tables_are_there(name: str) -> None:
    (first,) = pod(name)["initContainers"]
    assert (first["image"], first["args"][0]) == ("daegu/migrations", "deploy.docker.migrate")
    (tables,) = (volume["secret"] for volume in pod(name)["volumes"] if volume["name"] == "tables")
    context = name.removesuffix("-worker")
    assert [item["path"] for item in tables["items"]] == [f"{context}_database_url"]


def test_predictions_and_workers_grow_with_the_load_up_to_what_the_gateway_lets_through() -> None:
    scaled = of_kind("HorizontalPodAutoscaler")
    assert scaled.keys() == {"prediction", "prediction-worker"}
    for name, spec in scaled.items():
        assert spec["scaleTargetRef"]["name"] == name
        assert "replicas" not in WORKLOADS[name]["spec"], "an apply would undo what the autoscaler did"
    gateway = (ROOT / "gateway" / "envoy.yaml").read_text(encoding="utf-8")
    assert f"max_requests: {scaled['prediction']['maxReplicas'] * 64}," in gateway


def test_a_node_that_is_emptied_takes_one_replica_at_a_time() -> None:
    several = {name for name, each in WORKLOADS.items() if each["spec"].get("replicas", 1) > 1} | {"prediction"}
    budgets = of_kind("PodDisruptionBudget")
    assert budgets.keys() == several
    assert all(spec["selector"]["matchLabels"] == {"app": name} for name, spec in budgets.items())


def test_replicas_of_the_dataset_service_share_their_files() -> None:
    (claim,) = of_kind("PersistentVolumeClaim").values()
    assert claim["accessModes"] == ["ReadWriteMany"]
    mounted = {each["name"]: each["mountPath"] for each in container("dataset")["volumeMounts"]}
    assert mounted["files"] == "/var/lib/daegu"
