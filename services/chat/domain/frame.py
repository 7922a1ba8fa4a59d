"""The rows of a dataset, or of a part of it, with columns that are derived from others.

A date has more to ask for than itself: `사고일시.연도`, `.월`, `.요일`, `.시`, `.시간대`. A place of Daegu has `.구`
and `.동`, a text such as `54세` has `.나이`. They are addressed like columns and computed when first asked for.
"""

import copy
import threading
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from services.chassis.errors import NotFound
from services.chat.domain.datasets import ColumnType
from services.chat.domain.derived_columns import Derived, derived

_TYPE, _RESOLUTION = b"daegu.type", b"daegu.resolution"
"""Metadata of the fields that the dataset service streams."""

_EXACT = 2**53
"""From here on, float64 does not hold every whole number."""

_NEAR_NAMES = 5


@dataclass(frozen=True, slots=True)
class Column:
    """`resolution` says how exactly dates are known (`day`, `hour`, `minute`, `second`); `source` is the column that a
    derived one comes from, and empty for the columns of the file."""

    name: str
    type: ColumnType
    resolution: str = ""
    source: str = ""


class UnknownColumn(NotFound):
    """`near`: names that are like the one that was asked for, best first."""

    reason = "COLUMN_NOT_FOUND"

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(
            f"there is no column {name!r}; near names: {', '.join(near) or 'none'}", f"'{name}' 열이 없습니다."
        )
        self.name = name
        self.near = near


class Frame:
    """Read-only rows. `name` is that of the dataset or of the view, `kind` says what its file seems to be.

    Text is of dtype `str`, booleans are `boolean`, dates `datetime64[s]`; whole numbers are `int64`, and `float64`
    (from 2^53 on `Int64`) where some are missing. Safe to share between threads: nothing changes but what is kept.
    """

    def __init__(self, name: str, data: pd.DataFrame, columns: Mapping[str, Column]) -> None:
        self.name = name
        self.kind = ""
        self._rows: _Rows = _FileRows(data, columns)

    @classmethod
    def of_arrow(cls, name: str, table: pa.Table) -> "Frame":
        """The rows as the dataset service streams them: fields carry `daegu.type` and `daegu.resolution`."""
        columns = {field.name: _column(field) for field in table.schema}
        data = {field.name: _series(table.column(place)) for place, field in enumerate(table.schema)}
        return cls(name, pd.DataFrame(data, copy=False), columns)

    def __len__(self) -> int:
        return self._rows.count

    @property
    def columns(self) -> Mapping[str, Column]:
        """Those of the file first, derived ones after."""
        return self._rows.columns

    @property
    def file_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns.values() if not column.source)

    @property
    def data(self) -> pd.DataFrame:
        """The columns of the file. A view makes its own copy of them when it is first asked."""
        return self._rows.data

    def column(self, name: str) -> Column:
        """The column of that name, however its Hangul is composed and wherever it has spaces. Raises UnknownColumn."""
        if found := self.columns.get(name):
            return found
        key = _key(name)
        for column in self.columns.values():
            if _key(column.name) == key:
                return column
        near = process.extract(key, {each: _key(each) for each in self.columns}, scorer=fuzz.WRatio, limit=_NEAR_NAMES)
        raise UnknownColumn(name, tuple(each for _, _, each in near))

    def values(self, name: str) -> pd.Series:
        """One value per row, with a RangeIndex. Raises UnknownColumn."""
        return self._rows.values(self.column(name).name)

    def texts(self, name: str) -> pd.Series:
        """Values of a text column in NFC, without white space around them. Raises UnknownColumn."""
        return self._rows.texts(self.column(name).name)

    def where(self, mask: NDArray[np.bool_] | pd.Series, name: str) -> "Frame":
        """The rows for which `mask` is true, in their order, under another name."""
        return self.take(np.flatnonzero(np.asarray(mask, dtype=np.bool_)), name)

    def take(self, positions: NDArray[np.intp], name: str) -> "Frame":
        """The rows at these positions, in this order."""
        view = self.renamed(name)
        view._rows = _FoundRows(self._rows, positions)
        return view

    def renamed(self, name: str, kind: str | None = None) -> "Frame":
        """The same rows under another name; shares all that is kept."""
        other = copy.copy(self)
        other.name = name
        other.kind = self.kind if kind is None else kind
        return other


