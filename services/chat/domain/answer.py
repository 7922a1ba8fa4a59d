"""What an answer consists of, and the events by which it arrives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | None
Json: TypeAlias = "Cell | list[Json] | dict[str, Json]"

BUILTIN = "builtin"
"""The name of the built-in analyst where the name of a model stands."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a result: `rows` are the first of `total_rows`, each with a cell for every column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total_rows: int


class ChartKind(StrEnum):
    """How a chart is drawn."""

    BAR = "bar"
    LINE = "line"
    SCATTER = "scatter"
    HEAT_MAP = "heat_map"


@dataclass(frozen=True, slots=True)
class Series:
    """One line, one set of bars or points, one row of a heat map.

    `values` has one number for each category of the chart, or for each point at `x`; None where there is none.
    """

    name: str
    values: tuple[float | None, ...]
    x: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a result; titles are Korean, that of an axis names its unit."""

    kind: ChartKind
    title: str
    x_title: str
    y_title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that was run.

    `label` says in Korean what the tool does. `result` is the text that a model reads. A tool that could not do what it
    was asked is `failed` and says why in `result`.
    """

    name: str
    args: Mapping[str, Json]
    label: str
    result: str = ""
    failed: bool = False
    table: Table | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens as the model counted them. `input` includes `cached_input`, which came from the model's own cache."""

    input: int = 0
    output: int = 0
    cached_input: int = 0

    @property
    def total(self) -> int:
        return self.input + self.output

    def __add__(self, other: "TokenUsage") -> "TokenUsage":
        return TokenUsage(self.input + other.input, self.output + other.output, self.cached_input + other.cached_input)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, Markdown. One that was cut off in the middle is `incomplete` and is never cached."""

    text: str
    model: str
    tool_calls: tuple[ToolCall, ...] = ()
    usage: TokenUsage = field(default_factory=TokenUsage)
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """The next piece of the text."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolStarted:
    call: ToolCall


@dataclass(frozen=True, slots=True)
class ToolEnded:
    call: ToolCall


@dataclass(frozen=True, slots=True)
class Used:
    """Tokens used so far for this answer."""

    usage: TokenUsage


Event: TypeAlias = Token | ToolStarted | ToolEnded | Used | Answer
"""An answer arrives as events; the last one is the Answer, whose text is that of all tokens."""
