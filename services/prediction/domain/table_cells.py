"""The cells of a dataset as what a caller would send about its accidents."""

import re
from collections.abc import Iterable
from dataclasses import fields
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from services.chassis.errors import Violation
from services.prediction.domain.accident import FIELD_LABELS, AccidentInput
from services.prediction.domain.accident_time import read_hour
from services.prediction.domain.batch import ColumnMatch
from services.prediction.domain.coded_column import Coded, coded_integers, constant
from services.prediction.domain.field_checks import RANGES, Findings, NoNumber, present
from services.prediction.domain.taas_names import normalized

_RESOLUTION = b"daegu.resolution"
"""Metadata of a column of dates in what the dataset service streams: how exactly they are known."""

_DAY = b"day"

_NOTHING = (None,)
"""The values of a column that was not given."""

_EXACT = 2.0**53
"""Below, a float64 is the whole number that it looks like."""

_UNITS = {"accident_year": "년|년도|연도", "accident_month": "월", "accident_day": "일", "accident_hour": "시"}
_NUMBERS = {name: re.compile(rf"([+-]?[0-9]{{1,18}})(?:\.0*)?(?: ?(?:{unit}))?") for name, unit in _UNITS.items()}


def given_columns(rows: pa.Table, matches: Iterable[ColumnMatch]) -> dict[str, Coded[Any]]:
    """A column for every field of `AccidentInput`: the one that is taken for it, or one of None.

    An empty cell in a column that is taken for a number or for `accident_time` is not as if nothing had been sent: it
    is a violation of that field, whatever else the row has.
    """
    given: dict[str, Coded[Any]] = {field.name: constant(None, rows.num_rows) for field in fields(AccidentInput)}
    columns = {match.field: match.column for match in matches}
    for name, column in columns.items():
        if name != "accident_time":
            read = partial(_number, name) if name in RANGES else _text
            given[name] = _cells(rows.column(column)).map(read)
    if "accident_time" in columns:
        _give_times(given, rows.schema.field(columns["accident_time"]), rows.column(columns["accident_time"]))
    return given


def _give_times(given: dict[str, Coded[Any]], field: pa.Field, column: pa.ChunkedArray) -> None:
    """Sets `accident_time`; of a column of timestamps also the numbers, its parts: they have been read already."""
    numbers = [name for name in RANGES if given[name].values == _NOTHING]
    if not pa.types.is_timestamp(field.type) or field.type.tz:
        given["accident_time"] = _cells(column).map(_time)
    elif "accident_hour" in numbers and (field.metadata or {}).get(_RESOLUTION) == _DAY:
        given["accident_time"] = _cells(column.cast(pa.date32())).map(_time)
    else:
        moments = column.cast(pa.timestamp("s"), safe=False).combine_chunks()
        is_there = moments.is_valid().to_numpy(zero_copy_only=False)
        given["accident_time"] = Coded((~is_there).astype(np.int64), (None, ""))
        parts = _parts(moments.fill_null(0).to_numpy())
        for name in numbers:
            given[name] = coded_integers(parts[name], is_there)


def _parts(moments: NDArray[np.datetime64]) -> dict[str, NDArray[np.int64]]:
    days, months, years = (moments.astype(f"datetime64[{unit}]") for unit in "DMY")
    return {
        "accident_year": years.astype(np.int64) + 1970,
        "accident_month": (months - years).astype(np.int64) + 1,
        "accident_day": (days - months).astype(np.int64) + 1,
        "accident_hour": (moments - days).astype(np.int64) // 3600,
    }


def _cells(column: pa.ChunkedArray) -> Coded[Any]:
    """The cells as Python has them, None where they are null."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    encoded = column.combine_chunks().dictionary_encode()
    values = encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(len(values)).to_numpy().astype(np.int64)
    return Coded(codes, (*values, None))


def _text(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        cell = int(cell)
    return None if cell is None else str(cell)


def _time(cell: Any) -> str:
    return _text(cell) or ""


def _number(name: str, cell: Any) -> int | NoNumber:
    """The whole number in a cell: 3 for `3`, `3.0`, `03`, and `3월` among months; 13 for `13:30` as an hour."""
    text, found = _text(cell), Findings()
    if present(name, text, found) and text is not None:
        spelled = normalized(text)
        if match := _NUMBERS[name].fullmatch(spelled):
            return int(match[1])
        if name == "accident_hour" and (hour := read_hour(spelled)) is not None:
            return hour
        found.violations.append(
            Violation(
                name,
                "INVALID_NUMBER",
                f"{text!r} is not a whole number",
                f"{FIELD_LABELS[name]} 값 '{text}': 정수로 읽을 수 없습니다.",
            )
        )
    return NoNumber(tuple(found.violations))
