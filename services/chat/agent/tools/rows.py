"""Tools that show rows: found by a condition, sorted, or spread over the file."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import process

from services.chat.agent.tools.cells import share
from services.chat.agent.tools.column_choice import is_date, is_number
from services.chat.agent.tools.conditions import WITHOUT_VALUE, matching
from services.chat.agent.tools.results import ToolRefused, ToolResult
from services.chat.agent.tools.tables import rows_of
from services.chat.domain.answer import Json
from services.chat.domain.datasets import ColumnType
from services.chat.domain.frame import Column, Frame

SHOWN_ROWS = 10
LONGEST_VIEW_NAME = 80
_NEAR_VALUES = 5
_COMPARED_VALUES = 10_000


def filter_dataframe(frame: Frame, column: str, operator: str, value: Json = None) -> ToolResult:
    """The rows that meet a condition, as a view that later calls can take as their dataset.

    Missing values meet no condition but `is_missing`. Of text that matches nothing, the notes name near values. Raises
    UnknownColumn, and ToolRefused if operator or value do not fit the column.
    """
    chosen = frame.column(column)
    positions = np.flatnonzero(matching(frame, chosen, operator, value))
    found = frame.take(positions, view_name(frame.name, chosen.name, operator, value))
    notes = _notes(frame, chosen, operator, value, len(found))
    return ToolResult(
        {"matched": len(found), "rows": len(frame), "share": share(len(found), len(frame))},
        rows_of(frame, positions[:SHOWN_ROWS], len(found), chosen if chosen.source else None),
        notes=notes,
        view=found.name,
        found=found,
    )


def sort_dataframe(frame: Frame, column: str, ascending: bool = False, top_n: int = 10) -> ToolResult:
    """The first rows in the order of a column; equal values keep the order of the file, missing ones come last."""
    chosen = frame.column(column)
    values = frame.values(chosen.name)
    positions = _first_positions(values, chosen, ascending, top_n)
    notes = (f"{count} rows without a value come last",) if (count := frame.missing(chosen.name)) else ()
    return ToolResult({"rows": len(frame)}, rows_of(frame, positions, len(frame), chosen), notes=notes)


def get_sample_rows(frame: Frame, n: int = 5, column: str = "", value: Json = None) -> ToolResult:
    """Rows spread evenly over the file, always the same ones; with `column` and `value`, of the rows that have it."""
    if bool(column) != (value is not None):
        raise ToolRefused("give both column and value, or neither of them")
    positions = np.arange(len(frame))
    if column:
        positions = np.flatnonzero(matching(frame, frame.column(column), "==", value))
    count = min(n, len(positions))
    spread = positions[np.arange(count) * len(positions) // max(count, 1)]
    return ToolResult({"rows": len(frame), "matched": len(positions)}, rows_of(frame, spread, count))


def view_name(dataset: str, column: str, operator: str, value: Json) -> str:
    """`<dataset> › <column> <operator> <value>`, cut to LONGEST_VIEW_NAME; the condition is the last to be cut."""
    written = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    condition = f" › {column} {operator} {written}".rstrip()
    name = dataset[: max(LONGEST_VIEW_NAME - len(condition), 20)] + condition
    return " ".join(name.split())[:LONGEST_VIEW_NAME]


def _first_positions(values: pd.Series, column: Column, ascending: bool, count: int) -> NDArray[np.intp]:
    if is_date(column) or is_number(column):  # cheaper than sorting all rows, and with the same order of equal values
        return (values.nsmallest(count) if ascending else values.nlargest(count)).index.to_numpy(np.intp)
    return values.sort_values(ascending=ascending, kind="stable").index[:count].to_numpy(np.intp)


def _notes(frame: Frame, column: Column, operator: str, value: Json, matched: int) -> tuple[str, ...]:
    if operator in WITHOUT_VALUE:
        return ()
    notes = []
    if column.type is ColumnType.TEXT and operator in (">", ">=", "<", "<=", "between") and not column.source:
        notes.append("text is compared character by character, not as numbers")
    if not matched and column.type is ColumnType.TEXT and operator in ("==", "in"):
        distinct = frame.keys(column.name).drop_duplicates().dropna().head(_COMPARED_VALUES)
        wanted = str(value[0] if isinstance(value, list) else value)
        near = [str(name)[:50] for name, _, _ in process.extract(wanted, distinct.astype(str), limit=_NEAR_VALUES)]
        notes.append(f"no row has this value; near values: {', '.join(near) or 'none'}")
    if count := frame.missing(column.name):
        notes.append(f"{count} rows without a value of {column.name!r} are not among them")
    return tuple(notes)
