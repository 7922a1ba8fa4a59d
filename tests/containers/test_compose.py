"""docker-compose.yml, really run by Podman with three replicas of one service and two workers."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from deploy.docker import make_secrets
from tests.containers.engine import BASE, Engine, missing
from tests.e2e.errors import refused
from tests.places import ROOT
from tests.stack import free_ports

pytestmark = [
    pytest.mark.containers,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(missing()), reason=missing()),
]

ACCIDENT = {
    "weather": "맑음",
    "road_surface": "건조",
    "road_type": "교차로 - 교차로안",
    "accident_type": "차대사람",
    "district": "대구광역시 수성구 상동",
    "accident_year": 2016,
    "accident_month": 10,
    "accident_day": 1,
    "accident_hour": 23,
}
REPLICAS = [f"daegu-test_prediction_{number}" for number in (1, 2, 3)]
WORKERS = [f"daegu-test_prediction-worker_{number}" for number in (1, 2)]
LAST = ("dataset", "prediction", "chat", "ops", "gateway", "ui", "flower")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The images, and every container up: in steps, since Podman 4 cannot wait for health without systemd."""
    gateway, ui, flower = free_ports(3)
    engine = Engine(tmp_path_factory.mktemp("containers"), (gateway, ui, flower))
    make_secrets.make(make_secrets.FOLDER)
    engine.make_base_images()
    for tag, recipe, arguments in images():
        engine.build(tag, recipe, ROOT, arguments)
    engine.take_down()
    try:
        engine.compose("up", "--detach", "--no-build", "postgres", "broker", "cache")
        until(lambda: healthy(engine, "daegu-test_postgres_1"))
        engine.compose("run", "--rm", "--no-deps", "migrate")
        engine.compose("up", "--detach", "--no-build", "--no-deps", "--scale", "prediction=3", *LAST)
        workers = ("--scale", "prediction-worker=2", "prediction-worker")
        engine.compose("up", "--detach", "--no-build", "--no-deps", *workers)
        yield engine
    finally:
        engine.take_down()


@pytest.fixture(scope="module")
def http(engine: Engine) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{engine.ports[0]}", timeout=30) as client:
        until(lambda: answers_healthy(client))
        yield client


def images() -> list[tuple[str, str, dict[str, str]]]:
    """Tag, Dockerfile and arguments of what the compose file builds."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"].values()
    return [
        (each["image"], each["build"]["dockerfile"], each["build"]["args"] | {"BASE": BASE})
        for each in services
        if "build" in each
    ]


def until(condition: Any, seconds: float = 90) -> None:
    """Waits for something to be true; raises TimeoutError."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.5)


def healthy(engine: Engine, container: str) -> bool:
    try:
        engine.podman("healthcheck", "run", container)
    except RuntimeError:
        return False
    return True


def answers_healthy(client: httpx.Client) -> bool:
    try:
        return client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


def handled(engine: Engine, replica: str) -> int:
    """Predictions that a replica has answered, by its own figures."""
    script = "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:9100/metrics').read().decode())"
    figures = engine.podman("exec", replica, "python3", "-c", script)
    counted = re.findall(r'grpc_server_handled_total\{code="OK",method="[^"]*PredictEclo"\} ([\d.]+)', figures)
    return int(sum(map(float, counted)))


