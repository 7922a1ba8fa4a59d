"""What a tool gives back, before it becomes text for a model or a sentence of the analyst."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.chat.domain.answer import Cell, Chart, Table
from services.chat.domain.frame import Frame


@dataclass(frozen=True, slots=True)
class ToolResult:
    """Structured: `facts` are single values by English name (`count`, `mean`), in an order that reads well.

    `notes` are English sentences about what the numbers cover (rows left out, cut lists). `view` is the name by which
    later tools of the same answer can work on the rows that were `found`.
    """

    facts: Mapping[str, Cell] = field(default_factory=dict)
    table: Table | None = None
    chart: Chart | None = None
    notes: tuple[str, ...] = ()
    view: str = ""
    found: Frame | None = None


class ToolRefused(Exception):
    """The tool cannot do what was asked; the text, English, says why and what would work. A result for the model."""
