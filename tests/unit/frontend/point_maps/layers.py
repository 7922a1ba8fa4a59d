"""Layers for tests."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frontend.point_maps.layers import Drawn, PointLayer

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "a&b 'c' \"d\" \u2028 {{ 7*7 }} {% x %} {{{# {{{{",
)


def layer(
    rows: int = 3,
    name: str = "사고",
    kind: Drawn = Drawn.CLUSTERS,
    popups: Mapping[str, Sequence[object]] | None = None,
) -> PointLayer:
    """Points on a line to the north-east of the city hall."""
    points = pd.DataFrame(
        {
            "latitude": [35.87 + row / 1e4 for row in range(rows)],
            "longitude": [128.6 + row / 1e4 for row in range(rows)],
        }
    )
    if kind is Drawn.CIRCLES:
        points["count"] = range(1, rows + 1)
    if kind is Drawn.AREAS:
        points["metres"] = 500.0
    return PointLayer(name, points, "#0072b2", kind, pd.DataFrame(popups) if popups else None)
