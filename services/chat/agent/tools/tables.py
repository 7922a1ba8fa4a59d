"""Tables of results, inside their limits."""

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from services.chat.agent.tools.cells import cells
from services.chat.domain.answer import Cell, Table
from services.chat.domain.frame import Column, Frame

MAX_ROWS = 200
MAX_COLUMNS = 30
MAX_CHARACTERS = 200
"""Of a cell."""


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], total_rows: int | None = None) -> Table:
    """The first columns and rows, with long texts cut. `total_rows`: of all rows, if there are more than are given."""
    names = tuple(str(shortened(name)) for name in columns[:MAX_COLUMNS])
    shown = tuple(tuple(shortened(each) for each in row[:MAX_COLUMNS]) for row in islice(rows, MAX_ROWS))
    return Table(names, shown, len(shown) if total_rows is None else total_rows)


def rows_of(frame: Frame, positions: NDArray[np.intp], total_rows: int, first: Column | None = None) -> Table:
    """The rows at these positions with the columns of the file, of which `first` stands first."""
    others = (column for column in frame.file_columns if column != first)
    columns = list(islice((*filter(None, (first,)), *others), MAX_COLUMNS))
    some = frame.take(positions[:MAX_ROWS], frame.name)
    by_column = [cells(some.values(column.name), column) for column in columns]
    return table([column.name for column in columns], zip(*by_column, strict=True), total_rows)


def shortened(value: Cell, limit: int = MAX_CHARACTERS) -> Cell:
    """Text of more than `limit` characters ends with an ellipsis."""
    return value[: limit - 1] + "…" if isinstance(value, str) and len(value) > limit else value
