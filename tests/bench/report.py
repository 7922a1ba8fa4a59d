"""The table that the bench prints."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.bench.line import Line
from tests.bench.pairs import Verdict

_STYLES = {Verdict.GOAL: "green", Verdict.MUST: "yellow", Verdict.MISSED: "bold red"}


def verdict(line: Line) -> Verdict | None:
    return line.target.verdict(line.figure.median) if line.target else None


def print_table(console: Console, lines: Iterable[Line]) -> None:
    """The median of each figure with its spread, beside what it is held to; how it was measured stands below."""
    table = Table(box=box.SIMPLE_HEAD, title="Median (lowest - highest) of the ratio A / B", pad_edge=False)
    table.add_column("row", no_wrap=True)
    table.add_column("measured", ratio=1)
    for name in ("figure", "must", "goal"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for line in lines:
        said = verdict(line)
        table.add_row(
            line.row,
            Text.assemble(line.what, ("\n" + "; ".join((f"{line.a} / {line.b}", *line.notes)), "dim")),
            f"{line.figure.median:.3g} ({line.figure.lowest:.3g} - {line.figure.highest:.3g})",
            line.target.text(line.target.must) if line.target else "",
            line.target.text(line.target.goal) if line.target else "",
            Text(said, style=_STYLES[said]) if said else "",
        )
    console.print(table)
