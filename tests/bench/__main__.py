"""Measures the product against the ratios it promises: `python -m tests.bench R1 R4`, all rows if none is named.

A and B are measured in turn, so that what else the machine does meets both. Ends with 0 whatever was measured; with
--strict a missed must ends with 1.
"""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.chassis.telemetry import configure_logging
from tests.bench.generators.request import LoadFailed
from tests.bench.line import Effort, Line
from tests.bench.pairs import Verdict
from tests.bench.report import print_table, verdict
from tests.bench.rows import ROWS
from tests.bench.stage import Stage

WIDTH_OF_A_FILE = 120

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def main(
    rows: Annotated[list[str] | None, typer.Argument(help=f"Rows to measure: {' '.join(ROWS)}.")] = None,
    pairs: Annotated[int, typer.Option(min=1, help="Measurements of A and of B for each line.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.1, help="Length of one measurement under load.")] = 2.0,
    strict: Annotated[
        bool, typer.Option(help="End with 1 if a must is missed or a row could not be measured.")
    ] = False,
) -> None:
    if unknown := set(rows or ()) - ROWS.keys():
        raise typer.BadParameter(f"no such row: {', '.join(sorted(unknown))}")
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH_OF_A_FILE
    configure_logging("CRITICAL", "bench")
    lines: list[Line] = []
    failed = False
    with tempfile.TemporaryDirectory(prefix="bench") as folder, ExitStack() as exits:
        stage = Stage(Path(folder), exits)
        for row in rows or ROWS:
            try:
                with console.status(f"measuring {row} ..."):
                    lines.extend(ROWS[row](stage, Effort(pairs, seconds)))
            except LoadFailed as why:
                failed = True
                console.print(f"{row} could not be measured: {why}", markup=False)
    print_table(console, lines)
    if strict and (failed or any(verdict(line) is Verdict.MISSED for line in lines)):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
