"""What a question asks for, as far as it is said: the parts that a follow-up takes over or replaces."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from services.chat.agent.analyst.meanings import Says
from services.chat.domain.answer import Json


class Operation(StrEnum):
    """How values are put together; the names of the tools."""

    MEAN = "mean"
    SUM = "sum"
    MEDIAN = "median"
    MAX = "max"
    MIN = "min"
    STD = "std"


@dataclass(frozen=True, slots=True)
class Condition:
    """`said` is the value as a reader is told, with its definition; `time` says that it is about time."""

    column: str
    operator: str
    value: Json
    said: str
    time: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A condition, the place of its word, and the particles after it."""

    at: int
    condition: Condition
    tail: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The values of a column, or with `bins` put together as that says."""

    column: str
    label: str
    bins: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A weighted sum of columns, mostly one column."""

    label: str
    parts: tuple[tuple[str, float], ...]

    @property
    def column(self) -> str | None:
        """The column, if the measure is nothing but a column."""
        return self.parts[0][0] if len(self.parts) == 1 and self.parts[0][1] == 1 else None


Branch = tuple[Condition, ...]
"""One of the things that are compared: conditions that hold together."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`conditions` hold for all rows that are looked at; `part` are those of which a share is asked.

    `sought` says that the measure itself is asked for (`가장 높은 제한속도`). `branches` are compared; `reference` is
    the one that the others are measured by. `order` is 1 for most first and -1 for least first. `having` bounds the
    values of groups. `unknown` are words that nobody could place, `absent` things that the data does not have,
    `unclear` sentences about words that can mean too much. `operations` are all of them if several were
    asked for. `each` says that it was asked for every
    value of a column (`구별`). `narrowed` are the conditions that a follow-up added
    (`그중에 …`), `hints` columns of whoever is spoken of (`피해자`). `positions` are places of
    rows in the file, from 0; `of_rows` says that a row is asked for that has the most.
    """

    text: str = ""
    says: frozenset[Says] = frozenset()
    entity: bool = False
    counted: bool = False
    sought: bool = False
    conditions: tuple[Condition, ...] = ()
    part: tuple[Condition, ...] = ()
    branches: tuple[Branch, ...] = ()
    reference: int | None = None
    groups: tuple[Group, ...] = ()
    columns: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    operation: Operation | None = None
    operations: tuple[Operation, ...] = ()
    order: int = 0
    top: int | None = None
    nth: int | None = None
    positions: tuple[int, ...] = ()
    of_rows: bool = False
    percentiles: tuple[float, ...] = ()
    each: bool = False
    having: tuple[tuple[str, float, float], ...] = ()
    unknown: tuple[str, ...] = ()
    narrowed: tuple[Condition, ...] = ()
    hints: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def asks(self, *says: Says) -> bool:
        return any(each in self.says for each in says)

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it is about data."""
        return not (
            self.entity
            or self.conditions
            or self.part
            or self.branches
            or self.groups
            or self.measures
            or self.columns
            or self.positions
            or self.says & TOPICS
        )

    @property
    def is_fragment(self) -> bool:
        """Whether it says too little to stand alone: `달서구는?`, `월별은?`, `평균은?`."""
        if self.asks(Says.THEN, Says.THOSE):
            return True
        if self.positions:
            return False
        said = [
            bool(self.conditions or self.branches),
            bool(self.groups),
            bool(self.measures),
            bool(self.operation),
            bool(self.says & TASKS),
            self.asks(Says.SHARE),
            self.asks(Says.TREND, Says.COMPARE),
            bool(self.order or self.top),
            self.entity or self.counted,
        ]
        only_entity = sum(said) == 1 and self.entity and not self.counted and _WHAT_ABOUT.search(self.text) is not None
        return only_entity or (sum(said) <= 1 and not self.entity and not self.says & _WHOLE)


_WHAT_ABOUT = re.compile(r"[은는]요?\s*\??\s*$")
TASKS = frozenset(
    (
        Says.MISSING,
        Says.OUTLIER,
        Says.CORRELATION,
        Says.PERCENTILE,
        Says.UNIQUE,
        Says.DISTRIBUTION,
        Says.STATS,
        Says.SAMPLE,
        Says.LIST,
        Says.PATTERN,
        Says.CROSS,
    )
)
_WHOLE = frozenset(
    (Says.OVERVIEW, Says.TYPES, Says.BOUNDS, Says.PERIOD, Says.MISSING, Says.SAMPLE, Says.COLUMNS, Says.ROWS)
)
TOPICS = TASKS | _WHOLE | {Says.PREDICT, Says.REPEATED, Says.SHARE, Says.COUNT, Says.WHEN, Says.TREND}