def batch(client: httpx.Client, batch_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/predict/batch/{batch_id}").json()["batch"]
    return found


def predict(client: httpx.Client) -> str:
    """How a prediction ended. What the server asks to be sent again is sent again after the time it says."""
    body = ACCIDENT | {"explain": False}
    for attempt in range(5):
        answer = client.post("/api/predict/eclo", json=body)
        if answer.status_code != 503:
            return "at once" if attempt == 0 and answer.status_code == 200 else str(answer.status_code)
        time.sleep(float(refused(answer, 503).details["RetryInfo"]["retry_delay"].removesuffix("s")))
    return "never"


def test_every_container_of_the_compose_file_is_healthy(engine: Engine, http: httpx.Client) -> None:
    names = engine.podman("ps", "--filter", "name=daegu-test_", "--format", "{{.Names}}").split()
    assert {*REPLICAS, *WORKERS} <= set(names)
    for name in names:
        until(lambda name=name: healthy(engine, name))


def test_the_product_works_in_containers(engine: Engine, http: httpx.Client) -> None:
    file = "구,대수\n수성구,3\n중구,5\n".encode("cp949")
    uploaded = http.post("/api/datasets/upload?name=counts", content=file, headers={"content-type": "text/csv"}).json()
    assert uploaded["rows"] == 2
    assert http.get(f"/api/datasets/{uploaded['dataset_id']}/content").content == file
    sample = http.post("/api/datasets/sample", json={}).json()["dataset_id"]
    asked = {"dataset_id": sample, "message": "사고가 가장 많은 요일은?"}
    assert "금요일" in http.post("/api/chat/message", json=asked).json()["response"]
    accepted = http.post("/api/predict/eclo/batch", json={"dataset_id": sample})
    assert accepted.status_code == 200, accepted.text
    job = accepted.json()["batch_id"]
    until(lambda: batch(http, job)["status"] == "SUCCEEDED")
    assert batch(http, job)["done"] == 20_000
    assert httpx.get(f"http://127.0.0.1:{engine.ports[1]}/_stcore/health").text == "ok"
    assert httpx.get(f"http://127.0.0.1:{engine.ports[2]}/healthcheck").status_code == 200


def test_requests_go_to_all_replicas_and_none_fails_when_one_is_killed(engine: Engine, http: httpx.Client) -> None:
    before = {replica: handled(engine, replica) for replica in REPLICAS}
    with ThreadPoolExecutor(8) as threads:
        first = list(threads.map(lambda _: predict(http), range(300)))
        shares = {replica: handled(engine, replica) - before[replica] for replica in REPLICAS}
        second = threads.map(lambda _: predict(http), range(600))
        engine.podman("kill", REPLICAS[1])
        ended = Counter(second)
    print(f"\n300 requests: {shares}")  # noqa: T201
    print(f"600 more, one replica killed among them: {dict(ended)}")  # noqa: T201
    assert Counter(first) == {"at once": 300}
    assert min(shares.values()) > 30
    assert set(ended) <= {"at once", "200"}
    assert sum(ended.values()) == 600
    # What was acknowledged is there: the 900th newest too.
    assert len(http.get("/api/predictions?limit=1&offset=899").json()["predictions"]) == 1


def test_the_figures_of_every_process_can_be_read_on_the_network_of_the_services(
    engine: Engine, http: httpx.Client
) -> None:
    names = ("dataset", "prediction", "prediction-worker", "chat", "ops", "gateway")
    script = (
        f"import urllib.request\nfor name in {names}: urllib.request.urlopen(f'http://{{name}}:9100/metrics').read()"
    )
    engine.podman("exec", REPLICAS[0], "python3", "-c", script)


def test_the_image_of_the_migrations_says_that_the_tables_are_there(engine: Engine, http: httpx.Client) -> None:
    check = ("deploy.docker.migrate", "current", "--check-heads")
    assert engine.compose("run", "--rm", "--no-deps", "-T", "migrate", *check).count("(head)") == 3


def test_no_container_can_write_to_its_image_or_is_root(engine: Engine, http: httpx.Client) -> None:
    for name in (REPLICAS[0], "daegu-test_gateway_1", "daegu-test_ui_1", "daegu-test_postgres_1"):
        script = "id -u; touch /app/x 2>/dev/null || touch /x 2>/dev/null || echo read-only"
        user, written = engine.podman("exec", name, "sh", "-c", script).split()
        assert (user != "0", written) == (True, "read-only"), name


def test_the_secrets_of_the_containers_stand_in_no_environment(engine: Engine, http: httpx.Client) -> None:
    secrets = [path.read_text(encoding="ascii") for path in Path(make_secrets.FOLDER).glob("*_password")]
    assert len(secrets) == 7
    for name in engine.podman("ps", "--filter", "name=daegu-test_", "--format", "{{.Names}}").split():
        described = engine.podman("inspect", name)
        assert not [secret for secret in secrets if secret in described], name


def test_keys_of_callers_are_made_and_revoked_in_the_ops_process(engine: Engine, http: httpx.Client) -> None:
    command = ("exec", "daegu-test_ops_1", "python3", "-m", "gateway.keys", "--file", "/var/lib/daegu/keys")
    key = engine.podman(*command, "add", "city-hall").strip()
    assert len(key) == len("daegu_") + 43
    assert engine.podman(*command, "list").split()[1:] == ["city-hall"]
    engine.podman(*command, "revoke", "city-hall")
    assert engine.podman(*command, "list").split() == []
