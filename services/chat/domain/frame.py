"""The rows of a dataset, or of a part of it, with columns that are derived from others.

A date has more to ask for than itself: `사고일시.연도`, `.월`, `.요일`, `.날짜`, `.시`, `.시간대`. A place of Daegu
has `.구` and `.동`, a text such as `54세` has `.나이`. They are addressed like columns and computed when first asked
for.
"""

import copy
import threading
from collections.abc import Callable, Container, Mapping
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
from services.chat.domain import text_forms
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
    (from 2^53 on `Int64`) where some are missing. Derived texts are categoricals. Series have a RangeIndex. Safe to
    share between threads: nothing changes but what is kept.
    """

    def __init__(self, name: str, data: pd.DataFrame, columns: Mapping[str, Column]) -> None:
        self.name = name
        self.kind = ""
        self._rows: _Rows = _FileRows(data, columns)
        self._kept = _Kept()

    @classmethod
    def of_arrow(cls, name: str, table: pa.Table) -> "Frame":
        """The rows as the dataset service streams them: fields carry `daegu.type` and `daegu.resolution`."""
        columns = {field.name: _column(field) for field in table.schema}
        return cls(name, _data(table), columns)

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
        """The columns of the file. A view makes a copy of them when it is first asked."""
        return self._rows.data

    @property
    def nbytes(self) -> int:
        """Memory of the rows and of what has been computed from them, bytes."""
        return int(self.data.memory_usage(index=False).sum()) + self._kept.nbytes(without=self.data.columns)

    def column(self, name: str) -> Column:
        """The column of that name, however its Hangul is composed and wherever it has spaces. Raises UnknownColumn."""
        if found := self.columns.get(name):
            return found
        key = text_forms.loose(name)
        for column in self.columns.values():
            if text_forms.loose(column.name) == key:
                return column
        near = process.extract(
            key, {each: text_forms.loose(each) for each in self.columns}, scorer=fuzz.WRatio, limit=_NEAR_NAMES
        )
        raise UnknownColumn(name, tuple(each for _, _, each in near))

    def values(self, name: str) -> pd.Series:
        """One value per row. Raises UnknownColumn."""
        column = self.column(name)
        return self._kept.series("values", column.name, lambda: self._rows.values(column))

    def texts(self, name: str) -> pd.Series:
        """Values of a text column in NFC, without white space around them. Raises UnknownColumn."""
        return self._text_form("texts", name, self._rows.texts)

    def keys(self, name: str) -> pd.Series:
        """The values as they are grouped fastest: text that repeats is a categorical. Raises UnknownColumn."""
        return self._text_form("keys", name, self._rows.keys)

    def missing(self, name: str) -> int:
        """In how many rows the value is missing. Raises UnknownColumn."""
        values = self.values(name)
        return self._kept.count(str(values.name), lambda: int(values.isna().sum()))

    def where(self, mask: NDArray[np.bool_] | pd.Series, name: str) -> "Frame":
        """The rows for which `mask` is true, in their order, under another name."""
        return self.take(np.flatnonzero(np.asarray(mask, dtype=np.bool_)), name)

    def take(self, positions: NDArray[np.intp], name: str) -> "Frame":
        """The rows at these positions, in this order."""
        view = copy.copy(self)
        view.name = name
        view._rows = _FoundRows(self, positions)
        view._kept = _Kept()
        return view

    def renamed(self, name: str, kind: str | None = None) -> "Frame":
        """The same rows under another name; shares all that is kept."""
        other = copy.copy(self)
        other.name = name
        other.kind = self.kind if kind is None else kind
        return other

    def _text_form(self, form: str, name: str, compute: Callable[[pd.Series], pd.Series]) -> pd.Series:
        values = self.values(name)
        if not isinstance(values.dtype, pd.StringDtype):
            return values
        return self._kept.series(form, str(values.name), lambda: compute(values))


class _Kept:
    """What is computed once, by whoever asks first."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._series: dict[tuple[str, str], pd.Series] = {}
        self._counts: dict[str, int] = {}

    def nbytes(self, without: Container[str]) -> int:
        """Bytes of what is kept; `without` names the columns whose plain values somebody else keeps."""
        with self._lock:
            own = [series for (form, name), series in self._series.items() if form != "values" or name not in without]
        return sum(int(series.memory_usage(index=False)) for series in own)

    def series(self, form: str, name: str, compute: Callable[[], pd.Series]) -> pd.Series:
        found = self._series.get((form, name))
        if found is None:
            with self._lock:
                found = self._series.get((form, name))
                if found is None:
                    found = self._series[form, name] = compute()
        return found

    def count(self, name: str, compute: Callable[[], int]) -> int:
        """Two threads that ask at once count the same."""
        if name not in self._counts:
            self._counts[name] = compute()
        return self._counts[name]


