"""One line of the table."""

from dataclasses import dataclass

from tests.bench.pairs import Pairs, Spread, Target


@dataclass(frozen=True, slots=True)
class Line:
    """`figure` is judged by its median if there is a `target`; `a` and `b` say what was measured, `notes` how."""

    row: str
    what: str
    figure: Spread
    target: Target | None
    a: str
    b: str
    notes: tuple[str, ...] = ()


def ratio_line(
    row: str, what: str, measured: Pairs, *, target: Target | None, unit: str, notes: tuple[str, ...] = ()
) -> Line:
    """A line for A / B, with the medians of both in `unit`."""
    a, b = (f"{Spread.of(values).median:,.{0 if unit == '/s' else 1}f} {unit}" for values in (measured.a, measured.b))
    return Line(row, what, measured.ratio, target, a, b, notes)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to measure: `pairs` of A and B, each under load for about `seconds`."""

    pairs: int
    seconds: float
