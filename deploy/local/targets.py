"""Where Prometheus finds the figures of this stack: a file for its `file_sd_configs`, written at every start."""

import json
from collections.abc import Sequence

from deploy.local.home import Home
from deploy.local.part import Part
from deploy.local.ports import HOST


def write_targets(parts: Sequence[Part], home: Home) -> None:
    """Writes run/targets.json: each part that has figures, with its name as `job`."""
    targets = [
        {
            "targets": [f"{HOST}:{part.metrics_port}"],
            "labels": {"job": "gateway" if part.name == "envoy" else part.name},
        }
        for part in parts
        if part.metrics_port
    ]
    home.write_private(home.run / "targets.json", json.dumps(targets, indent=1))
