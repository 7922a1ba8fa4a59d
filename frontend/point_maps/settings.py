"""What the reader or the operator decides about every map."""

from dataclasses import dataclass

MAX_POINTS = 5_000


@dataclass(frozen=True, slots=True)
class Tiles:
    """Pictures of the ground. `url`: with {z}, {x} and {y}; `attribution`: whose they are, plain text."""

    url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class MapSettings:
    """`max_points`: how many a map shows at most, all layers together; `tiles`: none for a plain ground."""

    max_points: int = MAX_POINTS
    tiles: Tiles | None = None
