"""Starts the ops process: `python -m gateway.ops`."""

from gateway.ops.server import open_channels, served
from gateway.ops.settings import OpsSettings
from services.chassis.server import run, serve
from services.chassis.telemetry import configure_logging
from services.chassis.tracing import TRACES


async def main() -> None:
    settings = OpsSettings.load()
    configure_logging(settings.log_level, "ops")
    TRACES.start("ops", settings.otlp_endpoint, settings.traces_share)
    channels = open_channels(settings)
    try:
        await serve(settings, served(settings, channels))
    finally:
        for channel in channels.values():
            await channel.close()


if __name__ == "__main__":
    run(main())
