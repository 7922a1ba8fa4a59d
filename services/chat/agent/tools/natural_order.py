"""Values that people expect in an order of their own: years, months, weekdays, hours, parts of the day."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from services.chat.domain.answer import Cell
from services.chat.domain.datasets import ColumnType
from services.chat.domain.derived_columns import AGE, HOUR, PERIODS, WEEKDAYS
from services.chat.domain.frame import Column

_ORDERS = (WEEKDAYS, tuple(day[0] for day in WEEKDAYS), tuple(PERIODS))
_COUNTED = re.compile(r"\s*(\d{1,4})\s*(?:년|월|시)\s*")
_MOST_NAMES = 100
_UNITS: Mapping[str, str] = {HOUR: "시", AGE: "세", ColumnType.LATITUDE: "°", ColumnType.LONGITUDE: "°"}
"""Of derived columns by their suffix, of others by their type."""
_COUNTED_NAME = re.compile(r"(?:연도|년도|년|월|시|시간)$")


def natural_key(column: Column, values: Iterable[Cell]) -> Callable[[Any], Any] | None:
    """What to sort these values of `column` by; None if they have no order of their own. Only of text they are read."""
    if column.type in (ColumnType.YEAR, ColumnType.DATETIME):
        return _itself
    if column.type is ColumnType.INTEGER:
        return _itself if _COUNTED_NAME.search(column.name) else None
    texts = [value.strip() for value in islice(values, _MOST_NAMES + 1) if isinstance(value, str)]
    return _text_key(texts) if len(texts) <= _MOST_NAMES else None


def axis_title(column: Column) -> str:
    """The name of the column, with the unit of its values where one is known."""
    unit = _UNITS.get(column.name.rpartition(".")[2]) if column.source else _UNITS.get(column.type)
    return f"{column.name} ({unit})" if unit else column.name


def _text_key(texts: list[str]) -> Callable[[Any], Any] | None:
    for order in _ORDERS:
        if texts and set(texts) <= set(order):
            return lambda value: order.index(value.strip())
    if texts and all(map(_COUNTED.fullmatch, texts)):
        return lambda value: int("".join(filter(str.isdigit, value)))
    return None


def _itself(value: Any) -> Any:
    return value