class _Rows(Protocol):
    @property
    def count(self) -> int: ...

    @property
    def columns(self) -> Mapping[str, Column]: ...

    @property
    def data(self) -> pd.DataFrame: ...

    def values(self, name: str) -> pd.Series: ...

    def texts(self, name: str) -> pd.Series: ...


class _Kept:
    """Series that are computed once, by whoever asks first."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._series: dict[str, pd.Series] = {}

    def get(self, name: str, compute: Callable[[], pd.Series]) -> pd.Series:
        if name not in self._series:
            with self._lock:
                if name not in self._series:
                    self._series[name] = compute()
        return self._series[name]


class _FileRows:
    """All rows of a file."""

    def __init__(self, data: pd.DataFrame, columns: Mapping[str, Column]) -> None:
        self.data = data
        self.count = len(data)
        self._file_columns = columns
        self._kept = _Kept()
        self._clean = _Kept()

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        return dict(self._file_columns) | {name: column for name, (column, _) in self._derived.items()}

    @cached_property
    def _derived(self) -> Mapping[str, tuple[Column, Derived]]:
        """By name. Two threads that ask at once find the same."""
        found = {}
        for source in self._file_columns.values():
            for each in derived(source.type, source.resolution, self.data[source.name]):
                name = f"{source.name}.{each.suffix}"
                found[name] = (Column(name, each.type, source=source.name), each)
        return {name: each for name, each in found.items() if name not in self._file_columns}

    def values(self, name: str) -> pd.Series:
        if name in self._file_columns:
            return self.data[name]
        column, each = self._derived[name]
        return self._kept.get(name, lambda: each.compute(self.data[column.source]).rename(name))

    def texts(self, name: str) -> pd.Series:
        return self._clean.get(name, lambda: _clean(self.values(name)))


class _FoundRows:
    """Some rows of others. A column is taken from there when it is first asked for."""

    def __init__(self, source: _Rows, positions: NDArray[np.intp]) -> None:
        self.count = len(positions)
        self._source = source
        self._positions = positions
        self._kept = _Kept()
        self._clean = _Kept()

    @property
    def columns(self) -> Mapping[str, Column]:
        return self._source.columns

    @cached_property
    def data(self) -> pd.DataFrame:
        names = [name for name, column in self.columns.items() if not column.source]
        return pd.DataFrame({name: self.values(name) for name in names}, copy=False)

    def values(self, name: str) -> pd.Series:
        return self._kept.get(name, lambda: self._taken(self._source.values(name)))

    def texts(self, name: str) -> pd.Series:
        return self._clean.get(name, lambda: self._taken(self._source.texts(name)))

    def _taken(self, values: pd.Series) -> pd.Series:
        return pd.Series(values.array.take(self._positions), name=values.name, copy=False)


def _column(field: pa.Field) -> Column:
    metadata = field.metadata or {}
    return Column(field.name, ColumnType(metadata[_TYPE].decode()), metadata.get(_RESOLUTION, b"").decode())


def _series(values: pa.ChunkedArray) -> pd.Series:
    dtypes: dict[pa.DataType, Any] = {pa.bool_(): pd.BooleanDtype()}
    if pa.types.is_integer(values.type) and values.null_count:
        limits = pc.min_max(values).as_py()
        if max(abs(limits["min"] or 0), abs(limits["max"] or 0)) >= _EXACT:
            dtypes[pa.int64()] = pd.Int64Dtype()
    series: pd.Series = values.to_pandas(types_mapper=dtypes.get)
    return series


def _clean(values: pd.Series) -> pd.Series:
    """The same series if nothing is to be done."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values
    texts = pa.array(values.array)
    clean = pc.utf8_trim_whitespace(pc.utf8_normalize(texts, form="NFC"))
    return values if clean.equals(texts) else pd.Series(clean.to_pandas(), name=values.name)


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFC", name).split()).casefold()
