"""Tools that look for what goes together: correlations, and values that are missing together."""

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.chat.agent.tools import charts
from services.chat.agent.tools.cells import number, share
from services.chat.agent.tools.column_choice import floats, is_number, number_column
from services.chat.agent.tools.results import ToolRefused, ToolResult
from services.chat.agent.tools.tables import MAX_COLUMNS, table
from services.chat.domain.datasets import ColumnType
from services.chat.domain.frame import Column, Frame

MOST_CATEGORIES = 100
"""Text with more distinct values is rather a name than a category."""
_FEWEST_ROWS = 30
"""A category with fewer rows says little about what is missing."""


def get_correlation(frame: Frame, columns: list[str] | None = None) -> ToolResult:
    """Pearson's correlation of each pair of number columns, over the rows where both are known.

    Without `columns`, all number columns of the file. None where a column is constant or has less than two rows.
    """
    if columns:
        chosen = list(dict.fromkeys(number_column(frame, name) for name in columns))
    else:
        chosen = [column for column in frame.file_columns if is_number(column)]
    if len(chosen) < 2:
        raise ToolRefused(f"a correlation needs two number columns, here are {[column.name for column in chosen]}")
    notes = (f"only the first {MAX_COLUMNS - 1} of {len(chosen)} columns",) if len(chosen) >= MAX_COLUMNS else ()
    chosen = chosen[: MAX_COLUMNS - 1]
    data = pd.DataFrame({column.name: floats(frame.values(column.name)) for column in chosen}, copy=False)
    matrix = data.corr().to_numpy()
    names = [column.name for column in chosen]
    lines: list[tuple[str, list[int | float | None]]] = [
        (name, [number(each) for each in line]) for name, line in zip(names, matrix, strict=True)
    ]
    pairs = [(i, j) for i, j in combinations(range(len(names)), 2) if np.isfinite(matrix[i, j])]
    strongest = max(pairs, key=lambda pair: abs(matrix[pair]), default=None)
    return ToolResult(
        {
            "strongest_pair": f"{names[strongest[0]]} × {names[strongest[1]]}" if strongest else None,
            "strongest": number(matrix[strongest]) if strongest else None,
        },
        table(("column", *names), [(name, *line) for name, line in lines]),
        charts.heat_map("상관관계 (피어슨, -1~1)", "열", "열", names, lines),
        notes,
    )


def get_column_correlation_with_target(frame: Frame, target_column: str) -> ToolResult:
    """How strongly each other column of the file goes with the target, strongest first.

    Two number columns: Pearson's correlation, -1 to 1. A category and a number, whichever of them is the target: the
    correlation ratio, 0 to 1 (root of the share of the variance that lies between the categories). Text with more than
    MOST_CATEGORIES distinct values, dates and constant columns are left out.
    """
    target = frame.column(target_column)
    values = frame.values(target.name)
    others = [column for column in frame.file_columns if column.name not in (target.name, target.source)]
    found: list[tuple[str, str, float]] = []
    if is_number(target):
        heights = floats(values)
        for column in others:
            if is_number(column):
                found += _strength(column, "pearson", _pearson(heights, floats(frame.values(column.name))))
            elif (codes := _category_codes(frame, column)) is not None:
                found += _strength(column, "correlation_ratio", _correlation_ratio(codes, heights))
    elif (target_codes := _category_codes(frame, target)) is not None:
        for column in filter(is_number, others):
            ratio = _correlation_ratio(target_codes, floats(frame.values(column.name)))
            found += _strength(column, "correlation_ratio", ratio)
    else:
        raise ToolRefused(
            f"column {target.name!r} is neither a number nor a category of at most {MOST_CATEGORIES} values"
        )
    found.sort(key=lambda row: -abs(row[2]))
    return ToolResult(
        {"rows": len(frame) - frame.missing(target.name)},
        table(("column", "method", "strength"), found, len(found)),
        charts.bars(f"{target.name}: 다른 열과의 관계", "열", "세기 (-1~1)", ((name, size) for name, _, size in found)),
        ("a correlation is not a cause",) if found else ("no column can be compared with it",),
    )


