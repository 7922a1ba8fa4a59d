"""Where values are missing: in which columns, in which rows of the file, and in which columns together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

_ALIKE = 0.5
"""Share of the rows with a gap in either column that must have one in both to be worth a word."""


@dataclass(frozen=True)
class Bands:
    """`shares`: a row per column of the table, a column per band of rows in the order of the file; share missing (0-1).

    `first`, `last`: numbers of the rows of each band, from 1.
    """

    shares: pd.DataFrame
    first: list[int]
    last: list[int]

    @property
    def most(self) -> float:
        """The greatest share of all bands."""
        return float(self.shares.to_numpy().max())


@dataclass(frozen=True)
class Together:
    """Columns with gaps in the same rows: `both` of `either` rows; `columns` are more than two if they all agree."""

    columns: list[str]
    both: int
    either: int


def count(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns `column`, `missing`, `share` (0-1); the one with most gaps first."""
    missing = frame.isna().sum().to_numpy(dtype=np.int64)
    counts = pd.DataFrame(
        {"column": [str(name) for name in frame.columns], "missing": missing, "share": missing / max(len(frame), 1)}
    )
    return counts.sort_values("missing", ascending=False, kind="stable", ignore_index=True)


def bands(frame: pd.DataFrame, most: int = 200) -> Bands:
    """At most `most` bands of about equally many rows. Raises ValueError without rows."""
    if not len(frame):
        raise ValueError("no rows")
    ends = np.linspace(0, len(frame), min(most, len(frame)) + 1).astype(int)
    gaps = frame.isna().to_numpy()
    sums = np.add.reduceat(gaps, ends[:-1], axis=0, dtype=np.int64)
    shares = (sums / np.diff(ends)[:, None]).T
    return Bands(
        pd.DataFrame(shares, index=[str(name) for name in frame.columns]),
        (ends[:-1] + 1).tolist(),
        ends[1:].tolist(),
    )


def together(frame: pd.DataFrame) -> Together | None:
    """The columns whose gaps coincide most: the largest group that always does, else the pair that mostly does.

    None if no two columns share at least half of their gaps.
    """
    gaps = frame.isna()
    gaps = gaps.loc[:, gaps.any().to_numpy() & ~gaps.all().to_numpy()]
    if gaps.shape[1] < 2:
        return None
    matrix = gaps.to_numpy(dtype=np.float32)
    both = (matrix.T @ matrix).astype(np.int64)
    counts = np.diag(both)
    either = counts[:, None] + counts[None, :] - both
    same = both == either
    largest = max(range(len(counts)), key=lambda row: (same[row].sum(), counts[row]))
    names = [str(name) for name in gaps.columns]
    if same[largest].sum() > 1:
        group = [name for name, alike in zip(names, same[largest], strict=True) if alike]
        return Together(group, int(counts[largest]), int(counts[largest]))
    alike = np.triu(both / either, 1)
    first, second = np.unravel_index(int(alike.argmax()), alike.shape)
    if alike[first, second] < _ALIKE:
        return None
    return Together([names[first], names[second]], int(both[first, second]), int(either[first, second]))
