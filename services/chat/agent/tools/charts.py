"""Charts of results, inside their limits."""

from collections.abc import Iterable, Sequence

from services.chat.agent.tools.tables import shortened
from services.chat.domain.answer import Cell, Chart, ChartKind, Series

MAX_CATEGORIES = 60
MAX_SERIES = 40
MAX_POINTS = 2000
_LABEL, _TITLE = 60, 120
"""Characters."""


def bars(
    title: str,
    x_title: str,
    y_title: str,
    values: Iterable[tuple[Cell, int | float | None]],
    kind: ChartKind = ChartKind.BAR,
) -> Chart | None:
    """A bar for each of the first values, by its label; None if there are no values."""
    shown = list(values)[:MAX_CATEGORIES]
    if not shown:
        return None
    series = Series(
        str(shortened(y_title, _TITLE)), tuple(None if value is None else float(value) for _, value in shown)
    )
    return Chart(kind, *_titles(title, x_title, y_title), tuple(label(each) for each, _ in shown), (series,))


def heat_map(
    title: str,
    x_title: str,
    y_title: str,
    columns: Sequence[Cell],
    rows: Sequence[tuple[Cell, Sequence[int | float | None]]],
) -> Chart | None:
    """A series for each of the first rows, a category for each of the first columns; None if there are none."""
    if not columns or not rows:
        return None
    columns = columns[:MAX_CATEGORIES]
    rows = rows[: min(MAX_SERIES, MAX_POINTS // len(columns))]
    series = tuple(
        Series(label(name), tuple(None if value is None else float(value) for value in values[: len(columns)]))
        for name, values in rows
    )
    return Chart(ChartKind.HEAT_MAP, *_titles(title, x_title, y_title), tuple(map(label, columns)), series)


def label(value: Cell) -> str:
    """How a value stands at an axis."""
    if isinstance(value, bool):
        return "참" if value else "거짓"
    if isinstance(value, float):
        return f"{value:.6g}"
    return "결측" if value is None else str(shortened(str(value), _LABEL))


def _titles(title: str, x_title: str, y_title: str) -> tuple[str, str, str]:
    """Names of columns can be long."""
    return str(shortened(title, _TITLE)), str(shortened(x_title, _TITLE)), str(shortened(y_title, _TITLE))
