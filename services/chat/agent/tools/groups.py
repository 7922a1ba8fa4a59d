"""Tools that compare groups of rows: aggregates by group, and the table of two columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.chat.agent.tools import charts
from services.chat.agent.tools.cells import cell, cells
from services.chat.agent.tools.column_choice import is_date, is_number
from services.chat.agent.tools.natural_order import axis_title, natural_key
from services.chat.agent.tools.results import ToolRefused, ToolResult
from services.chat.agent.tools.tables import MAX_COLUMNS, MAX_ROWS, table
from services.chat.domain.answer import Cell, Chart, ChartKind
from services.chat.domain.datasets import ColumnType
from services.chat.domain.frame import Column, Frame

OPERATIONS: Mapping[str, str] = {
    "mean": "평균",
    "sum": "합계",
    "count": "개수",
    "min": "최솟값",
    "max": "최댓값",
    "median": "중앙값",
    "std": "표준편차",
    "nunique": "고유값 수",
}
"""With their Korean names."""

NORMALIZATIONS = ("none", "index", "columns", "all")

_COUNTING = ("count", "nunique")
_FLOAT_RESULTS = ("mean", "median", "std")
_CROSSED_COLUMNS = MAX_COLUMNS - 2


def group_by_aggregate(frame: Frame, group_column: str, agg_column: str, operation: str) -> ToolResult:
    """`operation` of the values of `agg_column` in each group of rows with the same value of `group_column`.

    `total` is the same operation over all rows that are in a group; `missing_groups` are the rows that are in none.
    `rows` counts the rows of a group, `count` those of them whose `agg_column` is not missing. Years, months, weekdays,
    hours and parts of the day stand in their order, other groups by value, the largest first.
    """
    group, aggregated = frame.column(group_column), frame.column(agg_column)
    _check_operation(operation, aggregated)
    keys, values = frame.keys(group.name), _summable(frame.values(aggregated.name), operation)
    grouped = values.groupby(keys, sort=False, observed=True)
    results: pd.Series = getattr(grouped, operation)()
    sizes = grouped.size()
    gaps = frame.missing(group.name)
    total = getattr(values[keys.notna()] if gaps else values, operation)() if len(sizes) else None
    shown_as = _result_column(aggregated, operation)
    rows = _rows(results, sizes, group, shown_as)
    return ToolResult(
        {"groups": len(results), "missing_groups": gaps, "total": cell(total, shown_as)},
        table(("group", "value", "rows"), rows, len(results)),
        _group_chart(group, aggregated, operation, rows),
    )


def cross_tabulation(frame: Frame, row_column: str, col_column: str, normalize: str = "none") -> ToolResult:
    """How many rows have each pair of values; `total` is over all values of `col_column`.

    `normalize` gives shares 0-1 instead: of the rows of a line (`index`), of a column (`columns`; `total` is then the
    share of all rows), or of all (`all`). Values in their natural order, or most frequent first; the most frequent ones
    are shown if they are too many. Rows where one of the two is missing are left out.
    """
    down, across = frame.column(row_column), frame.column(col_column)
    codes, more_codes = (pd.factorize(frame.keys(each.name)) for each in (down, across))
    known = (codes[0] >= 0) & (more_codes[0] >= 0)
    rows, columns = (
        _Axis.of(*each, known, chosen, most)
        for each, chosen, most in ((codes, down, MAX_ROWS), (more_codes, across, _CROSSED_COLUMNS))
    )
    shown = rows.places[codes[0]] * (len(columns.labels) + 1) + columns.places[more_codes[0]]
    size = (len(rows.labels) + 1) * (len(columns.labels) + 1)
    counts = np.bincount(shown[known], minlength=size).reshape(len(rows.labels) + 1, -1)[:-1, :-1]
    whole = int(known.sum())
    values = _normalized(counts, rows.totals, columns.totals, whole, normalize)
    lines = [(label, list(each[:-1])) for label, each in zip(rows.labels, values, strict=True)]
    unit = "개수 (행)" if normalize == "none" else "비율 (0-1)"
    notes = _cross_notes(len(frame) - whole, rows, columns)
    names = [charts.label(each) for each in columns.labels]
    return ToolResult(
        {"rows": whole, "row_values": rows.distinct, "col_values": columns.distinct},
        table((down.name, *names, "total"), [(a, *b) for a, b in zip(rows.labels, values, strict=True)], rows.distinct),
        charts.heat_map(
            f"{down.name} × {across.name} 교차표, {unit}", axis_title(across), axis_title(down), columns.labels, lines
        ),
        notes,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """The shown values of one column, how often each occurs, and of each code its place among them (or the place after
    the last one)."""

    labels: list[Cell]
    totals: NDArray[np.int64]
    places: NDArray[np.intp]
    distinct: int

    @classmethod
    def of(
        cls, codes: NDArray[np.intp], distinct: pd.Index, known: NDArray[np.bool_], column: Column, most: int
    ) -> "_Axis":
        counts = np.bincount(codes[known], minlength=len(distinct))
        occurring = int((counts > 0).sum())
        chosen = np.argsort(-counts, kind="stable")[: min(most, occurring)]
        labels = cells(distinct[chosen], column)
        if key := natural_key(column, labels):
            order = sorted(range(len(labels)), key=lambda place: key(labels[place]))
            chosen, labels = chosen[order], [labels[place] for place in order]
        places = np.full(len(distinct) + 1, len(chosen))
        places[chosen] = np.arange(len(chosen))
        return cls(labels, counts[chosen], places, occurring)


def _check_operation(operation: str, aggregated: Column) -> None:
    if operation in _COUNTING or is_number(aggregated):
        return
    if aggregated.type is ColumnType.BOOLEAN or (is_date(aggregated) and operation in ("min", "max")):
        return
    raise ToolRefused(
        f"{operation} needs numbers, column {aggregated.name!r} holds {aggregated.type}; count and nunique work on it"
    )


def _summable(values: pd.Series, operation: str) -> pd.Series:
    """As float64 where the sum of whole numbers could be more than int64 holds."""
    if operation == "sum" and values.dtype == np.int64 and len(values):
        largest = max(abs(int(values.min())), abs(int(values.max())))
        if largest * len(values) >= 2**63:
            return values.astype(np.float64)
    return values


def _result_column(aggregated: Column, operation: str) -> Column:
    """How results are shown: a mean of whole numbers is not whole."""
    if operation in _COUNTING:
        return Column(aggregated.name, ColumnType.INTEGER)
    if operation in _FLOAT_RESULTS:
        return Column(aggregated.name, ColumnType.FLOAT)
    if aggregated.type is ColumnType.BOOLEAN and operation == "sum":
        return Column(aggregated.name, ColumnType.INTEGER)
    return aggregated


def _rows(results: pd.Series, sizes: pd.Series, group: Column, shown_as: Column) -> list[tuple[Cell, Cell, int]]:
    """Of the groups that are shown: label, value, rows."""
    key = natural_key(group, (cell(value, group) for value in results.index))
    if key and group.type is not ColumnType.TEXT:
        ordered = results.sort_index().head(MAX_ROWS)
    else:
        ordered = results.sort_values(ascending=False, kind="stable").head(MAX_ROWS)
    labels, values = cells(ordered.index, group), cells(ordered, shown_as)
    counts = sizes.reindex(ordered.index).to_list()
    rows = [(label, value, int(count)) for label, value, count in zip(labels, values, counts, strict=True)]
    return sorted(rows, key=lambda row: key(row[0])) if key else rows


def _group_chart(group: Column, aggregated: Column, operation: str, rows: list[tuple[Cell, Cell, int]]) -> Chart | None:
    if is_date(aggregated) and operation not in _COUNTING:
        return None
    kind = ChartKind.LINE if group.type in (ColumnType.YEAR, ColumnType.DATETIME) else ChartKind.BAR
    title = f"{group.name}별 {aggregated.name} {OPERATIONS[operation]}"
    y_title = f"{aggregated.name} {OPERATIONS[operation]}" + (" (개)" if operation in _COUNTING else "")
    heights = ((label, None if value is None else float(value)) for label, value, _ in rows)
    return charts.bars(title, axis_title(group), y_title, heights, kind)


def _normalized(
    counts: NDArray[np.int64], rows: NDArray[np.int64], columns: NDArray[np.int64], whole: int, normalize: str
) -> list[list[int | float]]:
    """Lines of the table, each with its total at the end."""
    whole = max(whole, 1)
    divisors: Mapping[str, Any] = {
        "none": 1,
        "index": rows[:, None],
        "columns": np.append(columns, whole),
        "all": whole,
    }
    with_totals = np.column_stack([counts, rows])
    lines: list[list[int | float]] = (
        with_totals if normalize == "none" else with_totals / divisors[normalize]
    ).tolist()
    return lines


def _cross_notes(left_out: int, rows: _Axis, columns: _Axis) -> tuple[str, ...]:
    notes = []
    if left_out:
        notes.append(f"{left_out} rows where one of the two is missing are left out")
    for what, axis in (("row", rows), ("column", columns)):
        if axis.distinct > len(axis.labels):
            notes.append(f"only the {len(axis.labels)} most frequent of {axis.distinct} {what} values are shown")
    return tuple(notes)
