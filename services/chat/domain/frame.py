"""The rows of a dataset, or of a part of it, with columns that are derived from others.

A date has more to ask for than itself: `사고일시.연도`, `.월`, `.요일`, `.시`, `.시간대`. A place of Daegu has `.구`
and `.동`. They are addressed like columns and computed when they are first asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from services.chat.domain.datasets import ColumnType


@dataclass(frozen=True, slots=True)
class Column:
    """`resolution` says how exactly dates are known (`day`, `hour`, `minute`, `second`); `source` is the column that a
    derived one comes from, and empty for the columns of the file."""

    name: str
    type: ColumnType
    resolution: str = ""
    source: str = ""


class Frame:
    """Read-only rows. `name` is that of the dataset or of the view; safe to share between threads."""

    def __init__(self, name: str, data: pd.DataFrame, columns: Mapping[str, Column]) -> None:
        self.name = name
        self.data = data
        self.columns = columns
