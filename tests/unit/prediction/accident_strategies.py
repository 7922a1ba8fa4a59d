"""Accidents as callers send them and datasets hold them: mostly good, with everything that can be wrong."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from services.chassis.errors import Violation
from services.prediction.domain.accident import DAYS_OF_WEEK, FIELD_LABELS, TIME_PERIODS, AccidentInput
from services.prediction.domain.batch import ColumnMatch
from services.prediction.domain.field_checks import RANGES, NoNumber, required
from services.prediction.domain.taas_names import ALIASES, PUBLISHED

NUMBERS = tuple(RANGES)

BAD_TEXTS = ("", "  ", "우박", "맑\0음", "가" * 101, "a" * 5000)
DISTRICTS = (
    "대구광역시 수성구 상동",
    "대구광역시 중구 남산동",
    "대구광역시 북구 칠성동1가",
    "수성구 상동",
    "범어동",
    "수성구",
    "대구 달성군 옥포면",
    "대구 중구 없는동",
    "대구 군위군 군위읍",
    "서울특별시 중구 남산동",
    "동호동",
)
TEXTS: dict[str, tuple[str, ...]] = {
    **{name: (*PUBLISHED[name], *ALIASES[name], f" {PUBLISHED[name][0]} ") for name in PUBLISHED},
    "district": DISTRICTS,
    "time_period": tuple(TIME_PERIODS),
    "day_of_week": DAYS_OF_WEEK,
}
TIMES = (
    "2022-01-01 01",
    "2016년 1월 1일 01시",
    "2016-02-30 01",
    "2016-02-29 23:59",
    "1999-12-31 01",
    "2016-05-16",
    "어제",
    "",
    "\0",
)


def mostly(usual: st.SearchStrategy[Any], unusual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Rows have a dozen cells; many rows are to be good."""
    return st.integers(0, 19).flatmap(lambda n: unusual if n == 0 else usual)


def texts(name: str) -> st.SearchStrategy[str | None]:
    good = st.sampled_from(TEXTS[name])
    decomposed = good.map(lambda text: unicodedata.normalize("NFD", text))
    return mostly(good, st.one_of(decomposed, st.sampled_from(BAD_TEXTS), st.text(max_size=5), st.none()))


def numbers(name: str) -> st.SearchStrategy[int]:
    low, high = RANGES[name]
    return mostly(st.integers(low, high), st.integers(-(2**31), 2**31 - 1))


TIME_TEXTS = mostly(
    st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)).map(lambda moment: f"{moment:%Y-%m-%d %H:%M}"),
    st.one_of(st.sampled_from(TIMES), st.text(max_size=5)),
)
TEXT_FIELDS = st.fixed_dictionaries({name: texts(name) for name in TEXTS})
NUMBER_FIELDS = st.fixed_dictionaries({name: mostly(numbers(name), st.none()) for name in NUMBERS})
ACCIDENTS = st.builds(
    lambda texts, times: AccidentInput(**texts, **times),
    TEXT_FIELDS,
    st.one_of(
        NUMBER_FIELDS,
        st.fixed_dictionaries({"accident_time": TIME_TEXTS}, optional={"accident_hour": numbers("accident_hour")}),
        st.builds(lambda numbers, time: numbers | {"accident_time": time}, NUMBER_FIELDS, TIME_TEXTS),
    ),
)


Pairs = list[tuple[Any, Any]]
"""Of a column: each cell, and what a caller who means it sends."""


def no_number(name: str, text: str) -> NoNumber:
    message_ko = f"{FIELD_LABELS[name]} 값 '{text}': 정수로 읽을 수 없습니다."
    return NoNumber((Violation(name, "INVALID_NUMBER", f"{text!r} is not a whole number", message_ko),))


