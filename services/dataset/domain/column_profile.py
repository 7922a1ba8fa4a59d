"""What a column contains, computed from its distinct values and how often each occurs."""

from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from services.dataset.domain.columns import ColumnProfile, ColumnType, TypedValues, ValueCount
from services.dataset.domain.distinct_texts import Counts

_PERCENTS = np.array([5, 25, 50, 75, 95])
_TOP = 10
_TOP_CHARACTERS = 100


def profile(name: str, typed: TypedValues, distinct: pa.StringArray, counts: Counts) -> ColumnProfile:
    """`distinct`, `counts` and `typed.values` have the same length; the text of a missing value is empty.

    Texts that mean the same value (`1.0` and `1.00`) are one value. A quantile is the smallest value that at least that
    share of the rows does not exceed (numpy's `inverted_cdf`), so that it occurs in the column; years have quantiles
    but no mean. Top values with the same count keep the order of `distinct`.
    """
    present = typed.values.is_valid().to_numpy(zero_copy_only=False)
    missing = int(counts[~present].sum())
    counts = counts[present]
    values = typed.values.drop_null()
    if not len(values):
        return ColumnProfile(name, typed.type, missing, 0)
    if typed.type in (ColumnType.TEXT, ColumnType.BOOLEAN):
        most = np.argsort(-counts, kind="stable")[:_TOP]
        texts = distinct.take(pa.array(np.flatnonzero(present)[most])).to_pylist()
        top = tuple(
            ValueCount(text[:_TOP_CHARACTERS], count) for text, count in zip(texts, counts[most].tolist(), strict=True)
        )
        return ColumnProfile(name, typed.type, missing, len(values), top_values=top)
    if typed.type is ColumnType.DATETIME:
        moments = np.sort(values.to_numpy())
        first, last = (_iso(moment, typed.resolution) for moment in moments[[0, -1]].tolist())
        return ColumnProfile(name, typed.type, missing, _different(moments), first, last)
    return _of_numbers(name, typed.type, missing, values.to_numpy(), counts)


def _of_numbers(
    name: str, kind: ColumnType, missing: int, values: NDArray[np.int64 | np.float64], counts: Counts
) -> ColumnProfile:
    rows = int(counts.sum())
    ranks = -(-_PERCENTS * rows // 100)  # rounded up, in whole numbers: a share times rows is not exact
    if rows == len(values):  # a value for each row: millions need no order beside them
        ascending = np.sort(values)
        quantiles = ascending[ranks - 1]
    else:
        order = np.argsort(values)
        ascending = values[order]
        quantiles = ascending[np.searchsorted(np.cumsum(counts[order]), ranks)]
    return ColumnProfile(
        name,
        kind,
        missing,
        _different(ascending),
        ascending[0].item(),
        ascending[-1].item(),
        None if kind is ColumnType.YEAR else _mean(values.astype(np.float64), counts),
        tuple(quantiles.astype(np.float64).tolist()),
    )


def _different(ascending: NDArray[np.generic]) -> int:
    """Number of different values among some that are sorted."""
    return 1 + int(np.count_nonzero(ascending[1:] != ascending[:-1]))


def _mean(values: NDArray[np.float64], counts: Counts) -> float:
    rows = counts.sum()
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(np.dot(values, counts) / rows)
    # Numbers near the largest float overflow in the sum; their shares do not.
    return mean if np.isfinite(mean) else float(np.dot(values, counts / rows))


def _iso(moment: datetime, resolution: str) -> str:
    """`2020-03-23`, `2007-01-01 01:00` or `2007-01-01 01:00:30`."""
    if resolution == "day":
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="seconds" if resolution == "second" else "minutes")
