"""What `proximity.near` found, beside the rows that it is about and summed up by 구."""

import numpy as np
import pandas as pd

from frontend.analysis import comparison, proximity
from frontend.analysis.table import Table

NEAR, FAR, MANY = "near", "far", "many"
"""Orders of rows: by the distance to the nearest one, or by how many there are within a radius."""


def beside(told: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """The results first, then the columns of the file, with the index of the results.

    A column of the file with the name of a result, as files have that this page wrote, gets a mark behind its name.
    """
    taken = set(results.columns)
    names = {}
    for column in told:
        name = str(column)
        while name in taken:
            name += " (파일)"
        taken.add(name)
        names[column] = name
    return pd.concat([results, told.loc[results.index].rename(columns=names)], axis=1)


def ordered(found: pd.DataFrame, metres: int, by: str, most: int) -> pd.DataFrame:
    """The first rows of `found` in an order; rows that are alike in that order keep theirs."""
    values = found[metres if by == MANY else proximity.NEAREST].to_numpy(dtype=np.float64)
    return found.iloc[np.argsort(values if by == NEAR else -values, kind="stable")[:most]]


def by_gu(table: Table, counts: pd.Series) -> pd.DataFrame:
    """A row for each 구 of the rows of `table` with a count: `gu`, `rows`, `share` (0-1, with a count above 0) and
    `mean` of the counts, the highest share first. Rows whose 구 is not known are left out."""
    if table.places is None:
        return pd.DataFrame({"gu": [], "rows": [], "share": [], "mean": []})
    gu = comparison.values(table, comparison.GU).loc[counts.index]
    frame = pd.DataFrame({"gu": gu, "count": counts, "near": counts > 0})
    summary = frame.groupby("gu").agg(rows=("count", "size"), share=("near", "mean"), mean=("count", "mean"))
    return summary.reset_index().sort_values(["share", "rows"], ascending=False, ignore_index=True)
