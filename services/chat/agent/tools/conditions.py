"""Which rows meet a condition: the operators of filter_dataframe."""

import operator as compare
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.chat.agent.tools.date_spans import Span, span
from services.chat.agent.tools.results import ToolRefused
from services.chat.domain import text_forms
from services.chat.domain.answer import Json
from services.chat.domain.datasets import NUMBERS, ColumnType
from services.chat.domain.frame import Column, Frame

MAX_LIST = 50

Mask = NDArray[np.bool_]

WITHOUT_VALUE = ("is_missing", "not_missing")
OPERATORS = ("==", "!=", ">", ">=", "<", "<=", "contains", "startswith", "in", "between", *WITHOUT_VALUE)

_COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": compare.eq,
    "!=": compare.ne,
    ">": compare.gt,
    ">=": compare.ge,
    "<": compare.lt,
    "<=": compare.le,
}
_LARGEST = 1e300
_LAST, _NOT_A_TIME = np.iinfo(np.int64).max, np.iinfo(np.int64).min
"""Seconds; as the second one, NaT is stored."""
_NUMBER = re.compile(r"([-+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)\s*(?:연도|년도|년|월|시|세|일|명|건)?")
_TRUE, _FALSE = {"true", "참", "예", "1", "y"}, {"false", "거짓", "아니오", "0", "n"}


def matching(frame: Frame, column: Column, operator: str, value: Json = None) -> Mask:
    """One entry per row. A missing value meets no condition but `is_missing`, `!=` included. Raises ToolRefused."""
    values = frame.values(column.name)
    if operator in WITHOUT_VALUE:
        missing = values.isna().to_numpy(np.bool_)
        return missing if operator == "is_missing" else ~missing
    operands = _operands(operator, value)
    if column.type is ColumnType.DATETIME:
        return _dates(values, operator, [span(each) for each in operands])
    if column.type in NUMBERS:
        return _numbers(values, operator, [_number(each, column) for each in operands])
    if column.type is ColumnType.BOOLEAN:
        return _booleans(values, operator, [_boolean(each) for each in operands])
    texts = [_text(each) for each in operands]
    keys = frame.keys(column.name)
    if isinstance(keys.dtype, pd.CategoricalDtype):
        return _categories(keys, operator, texts)
    return _texts(frame.texts(column.name), operator, texts)


def _operands(operator: str, value: Json) -> list[Json]:
    if operator in ("in", "between"):
        if not isinstance(value, list) or not value:
            raise ToolRefused(f"operator {operator!r} needs a list as value")
        if operator == "between" and len(value) != 2:
            raise ToolRefused("operator 'between' needs a list of two values, the lower one first")
        if len(value) > MAX_LIST:
            raise ToolRefused(f"operator 'in' takes at most {MAX_LIST} values, not {len(value)}")
        return value
    if value is None or isinstance(value, list | dict):
        raise ToolRefused(f"operator {operator!r} needs one value; to look for missing values use is_missing")
    return [value]


def _numbers(values: pd.Series, operator: str, numbers: Sequence[int | float]) -> Mask:
    if operator in ("contains", "startswith"):
        raise ToolRefused(f"operator {operator!r} is for text; numbers take ==, !=, >, >=, <, <=, in and between")
    if operator == "in":
        return _mask(values.isin(numbers))
    if operator == "between":
        return _mask(values.between(numbers[0], numbers[1]))
    found = _mask(_COMPARED[operator](values, numbers[0]))
    return found & values.notna().to_numpy(np.bool_) if operator == "!=" else found


def _dates(values: pd.Series, operator: str, spans: Sequence[Span]) -> Mask:
    first = spans[0]
    if operator in ("contains", "startswith"):
        raise ToolRefused(f"operator {operator!r} is for text; for dates use == with 2017, 2017-03 or 2017-03-05")
    seconds: NDArray[np.int64] = values.to_numpy("datetime64[s]").view(np.int64)
    ranges = {
        ">": [(first.end, _LAST)],
        ">=": [(first.start, _LAST)],
        "<": [(_NOT_A_TIME + 1, first.start)],
        "<=": [(_NOT_A_TIME + 1, first.end)],
        "between": [(first.start, spans[-1].end)],
    }.get(operator, [(each.start, each.end) for each in spans])
    found = np.zeros(len(seconds), np.bool_)
    for start, end in ranges:
        found |= (seconds >= start) & (seconds < end)
    return ~found & (seconds != _NOT_A_TIME) if operator == "!=" else found


def _booleans(values: pd.Series, operator: str, wanted: Sequence[bool]) -> Mask:
    if operator not in ("==", "!=", "in"):
        raise ToolRefused(f"operator {operator!r} does not fit true and false; use == or !=")
    return _mask(values.isin(wanted) if operator == "in" else _COMPARED[operator](values, wanted[0]))


def _texts(texts: pd.Series, operator: str, wanted: Sequence[str]) -> Mask:
    if operator == "in":
        return _mask(texts.isin(wanted))
    if operator == "between":
        return _mask(texts >= wanted[0]) & _mask(texts <= wanted[1])
    if operator == "contains":
        return _mask(texts.str.contains(wanted[0], regex=False))
    if operator == "startswith":
        return _mask(texts.str.startswith(wanted[0]))
    found = _mask(_COMPARED[operator](texts, wanted[0]))
    return found & texts.notna().to_numpy(np.bool_) if operator == "!=" else found


def _categories(keys: pd.Series, operator: str, wanted: Sequence[str]) -> Mask:
    """Decided for each category; those with an order (weekdays, parts of the day) compare by it."""
    names = text_forms.clean(pd.Series(keys.cat.categories, dtype="str"))
    if keys.cat.ordered and operator in (">", ">=", "<", "<=", "between"):
        unknown = [each for each in wanted if each not in list(names)]
        if unknown:
            raise ToolRefused(f"{unknown[0]!r} is none of {', '.join(names)}")
        ranks = pd.Series(np.arange(len(names)))
        met = _numbers(ranks, operator, [list(names).index(each) for each in wanted])
    else:
        met = _texts(names, operator, wanted)
    return np.append(met, False)[keys.cat.codes.to_numpy()]


def _mask(found: pd.Series) -> Mask:
    if isinstance(found.dtype, pd.api.extensions.ExtensionDtype):
        return found.to_numpy(np.bool_, na_value=False)
    return found.to_numpy(np.bool_)


def _number(value: Json, column: Column) -> int | float:
    if isinstance(value, str) and (found := _NUMBER.fullmatch(_text(value))):
        digits = found[1].replace(",", "")
        value = int(digits) if digits.lstrip("+-").isdigit() else float(digits)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return value
    raise ToolRefused(f"column {column.name!r} holds numbers, {str(value)[:50]!r} is none")


def _boolean(value: Json) -> bool:
    text = str(value).strip().casefold()
    if text not in _TRUE | _FALSE:
        raise ToolRefused(f"{text[:50]!r} is neither true nor false")
    return text in _TRUE


def _text(value: Json) -> str:
    return unicodedata.normalize("NFC", str(value)).strip()
