"""Starts the ops process: `python -m gateway.ops`."""

from gateway.ops.server import open_channels, served
from gateway.ops.settings import OpsSettings
from services.chassis.server import run, serve
from services.chassis.telemetry import configure_logging


async def main() -> None:
    settings = OpsSettings.load()
    configure_logging(settings.log_level, "ops")
    channels = open_channels(settings)
    try:
        await serve(settings, served(settings, channels))
    finally:
        for channel in channels.values():
            await channel.close()


if __name__ == "__main__":
    run(main())