class _Rows(Protocol):
    """Where the values of a Frame come from; whoever asks keeps them."""

    @property
    def count(self) -> int: ...

    @property
    def columns(self) -> Mapping[str, Column]: ...

    @property
    def data(self) -> pd.DataFrame: ...

    def values(self, column: Column) -> pd.Series: ...

    def texts(self, values: pd.Series) -> pd.Series: ...

    def keys(self, values: pd.Series) -> pd.Series: ...


class _FileRows:
    """All rows of a file."""

    def __init__(self, data: pd.DataFrame, columns: Mapping[str, Column]) -> None:
        self.data = data
        self.count = len(data)
        self._file_columns = columns

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        return dict(self._file_columns) | {name: column for name, (column, _) in self._derived.items()}

    @cached_property
    def _derived(self) -> Mapping[str, tuple[Column, Derived]]:
        """By name; a column of the file of the same name goes before."""
        found = {}
        for source in self._file_columns.values():
            for each in derived(source.type, source.resolution, self.data[source.name]):
                name = f"{source.name}.{each.suffix}"
                found[name] = Column(name, each.type, source=source.name), each
        return {name: each for name, each in found.items() if name not in self._file_columns}

    def values(self, column: Column) -> pd.Series:
        if not column.source:
            return self.data[column.name]
        _, each = self._derived[column.name]
        return each.compute(self.data[column.source]).rename(column.name)

    def texts(self, values: pd.Series) -> pd.Series:
        return text_forms.clean(values)

    def keys(self, values: pd.Series) -> pd.Series:
        return text_forms.categorical(values)


class _FoundRows:
    """Some rows of another frame. A column is taken from there when it is asked for."""

    def __init__(self, source: Frame, positions: NDArray[np.intp]) -> None:
        self.count = len(positions)
        self._source = source
        self._positions = positions

    @property
    def columns(self) -> Mapping[str, Column]:
        return self._source.columns

    @cached_property
    def data(self) -> pd.DataFrame:
        values = {column.name: self.values(column) for column in self._source.file_columns}
        return pd.DataFrame(values, index=pd.RangeIndex(self.count), copy=False)

    def values(self, column: Column) -> pd.Series:
        return self._taken(self._source.values(column.name))

    def texts(self, values: pd.Series) -> pd.Series:
        return self._taken(self._source.texts(str(values.name)))

    def keys(self, values: pd.Series) -> pd.Series:
        return self._taken(self._source.keys(str(values.name)))

    def _taken(self, values: pd.Series) -> pd.Series:
        return pd.Series(values.array.take(self._positions), name=values.name, copy=False)


def _column(field: pa.Field) -> Column:
    metadata = field.metadata or {}
    return Column(field.name, ColumnType(metadata[_TYPE].decode()), metadata.get(_RESOLUTION, b"").decode())


def _data(table: pa.Table) -> pd.DataFrame:
    table = table.combine_chunks()  # or every look at a few rows would put the texts of all chunks together
    exact = [field.name for field in table.schema if _needs_integers(table.column(field.name))]
    types: dict[pa.DataType, Any] = {pa.bool_(): pd.BooleanDtype()}
    data: pd.DataFrame = table.to_pandas(types_mapper=types.get, split_blocks=True)
    if exact:
        integers = table.select(exact).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get, split_blocks=True)
        data = data.assign(**{name: integers[name] for name in exact})
    return data


def _needs_integers(values: pa.ChunkedArray) -> bool:
    """Whether values are missing beside whole numbers that float64 cannot hold."""
    if not pa.types.is_integer(values.type) or not values.null_count:
        return False
    limits = pc.min_max(values).as_py()
    return any(limit is not None and abs(limit) >= _EXACT for limit in limits.values())