def analyze_missing_pattern(frame: Frame, column: str) -> ToolResult:
    """With which other columns the values of a column are missing together, most first.

    `share_of_column` is 0-1 of the rows where `column` is missing. The notes name the category, of at least 30 rows,
    in which the largest share is missing.
    """
    chosen = frame.column(column)
    gaps = frame.values(chosen.name).isna().to_numpy(np.bool_)
    count = frame.missing(chosen.name)
    together: list[tuple[str, int, float]] = []
    if count:
        for other in frame.file_columns:
            if other.name not in (chosen.name, chosen.source):
                both = int((frame.values(other.name).isna().to_numpy(np.bool_) & gaps).sum())
                together.append((other.name, both, share(both, count)))
    together = sorted((row for row in together if row[1]), key=lambda row: -row[1])
    return ToolResult(
        {"missing": count, "share": share(count, len(frame)), "rows": len(frame)},
        table(("with_column", "missing_together", "share_of_column"), together, len(together)),
        charts.bars(
            f"{chosen.name}: 함께 빠진 열",
            "열",
            "함께 빠진 비율 (%)",
            ((name, part * 100) for name, _, part in together),
        ),
        _most_missing(frame, chosen, gaps) if count else ("no value is missing",),
    )


def _most_missing(frame: Frame, chosen: Column, gaps: NDArray[np.bool_]) -> tuple[str, ...]:
    """A sentence about the category in which the largest share is missing, if that is more than elsewhere."""
    best: tuple[float, str, str, int] | None = None
    for column in frame.columns.values():
        if chosen.name in (column.name, column.source) or (codes := _category_codes(frame, column)) is None:
            continue
        known = codes >= 0
        sizes = np.bincount(codes[known])
        shares = np.bincount(codes[known], gaps[known]) / np.maximum(sizes, 1)
        shares[sizes < _FEWEST_ROWS] = -1
        place = int(shares.argmax()) if len(shares) else 0
        if len(shares) and shares[place] > (best[0] if best else gaps.mean()):
            value = str(pd.factorize(frame.keys(column.name))[1][place])
            best = float(shares[place]), column.name, value, int(sizes[place])
    if best is None:
        return ("it is missing in no category more than elsewhere",)
    part, name, value, rows = best
    return (f"missing most where {name} is {value!r}: {part:.1%} of {rows} rows, overall {gaps.mean():.1%}",)


def _category_codes(frame: Frame, column: Column) -> NDArray[np.intp] | None:
    """A code per row, -1 for missing; None if the column holds no categories."""
    if column.type not in (ColumnType.TEXT, ColumnType.BOOLEAN):
        return None
    codes, distinct = pd.factorize(frame.keys(column.name))
    return codes if len(distinct) <= MOST_CATEGORIES else None


def _strength(column: Column, method: str, strength: float | None) -> list[tuple[str, str, float]]:
    return [] if strength is None else [(column.name, method, strength)]


def _pearson(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    found = number(pd.DataFrame({"a": a, "b": b}, copy=False).corr().iat[0, 1])
    return None if found is None else float(found)


def _correlation_ratio(codes: NDArray[np.intp], values: NDArray[np.float64]) -> float | None:
    """None if there is nothing to explain: fewer than two categories, or values that are all equal."""
    known = (codes >= 0) & np.isfinite(values)
    codes, values = codes[known], values[known]
    sizes = np.bincount(codes)
    if (sizes > 0).sum() < 2:
        return None
    centred = values - values.mean()
    whole = float(centred @ centred)
    sums = np.bincount(codes, centred)
    between = float((sums**2 / np.maximum(sizes, 1)).sum())
    explained = number(between / whole) if whole > 0 else None  # squares of very large numbers have no end
    return None if explained is None else min(explained, 1.0) ** 0.5
