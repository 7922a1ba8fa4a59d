"""Tools that look at one column."""

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.chat.agent.tools import charts
from services.chat.agent.tools.cells import cell, cells, count_values, number, share
from services.chat.agent.tools.column_choice import floats, is_date, is_number, number_column, present
from services.chat.agent.tools.natural_order import axis_title, natural_key
from services.chat.agent.tools.results import ToolResult
from services.chat.agent.tools.tables import rows_of, table
from services.chat.domain.answer import Cell, Chart
from services.chat.domain.datasets import ColumnType
from services.chat.domain.frame import Column, Frame

UNIQUE_VALUES = 100
CATEGORIES = 20
EXTREME_ROWS = 10
_BINS = 20


def get_column_statistics(frame: Frame, column: str) -> ToolResult:
    """What describes the values of a column, as its type allows.

    Numbers: count, missing, mean, std (of a sample, n - 1), min, quartiles, max, sum, and a histogram. Dates: count,
    missing, distinct, min, max. Text and booleans: count, missing, distinct and the most frequent value. Where there
    are no values, what cannot be known is None.
    """
    chosen = frame.column(column)
    values = frame.values(chosen.name)
    if is_number(chosen):
        return _number_statistics(frame, chosen)
    gaps = frame.missing(chosen.name)
    counts: dict[str, Cell] = {"count": len(values) - gaps, "missing": gaps}
    if is_date(chosen):
        limits = {"min": cell(values.min(), chosen), "max": cell(values.max(), chosen)}
        return ToolResult({**counts, "distinct": int(values.nunique()), **limits})
    frequent = count_values(frame.keys(chosen.name))
    top, top_count = next(iter(_counted(frequent.head(1), chosen)), (None, 0))
    return ToolResult({**counts, "distinct": len(frequent), "top": top, "top_count": top_count})


def get_value_counts(frame: Frame, column: str, top_n: int = 10) -> ToolResult:
    """How many rows have each value, most first; `share` is 0-1 of all rows, those without a value included."""
    chosen = frame.column(column)
    counts = count_values(frame.keys(chosen.name))
    rows = [(value, count, share(count, len(frame))) for value, count in _counted(counts.head(top_n), chosen)]
    key = natural_key(chosen, (value for value, *_ in rows))
    shown = sorted(rows, key=lambda row: key(row[0])) if key else rows
    return ToolResult(
        {"rows": len(frame), "missing": frame.missing(chosen.name), "distinct": len(counts)},
        table(("value", "count", "share"), rows, len(counts)),
        charts.bars(f"{chosen.name}별 개수", axis_title(chosen), "개수 (행)", (row[:2] for row in shown)),
    )


def get_unique_values(frame: Frame, column: str) -> ToolResult:
    """The distinct values in their order, at most UNIQUE_VALUES of them."""
    chosen = frame.column(column)
    distinct = frame.keys(chosen.name).drop_duplicates().dropna()
    if isinstance(distinct.dtype, pd.CategoricalDtype) and not distinct.cat.ordered:
        distinct = distinct.astype("str")
    ordered = cells(distinct.sort_values().head(UNIQUE_VALUES), chosen)
    if len(ordered) == len(distinct) and (key := natural_key(chosen, ordered)):
        ordered.sort(key=key)
    return ToolResult(
        {"distinct": len(distinct), "missing": frame.missing(chosen.name)},
        table(("value",), [(value,) for value in ordered], len(distinct)),
    )


def get_outliers(frame: Frame, column: str, multiplier: float = 1.5) -> ToolResult:
    """Values beyond the fences of Tukey: more than `multiplier` quartile distances outside of the quartiles.

    `share` is 0-1 of the rows that have a value. The table has the rows that lie farthest outside.
    """
    chosen = number_column(frame, column)
    values = floats(frame.values(chosen.name))
    some = present(frame, chosen)
    if not len(some):
        nothing = dict.fromkeys(("q1", "q3", "lower", "upper"))
        return ToolResult({**nothing, "count": 0, "share": 0.0}, notes=("the column has no values",))
    first, third = (float(each) for each in np.quantile(some, (0.25, 0.75)))
    lower, upper = first - multiplier * (third - first), third + multiplier * (third - first)
    outside = np.flatnonzero((values < lower) | (values > upper))
    distance = np.maximum(lower - values[outside], values[outside] - upper)
    extreme = outside[np.argsort(-distance, kind="stable")[:EXTREME_ROWS]]
    return ToolResult(
        {
            "q1": number(first),
            "q3": number(third),
            "lower": number(lower),
            "upper": number(upper),
            "count": len(outside),
            "share": share(len(outside), len(some)),
        },
        rows_of(frame, extreme, len(outside), chosen),
    )