@st.composite
def number_columns(draw: st.DrawFn, name: str, rows: int) -> tuple[pa.DataType, Pairs]:
    nothing = (None, NoNumber((required(name),)))
    kind = draw(st.sampled_from(("integers", "floats", "texts")))
    number = numbers(name)
    if kind == "integers":
        cell = number.map(lambda n: (n, n))
    elif kind == "floats":
        wrong = st.sampled_from([(x, no_number(name, str(x))) for x in (3.5, 1e300, float("nan"), float("-inf"))])
        cell = mostly(number.map(lambda n: (float(n), n)), wrong)
    else:
        unit = {"accident_year": "년", "accident_month": "월", "accident_day": "일", "accident_hour": "시"}[name]
        form = st.sampled_from(("{}", " {} ", "{}.0", "{}" + unit, "{} " + unit))
        blank = st.sampled_from([(text, NoNumber((required(name),))) for text in ("", " ")])
        wrong = st.sampled_from([(text, no_number(name, text)) for text in ("삼", "3.5", "1e3", "--1", "9" * 40)])
        spelled = st.tuples(form, number).map(lambda pair: (pair[0].format(pair[1]), pair[1]))
        cell = mostly(spelled, st.one_of(blank, wrong))
    pairs = draw(st.lists(mostly(cell, st.just(nothing)), min_size=rows, max_size=rows))
    return {"integers": pa.int64(), "floats": pa.float64(), "texts": pa.string()}[kind], pairs


@st.composite
def time_columns(draw: st.DrawFn, rows: int, *, has_hour: bool) -> tuple[pa.Field, Pairs]:
    if draw(st.booleans()):
        pairs = draw(st.lists(TIME_TEXTS.map(lambda text: (text, text)), min_size=rows, max_size=rows))
        return pa.field("time", pa.string()), pairs
    resolution = draw(st.sampled_from(("day", "hour"))) if has_hour else "hour"
    unit = timedelta(days=1) if resolution == "day" else timedelta(hours=1)
    style = "%Y-%m-%d" if resolution == "day" else "%Y-%m-%d %H"
    moments = st.integers(0, 20000).map(lambda n: datetime(1999, 1, 1) + n * unit * (1 if unit.days else 24))
    cell = moments.map(lambda moment: (moment, moment.strftime(style)))
    pairs = draw(st.lists(mostly(cell, st.just((None, ""))), min_size=rows, max_size=rows))
    return pa.field("time", pa.timestamp("s"), metadata={"daegu.resolution": resolution}), pairs


@dataclass(frozen=True)
class Dataset:
    """`rows` of a dataset, which columns are taken, and its rows as a caller would send them one by one."""

    rows: pa.Table
    matches: list[ColumnMatch]
    sent: list[AccidentInput]


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    rows = draw(st.integers(0, 8))
    columns: dict[str, tuple[pa.Field, Pairs]] = {}
    for name in draw(st.permutations(list(TEXTS))):
        if draw(st.integers(0, 39)):
            cells = draw(st.lists(texts(name), min_size=rows, max_size=rows))
            kind = draw(st.sampled_from((pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()))))
            columns[name] = pa.field(name, kind), [(cell, cell) for cell in cells]
    numbers = draw(st.sampled_from((NUMBERS, (), ("accident_hour",), ("accident_month", "accident_day"))))
    for name in numbers:
        kind, pairs = draw(number_columns(name, rows))
        columns[name] = pa.field(name, kind), pairs
    if numbers != NUMBERS or draw(st.integers(0, 3)) == 0:
        columns["accident_time"] = draw(time_columns(rows, has_hour="accident_hour" in numbers))
    arrays = [pa.array([cell for cell, _ in pairs], field.type) for field, pairs in columns.values()]
    schema = pa.schema([field.with_name(name) for name, (field, _) in columns.items()])
    sent = [AccidentInput(**{name: pairs[i][1] for name, (_, pairs) in columns.items()}) for i in range(rows)]
    return Dataset(pa.table(arrays, schema=schema), [ColumnMatch(name, name) for name in columns], sent)
