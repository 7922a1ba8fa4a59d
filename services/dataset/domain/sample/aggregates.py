"""What the sample is made from: counts of real accidents, and where the 동 of Daegu lie.

`aggregates.json` holds no accident, only counts over five or more of them; `services.dataset.sample_aggregates` makes
it from the public files that it names as sources.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("aggregates.json")

OUTCOME_WEIGHTS = {"사망자수": 10, "중상자수": 5, "경상자수": 3, "부상신고자수": 1}
"""ECLO is the sum of these columns with these weights. The value of a 피해 is their numbers, joined with `/`."""

KM_PER_DEGREE = (110.9, 90.3)
"""Of latitude and of longitude, in Daegu."""


@dataclass(frozen=True, slots=True)
class Table:
    """How often each value of `column` occurs in each context.

    A context is the values of the columns `given`, joined with `|`; it is empty for a column that depends on none.
    """

    column: str
    given: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Place:
    """The centre of a 동 in degrees, and how far its places lie from it in each direction (standard deviation, km)."""

    latitude: float
    longitude: float
    spread_km: float


@dataclass(frozen=True, slots=True)
class Aggregates:
    """A Bayesian network: each of the `tables` depends only on columns of those before it.

    `places` are named `구 동`. `accidents` and `mean_eclo` are those of the real accidents that were counted.
    """

    sources: tuple[str, ...]
    accidents: int
    mean_eclo: float
    tables: tuple[Table, ...]
    places: Mapping[str, Place]


def load(file: Path = FILE) -> Aggregates:
    """The aggregates that are part of the product, or those in another `file`."""
    read = json.loads(file.read_text(encoding="utf-8"))
    return Aggregates(
        sources=tuple(read["sources"]),
        accidents=read["accidents"],
        mean_eclo=read["mean_eclo"],
        tables=tuple(Table(each["column"], tuple(each["given"]), each["counts"]) for each in read["tables"]),
        places={name: Place(**place) for name, place in read["places"].items()},
    )