def calculate_percentile(frame: Frame, column: str, percentile: float) -> ToolResult:
    """The value below which `percentile` (0-100) percent of the values lie, interpolated between neighbours."""
    chosen = number_column(frame, column)
    some = present(frame, chosen)
    value = number(np.percentile(some, percentile)) if len(some) else None
    return ToolResult({"value": value, "count": len(some)})


def summarize_categorical_distribution(frame: Frame, column: str) -> ToolResult:
    """How the rows spread over the values: shares are 0-1 of the rows that have a value.

    `singletons` are values that occur once. `evenness` is the entropy divided by that of equal shares: 1 if all values
    are equally frequent, 0 if there is only one, None if there is none.
    """
    chosen = frame.column(column)
    counts = count_values(frame.keys(chosen.name))
    numbers = counts.to_numpy(np.int64)
    whole = int(numbers.sum())
    shares = numbers / max(whole, 1)
    top = _counted(counts.head(CATEGORIES), chosen)
    rows = [
        (value, count, float(part), float(until))
        for (value, count), part, until in zip(top, shares, np.cumsum(shares), strict=False)
    ]
    return ToolResult(
        {
            "rows": len(frame),
            "distinct": len(counts),
            "missing": len(frame) - whole,
            "top": rows[0][0] if rows else None,
            "top_share": rows[0][2] if rows else None,
            "top3_share": float(shares[:3].sum()) if rows else None,
            "singletons": int((numbers == 1).sum()),
            "evenness": _evenness(shares),
        },
        table(("value", "count", "share", "cumulative_share"), rows, len(counts)),
        charts.bars(f"{chosen.name} 분포", axis_title(chosen), "비율 (%)", ((row[0], row[2] * 100) for row in rows)),
    )


def _number_statistics(frame: Frame, column: Column) -> ToolResult:
    values, some = frame.values(column.name), present(frame, column)
    count = len(some)
    if not count:
        names = ("mean", "std", "min", "p25", "median", "p75", "max")
        return ToolResult({"count": 0, "missing": len(values), **dict.fromkeys(names), "sum": 0})
    first, median, third = np.quantile(some, (0.25, 0.5, 0.75))
    facts = {
        "count": count,
        "missing": len(values) - count,
        "mean": number(some.mean()),
        "std": number(some.std(ddof=1)) if count > 1 else None,
        "min": cell(values.min(), column),
        "p25": number(first),
        "median": number(median),
        "p75": number(third),
        "max": cell(values.max(), column),
        "sum": _sum(values, some, column),
    }
    return ToolResult(facts, chart=_histogram(some, column))


def _sum(values: pd.Series, some: NDArray[np.float64], column: Column) -> Cell:
    """Exact for whole numbers whose sum int64 holds."""
    total = float(some.sum())
    if values.dtype == np.int64 and abs(some).max() * len(some) < 2**63:
        return int(values.sum())
    return cell(total, column) if abs(total) < 2**53 else number(total)


def _histogram(some: NDArray[np.float64], column: Column) -> Chart | None:
    """A bar for each number where they are few and whole, otherwise _BINS equal ranges; None of a single value."""
    low, high = float(some.min()), float(some.max())
    title, x_title, y_title = f"{column.name} 분포", axis_title(column), "개수 (행)"
    whole = column.type in (ColumnType.INTEGER, ColumnType.YEAR)
    if whole and high - low < 2 * _BINS:
        counts = np.bincount((some - low).astype(np.intp))
        return charts.bars(title, x_title, y_title, ((int(low) + i, int(each)) for i, each in enumerate(counts)))
    edges = np.linspace(low, high, _BINS + 1)
    if low == high or not (np.diff(edges) > 0).all():  # infinite, or too close together for as many ranges
        return None
    counts, _ = np.histogram(some, _BINS, (low, high))
    ranges = (f"{charts.label(float(a))}–{charts.label(float(b))}" for a, b in pairwise(edges))
    return charts.bars(title, x_title, y_title, zip(ranges, counts.tolist(), strict=True))


def _counted(counts: pd.Series, column: Column) -> list[tuple[Cell, int]]:
    return list(zip(cells(counts.index, column), counts.to_list(), strict=True))


def _evenness(shares: NDArray[np.float64]) -> float | None:
    if len(shares) < 2:
        return 0.0 if len(shares) else None
    return min(float(-(shares * np.log(shares)).sum() / np.log(len(shares))), 1.0)
