"""The app calls the gateway where calls are not counted and need no key; nobody outside the containers gets there."""

from typing import Any

import yaml

from gateway.render import GatewaySettings
from tests.places import ROOT

APP_PORT: int = GatewaySettings.model_fields["gateway_app_port"].default
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]


def resources(name: str) -> list[dict[str, Any]]:
    """The resources in a file of the base for Kubernetes."""
    return list(yaml.safe_load_all((ROOT / "deploy" / "k8s" / name).read_text(encoding="utf-8")))


def test_in_the_compose_file() -> None:
    assert COMPOSE["ui"]["environment"]["DAEGU_GATEWAY_ADDRESS"] == f"gateway:{APP_PORT}"
    published = [port.rpartition(":")[2] for port in COMPOSE["gateway"]["ports"]]
    assert str(APP_PORT) not in published


def test_in_a_cluster() -> None:
    (ui,) = [each for each in resources("ui.yaml") if each["kind"] == "Deployment"]
    environment = ui["spec"]["template"]["spec"]["containers"][0]["env"]
    assert {"name": "DAEGU_GATEWAY_ADDRESS", "value": f"gateway:{APP_PORT}"} in environment
    (service,) = [each for each in resources("gateway.yaml") if each["kind"] == "Service"]
    assert {"name": "app", "port": APP_PORT} in service["spec"]["ports"]
    (people,) = [each for each in resources("network.yaml") if each["metadata"]["name"] == "people"]
    assert {"port": APP_PORT} not in [port for rule in people["spec"]["ingress"] for port in rule["ports"]]


def test_whoever_answers_for_keys_and_whoever_asks_are_told_of_them_together() -> None:
    told = {name for name, each in COMPOSE.items() if "DAEGU_API_KEYS_FILE" in each.get("environment", {})}
    assert told == {"gateway", "ops"}
    assert "keys:/var/lib/daegu" in COMPOSE["ops"]["volumes"]
