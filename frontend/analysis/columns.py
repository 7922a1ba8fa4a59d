"""What a column of a dataset is good for: which charts it can have, and whether it can be filtered by."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

_FEW = 50
"""Texts with so few different values are categories however short the file is."""
_REPEATED = 0.5
"""Share of different values among all up to which longer lists of texts are categories."""
_CODES = 12
"""Whole numbers with so few different values, such as speed limits, are categories as well."""
_KEYS_FROM = 30
"""From so many rows on, whole numbers of which none comes twice are keys, such as the number of an accident."""


class Kind(Enum):
    """What the values are, as the dataset service found."""

    INTEGER = "integer"
    FLOAT = "float"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its values are, and how many rows have one."""

    name: str
    kind: Kind
    rows: int
    missing: int
    distinct: int

    @property
    def filled(self) -> int:
        return self.rows - self.missing

    @property
    def missing_share(self) -> float:
        """0-1; 0 where there are no rows."""
        return self.missing / self.rows if self.rows else 0.0

    @property
    def is_key(self) -> bool:
        """Whether it numbers the rows and says nothing else."""
        return self.kind is Kind.INTEGER and self.filled >= _KEYS_FROM and self.distinct == self.filled

    @property
    def is_number(self) -> bool:
        """Whether a histogram of it says something."""
        return self.kind in (Kind.INTEGER, Kind.FLOAT) and self.filled > 0 and not self.is_key

    @property
    def is_category(self) -> bool:
        """Whether its values can be counted and chosen from."""
        if self.kind in (Kind.INTEGER, Kind.FLOAT, Kind.YEAR):
            return 0 < self.distinct <= _CODES
        if self.kind not in (Kind.TEXT, Kind.BOOLEAN) or self.distinct >= self.filled > 1:
            return False
        return 0 < self.distinct <= max(_FEW, self.filled * _REPEATED)


def numbers(columns: Iterable[Column]) -> list[str]:
    """Names of the columns with figures, in the order of the file."""
    return [column.name for column in columns if column.is_number]


def categories(columns: Iterable[Column]) -> list[str]:
    """Names of the columns whose values can be counted, in the order of the file."""
    return [column.name for column in columns if column.is_category]
