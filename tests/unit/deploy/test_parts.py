"""The product's own list of parts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.errors import WrongSettings
from deploy.local.gateway import UPSTREAMS, gateway_values
from deploy.local.home import Home
from deploy.local.part import Part, Plan, stop_order
from deploy.local.parts import product_plan
from deploy.local.ports import Ports
from deploy.local.settings import Settings


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    home = Home(tmp_path)
    home.create()
    held, fixed = Ports(), Ports()
    gateway, ui, flower = fixed.free(), fixed.free(), fixed.free()
    fixed.close()
    settings = Settings(home=tmp_path, gateway_port=gateway, ui_port=ui, flower_port=flower)
    yield product_plan(settings, home, held)
    held.close()


def _part(plan: Plan, name: str) -> Part:
    return next(part for part in plan.parts if part.name == name)


def _position(plan: Plan, name: str) -> int:
    return next(i for i, wave in enumerate(stop_order(plan.parts)) if name in wave)


def test_stopping_goes_from_the_app_to_the_databases(plan: Plan) -> None:
    order = [_position(plan, name) for name in ("ui", "envoy", "ops", "prediction", "postgres")]
    assert order == sorted(set(order))
    assert _position(plan, "chat") < _position(plan, "prediction")
    for name in ("prediction", "worker"):
        assert _position(plan, name) < min(_position(plan, other) for other in ("broker", "postgres", "dataset"))


def test_only_its_owner_is_told_where_a_database_is(plan: Plan) -> None:
    told = {part.name for part in plan.parts if "DATABASE_URL" in part.environment}
    contexts = ("prediction", "dataset", "chat")
    assert told == {"worker"} | {part for context in contexts for part in (context, f"{context}-migrations")}
    assert "//prediction:" in _part(plan, "worker").environment["DATABASE_URL"]
    for context in contexts:
        assert f"//{context}:" in _part(plan, context).environment["DATABASE_URL"]
    superuser = {part.name for part in plan.parts if "PGPASSWORD" in part.environment}
    assert superuser == {"postgres", "databases"}


def test_services_are_found_where_they_listen(plan: Plan) -> None:
    ops, envoy_config = _part(plan, "ops"), Path(_part(plan, "envoy").command[2]).read_text()
    for name in ("prediction", "dataset", "chat"):
        address = _part(plan, name).environment["DAEGU_LISTEN_ADDRESS"]
        assert ops.environment[f"DAEGU_{name.upper()}_ADDRESS"] == address
        assert address.rpartition(":")[2] in envoy_config
    assert _part(plan, "ui").environment["DAEGU_GATEWAY_ADDRESS"] == plan.urls["grpc"]


def test_the_sample_is_part_of_the_start_and_is_created_where_the_dataset_service_listens(plan: Plan) -> None:
    sample, dataset = _part(plan, "sample"), _part(plan, "dataset")
    assert sample.probe is None
    assert sample.needs == ("dataset",)
    assert sample.command[-2:] == ("deploy.local.programs.sample", str(dataset.port))


def test_workers_and_service_meet_at_one_broker_whose_password_is_on_no_command_line(plan: Plan) -> None:
    urls = {_part(plan, name).environment["CELERY_BROKER_URL"] for name in ("prediction", "worker", "flower")}
    assert len(urls) == 1
    assert not [part.name for part in plan.parts if any(urls & {word} or "redis://" in word for word in part.command)]


def test_flower_is_for_this_machine_and_changes_nothing(plan: Plan) -> None:
    flower = _part(plan, "flower")
    assert {"--address=127.0.0.1", "--read_only"} <= set(flower.command)
    assert plan.urls["flower"] == f"http://127.0.0.1:{flower.port}"


def test_no_two_parts_share_a_port(plan: Plan) -> None:
    ports = [part.port for part in plan.parts if part.port]
    metrics = {part.name: part.metrics_port for part in plan.parts if part.metrics_port}
    assert metrics.pop("worker") == _part(plan, "worker").port, "a worker serves nothing else"
    ports += metrics.values()
    assert len(ports) == len(set(ports)) == 16


def test_prometheus_is_told_where_every_part_has_its_figures(plan: Plan, tmp_path: Path) -> None:
    targets = json.loads((tmp_path / "run" / "targets.json").read_text())
    told = {target["labels"]["job"]: target["targets"] for target in targets}
    names = ("prediction", "worker", "dataset", "chat", "ops")
    assert told == {
        {"envoy": "gateway"}.get(name, name): [f"127.0.0.1:{_part(plan, name).metrics_port}"]
        for name in (*names, "envoy")
    }
    for name in names:
        assert _part(plan, name).environment["DAEGU_METRICS_PORT"] == str(_part(plan, name).metrics_port)


def test_a_collector_that_is_none_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.create()
    settings = Settings(home=tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="https://collector:4317")
    ports = dict.fromkeys((*UPSTREAMS, "gateway", "admin", "ui", "envoy_metrics"), 1)
    with pytest.raises(WrongSettings, match="OTEL_EXPORTER_OTLP_ENDPOINT: not a URL like http://collector:4317"):
        gateway_values(ports, settings)


def test_a_part_that_nobody_knows_cannot_be_needed() -> None:
    with pytest.raises(KeyError, match="nobody"):
        stop_order([Part("one", ("true",), needs=("nobody",))])
