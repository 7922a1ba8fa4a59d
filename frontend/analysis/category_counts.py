"""How often each value of a column occurs, alone and together with the values of another."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from frontend.analysis.filters import value_texts


@dataclass(frozen=True)
class Counts:
    """`values`: columns `value`, `count` and `share` (of the rows with a value), the most frequent one first."""

    values: pd.DataFrame
    rows: int

    @property
    def filled(self) -> int:
        return int(self.values["count"].sum())

    @property
    def missing(self) -> int:
        return self.rows - self.filled

    def rest(self, shown: int) -> tuple[int, int]:
        """Number of values after the first `shown`, and their rows."""
        others = self.values["count"].iloc[shown:]
        return len(others), int(others.sum())


@dataclass(frozen=True)
class Cross:
    """`counts`: rows of the first, columns of the second column's values, the most frequent ones first.

    `rest`: name of the last column if it sums up further values. `rows`: with a value in both columns.
    """

    counts: pd.DataFrame
    rest: str | None
    rows: int

    @property
    def shares(self) -> pd.DataFrame:
        """Of each row."""
        return self.counts.div(self.counts.sum(axis=1), axis=0)

    @property
    def shown(self) -> int:
        """Rows of the dataset in it."""
        return int(self.counts.to_numpy().sum())


def count(column: pd.Series) -> Counts:
    """Each different value as text."""
    counts = column.value_counts()
    values = pd.DataFrame(
        {"value": value_texts(pd.Series(counts.index)).to_numpy(), "count": counts.to_numpy(dtype=np.int64)}
    )
    return Counts(values.assign(share=values["count"] / max(int(values["count"].sum()), 1)), len(column))


def cross(first: pd.Series, second: pd.Series, most_first: int, most_second: int, rest: str = "") -> Cross:
    """The most frequent values of both; with `rest`, the further ones of the second column in a column of that name.

    The names are texts; `rest` gets a space for each value that is called so.
    """
    both = first.notna() & second.notna()
    rows, row_names = _ranked(first[both], most_first)
    columns, column_names = _ranked(second[both], most_second)
    summed = bool(rest) and bool((columns < 0).any())
    if summed:
        while rest in column_names:
            rest += " "
        columns = np.where(columns < 0, len(column_names), columns)
        column_names = [*column_names, rest]
    inside = (rows >= 0) & (columns >= 0)
    width = len(column_names)
    counts = np.bincount(rows[inside] * width + columns[inside], minlength=len(row_names) * width)
    frame = pd.DataFrame(counts.reshape(len(row_names), width), index=row_names, columns=column_names)
    return Cross(frame[frame.sum(axis=1) > 0], rest if summed else None, int(both.sum()))


def _ranked(column: pd.Series, most: int) -> tuple[np.ndarray, list[str]]:
    """For each row the rank of its value, -1 after the first `most`; and those values as text."""
    codes, different = pd.factorize(column)
    order = np.argsort(-np.bincount(codes, minlength=len(different)), kind="stable")
    ranks = np.full(len(different), -1)
    ranks[order[:most]] = np.arange(min(most, len(order)))
    return ranks[codes], [str(text) for text in value_texts(pd.Series(different[order[:most]]))]
