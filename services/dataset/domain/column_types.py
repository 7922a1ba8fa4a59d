"""Which type a column has, decided on its distinct texts."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from services.dataset.domain import date_texts
from services.dataset.domain.column_names import plain, words
from services.dataset.domain.columns import ColumnType, TypedValues

_SPELLINGS = ({"true", "false"}, {"True", "False"}, {"TRUE", "FALSE"})
_INTEGER = r"^(?:0|-?[1-9][0-9]*)$"
_FLOAT = (
    r"^(?:0|-?[1-9][0-9]*"
    r"|-?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][+-]?[0-9]+)?"
    r"|-?(?:0|[1-9][0-9]*)[eE][+-]?[0-9]+)$"
)
_ZERO = r"^-?[0.]+(?:[eE]|$)"
_YEAR = rf"^{date_texts.YEAR}(?:\.0+|년)?$"

_MOST_DIGITS = 17
"""Significant digits that a float64 can tell apart."""
_WHOLE_UNTIL = 2.0**53
"""From here on, float64 does not hold every whole number."""
_SMALLEST = float(np.finfo(np.float64).tiny)
"""Below, float64 has fewer digits."""

# `2019년`, `전년도` and `청소년` are counts of something, not years.
_YEAR_NAME = re.compile(r"(?<![0-9소청작금전])(?:연도|년도|년)$")
_YEAR_WORDS = {"year", "yr", "yyyy"}
_DATE_NAME = re.compile(r"일자|날짜|일시|[년연]월일|일$")
_DATE_WORDS = {"date", "datetime", "timestamp", "dt", "ymd", "yyyymmdd"}

_SAMPLE = 100
"""Texts that show quickly what a column is not."""

_Reader = Callable[[pa.StringArray], TypedValues | None]


def infer(name: str, distinct: pa.StringArray) -> TypedValues:
    """The texts as values of the narrowest type that loses nothing; an empty text is a missing value.

    The name decides only where digits alone leave it open: whether `2010` is a year and `20200323` a date. Coordinates
    are numbers here; `coordinates.mark` finds them among all columns.
    """
    empty = pc.equal(distinct, "")
    texts = pc.if_else(empty, pa.scalar(None, distinct.type), distinct) if pc.any(empty).as_py() else distinct
    if texts.null_count < len(texts):
        sample = texts.slice(0, _SAMPLE)
        for read in _readers(name):
            if read(sample) is not None and (typed := read(texts)) is not None:
                return typed
    return TypedValues(ColumnType.TEXT, texts)


def _readers(name: str) -> Iterator[_Reader]:
    simple, said = plain(name), words(name)
    yield _booleans
    if _YEAR_NAME.search(simple) or said & _YEAR_WORDS:
        yield _years
    yield partial(_dates, compact=bool(_DATE_NAME.search(simple) or said & _DATE_WORDS))
    yield _integers
    yield _floats


def _booleans(texts: pa.StringArray) -> TypedValues | None:
    present = texts.drop_null()
    if len(present) > 2 or not any(pair.issuperset(present.to_pylist()) for pair in _SPELLINGS):
        return None
    return TypedValues(ColumnType.BOOLEAN, pc.equal(pc.utf8_lower(texts), "true"))


def _years(texts: pa.StringArray) -> TypedValues | None:
    if not _all_match(texts, _YEAR):
        return None
    return TypedValues(ColumnType.YEAR, pc.cast(pc.utf8_slice_codeunits(texts, 0, 4), pa.int64()))


def _dates(texts: pa.StringArray, compact: bool) -> TypedValues | None:
    parsed = date_texts.parse(texts, compact)
    return TypedValues(ColumnType.DATETIME, *parsed) if parsed else None


def _integers(texts: pa.StringArray) -> TypedValues | None:
    if not _all_match(texts, _INTEGER):
        return None
    try:
        return TypedValues(ColumnType.INTEGER, pc.cast(texts, pa.int64()))
    except pa.ArrowInvalid:
        return None  # beyond 64 bits


def _floats(texts: pa.StringArray) -> TypedValues | None:
    if not _all_match(texts, _FLOAT):
        return None
    values = pc.cast(texts, pa.float64())
    size = pc.abs(values)
    # An exponent says itself that the digits are not all of the number.
    limit = pc.if_else(pc.match_substring_regex(texts, pattern="[eE]"), np.inf, _WHOLE_UNTIL)
    held = pc.or_(pc.greater_equal(size, _SMALLEST), pc.match_substring_regex(texts, pattern=_ZERO))
    if not _all(pc.and_(held, pc.less(size, limit))) or _digits(texts) > _MOST_DIGITS:
        return None
    return TypedValues(ColumnType.FLOAT, values)


def _digits(texts: pa.StringArray) -> int:
    """The most significant digits that a number has, or that it can have if the texts are short."""
    digits = texts.filter(pc.greater(pc.binary_length(texts), _MOST_DIGITS))
    for pattern, replacement in (("[eE].*", ""), (r"(\.[0-9]*?)0+$", r"\1"), ("[-.]", ""), ("^0+", "")):
        digits = pc.replace_substring_regex(digits, pattern=pattern, replacement=replacement)
    return pc.max(pc.binary_length(digits)).as_py() or 0


def _all_match(texts: pa.StringArray, pattern: str) -> bool:
    return _all(pc.match_substring_regex(texts, pattern=pattern))


def _all(conditions: pa.BooleanArray) -> bool:
    """Whether all that are not null are true."""
    return bool(pc.all(conditions, min_count=0).as_py())
