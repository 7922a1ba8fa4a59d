"""What a column is, in the words of the contract."""

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa


class ColumnType(StrEnum):
    """What a column holds, and as which Arrow type it is stored."""

    INTEGER = "integer"  # int64
    FLOAT = "float"  # float64
    TEXT = "text"  # string, as it stands in the file
    BOOLEAN = "boolean"  # bool
    DATETIME = "datetime"  # timestamp[s] without time zone: Korean local time
    LATITUDE = "latitude"  # float64, degrees
    LONGITUDE = "longitude"  # float64, degrees
    YEAR = "year"  # int64


@dataclass(frozen=True, slots=True)
class TypedValues:
    """The distinct texts of a column as values of its type.

    `values` has one entry for each distinct text, null where the text is empty. `resolution` says how exactly a
    DATETIME is known (`day`, `hour`, `minute`, `second`); it is empty for other types.
    """

    type: ColumnType
    values: pa.Array
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value as text and in how many rows it stands."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What a column contains.

    `missing` counts rows; `distinct` counts values without the missing one. `minimum` and `maximum` are numbers, or
    text in ISO 8601 for DATETIME, and None where there is nothing to compare (TEXT, BOOLEAN, no values). `mean` is None
    and `quantiles` (5%, 25%, 50%, 75%, 95%) is empty for columns that are not numbers. `top_values` are the 10 most
    frequent values, most frequent first, of TEXT and BOOLEAN columns, cut to 100 characters.
    """

    name: str
    type: ColumnType
    missing: int
    distinct: int
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    mean: float | None = None
    quantiles: tuple[float, ...] = ()
    top_values: tuple[ValueCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about a file: `column` is empty if it is about the whole of it."""

    column: str
    reason: str
    message_ko: str
