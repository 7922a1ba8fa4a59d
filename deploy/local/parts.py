"""The product's stack: which parts it has, what each is told, and how each is known to serve."""

import sys

from deploy.local.gateway import UPSTREAMS, envoy
from deploy.local.home import Home
from deploy.local.part import Part, Plan
from deploy.local.ports import HOST, Ports
from deploy.local.postgres import database_parts, database_url
from deploy.local.probes import GrpcProbe, HttpProbe
from deploy.local.settings import Settings
from deploy.local.targets import write_targets
from deploy.local.valkey import BROKER, CACHE, valkey, valkey_url

_PYTHON = (sys.executable, "-m")
_FREE = (
    "postgres",
    "broker",
    "cache",
    *UPSTREAMS,
    *(f"{name}_metrics" for name in (*UPSTREAMS, "worker", "envoy")),
    "admin",
)

# A service finishes the calls in flight before it ends.
_DRAIN_SECONDS = 30.0


def product_plan(settings: Settings, home: Home, held: Ports) -> Plan:
    """Every part of the product on its port. Raises PortTaken; `held` keeps the ports reserved."""
    ports = {
        "gateway": held.fixed(settings.gateway_port, "DAEGU_GATEWAY_PORT"),
        "ui": held.fixed(settings.ui_port, "DAEGU_UI_PORT"),
        "flower": held.fixed(settings.flower_port, "DAEGU_FLOWER_PORT"),
        **{name: held.free() for name in _FREE},
    }
    front = f"http://{HOST}:{ports['gateway']}"
    plan = Plan(
        parts=(
            valkey("broker", ports["broker"], home, BROKER),
            valkey("cache", ports["cache"], home, CACHE),
            *database_parts(ports["postgres"], home),
            _service(
                "prediction",
                ports,
                needs=("prediction-migrations",),
                uses=("postgres", "broker", "dataset"),
                DATABASE_URL=database_url("prediction", ports["postgres"], home),
                CELERY_BROKER_URL=valkey_url("broker", ports["broker"], home),
                DAEGU_DATASET_ADDRESS=f"{HOST}:{ports['dataset']}",
            ),
            _worker(ports, home),
            _flower(ports, home),
            _service(
                "dataset",
                ports,
                needs=("dataset-migrations",),
                uses=("postgres",),
                DATABASE_URL=database_url("dataset", ports["postgres"], home),
                DAEGU_BLOB_URL=(home.datasets / "files").as_uri(),
                DAEGU_STAGING_FOLDER=str(home.datasets / "staging"),
                DAEGU_APP_URL=f"http://{HOST}:{ports['ui']}",
            ),
            _sample(ports),
            _service(
                "chat",
                ports,
                needs=("chat-migrations",),
                uses=("postgres", "cache", "prediction", "dataset"),
                DATABASE_URL=database_url("chat", ports["postgres"], home),
                REDIS_URL=valkey_url("cache", ports["cache"], home),
                DAEGU_DATASET_ADDRESS=f"{HOST}:{ports['dataset']}",
                DAEGU_PREDICTION_ADDRESS=f"{HOST}:{ports['prediction']}",
            ),
            _ops(ports),
            envoy(ports, home, settings),
            _ui(ports),
        ),
        urls={
            "ui": f"http://{HOST}:{ports['ui']}",
            "rest": front,
            "docs": f"{front}/docs",
            "grpc": f"{HOST}:{ports['gateway']}",
            "flower": f"http://{HOST}:{ports['flower']}",
        },
        front_door=HttpProbe(ports["gateway"], "/health"),
    )
    write_targets(plan.parts, home)
    return plan


def _service(
    name: str,
    ports: dict[str, int],
    needs: tuple[str, ...] = (),
    uses: tuple[str, ...] = (),
    **environment: str,
) -> Part:
    return Part(
        name,
        command=(*_PYTHON, f"services.{name}"),
        environment={**_listen(name, ports), **environment},
        probe=GrpcProbe(ports[name]),
        port=ports[name],
        metrics_port=ports[f"{name}_metrics"],
        needs=needs,
        uses=uses,
        stop_seconds=_DRAIN_SECONDS,
    )


def _worker(ports: dict[str, int], home: Home) -> Part:
    port = ports["worker_metrics"]
    return Part(
        "worker",
        command=(*_PYTHON, "services.prediction.worker"),
        environment={
            "DATABASE_URL": database_url("prediction", ports["postgres"], home),
            "CELERY_BROKER_URL": valkey_url("broker", ports["broker"], home),
            "DAEGU_DATASET_ADDRESS": f"{HOST}:{ports['dataset']}",
            "DAEGU_METRICS_PORT": str(port),
        },
        probe=HttpProbe(port, "/ready"),
        port=port,
        metrics_port=port,
        needs=("prediction-migrations", "broker"),
        uses=("postgres", "dataset"),
        stop_seconds=_DRAIN_SECONDS,
    )


def _flower(ports: dict[str, int], home: Home) -> Part:
    # It asks Celery for the broker, and Celery finds it in the environment: no password on a command line.
    where = (f"--address={HOST}", f"--port={ports['flower']}")
    return Part(
        "flower",
        command=(*_PYTHON, "celery", "flower", "--read_only", *where),
        environment={"CELERY_BROKER_URL": valkey_url("broker", ports["broker"], home)},
        probe=HttpProbe(ports["flower"], "/healthcheck"),
        port=ports["flower"],
        uses=("broker", "worker"),
    )


def _sample(ports: dict[str, int]) -> Part:
    command = (*_PYTHON, "deploy.local.programs.sample", str(ports["dataset"]))
    return Part("sample", command=command, needs=("dataset",))


def _ops(ports: dict[str, int]) -> Part:
    services = [name for name in UPSTREAMS if name != "ops"]
    addresses = {f"DAEGU_{name.upper()}_ADDRESS": f"{HOST}:{ports[name]}" for name in services}
    return Part(
        "ops",
        command=(*_PYTHON, "gateway.ops"),
        environment={**_listen("ops", ports), **addresses},
        probe=GrpcProbe(ports["ops"]),
        port=ports["ops"],
        metrics_port=ports["ops_metrics"],
        uses=tuple(services),
    )


def _listen(name: str, ports: dict[str, int]) -> dict[str, str]:
    return {
        "DAEGU_LISTEN_ADDRESS": f"{HOST}:{ports[name]}",
        "DAEGU_METRICS_PORT": str(ports[f"{name}_metrics"]),
    }


def _ui(ports: dict[str, int]) -> Part:
    # What is the same wherever the app runs stands in .streamlit/config.toml.
    where = (f"--server.address={HOST}", f"--server.port={ports['ui']}")
    return Part(
        "ui",
        command=(*_PYTHON, "streamlit", "run", "frontend/app.py", *where),
        environment={
            "DAEGU_GATEWAY_ADDRESS": f"{HOST}:{ports['gateway']}",
            "DAEGU_FLOWER_PUBLIC_URL": f"http://{HOST}:{ports['flower']}",
        },
        probe=HttpProbe(ports["ui"], "/_stcore/health"),
        port=ports["ui"],
        uses=("envoy",),
        sees_keys=True,
    )
