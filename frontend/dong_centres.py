"""Where the 구 and 동 of Daegu lie: the reader of `assets/dong_centres.csv`, whose first line says where it is from."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "assets" / "dong_centres.csv"


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre in degrees, the median of `points` places with an address there; with 0 it is that of its 구."""

    latitude: float
    longitude: float
    points: int


@cache
def centres() -> Mapping[str, Centre]:
    """Centre by full name: `대구광역시 수성구 상동`, and `대구광역시 수성구` for the 구."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return {
            row["district"]: Centre(float(row["latitude"]), float(row["longitude"]), int(row["points"]))
            for row in csv.DictReader(lines)
        }


def gu_centres() -> Mapping[str, Centre]:
    """Centre by name of the 구 (or 군), such as `수성구`."""
    return {name.split(" ")[1]: centre for name, centre in centres().items() if name.count(" ") == 1}
