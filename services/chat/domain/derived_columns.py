"""Columns that follow from another one: the hour of a date, the 구 of a place, the age of `54세`.

What has few values is a categorical whose categories stand in their natural order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from services.chat.domain import text_forms
from services.chat.domain.datasets import ColumnType

WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")
PERIODS = {
    "새벽": range(6),
    "오전": range(6, 12),
    "오후": range(12, 18),
    "저녁": range(18, 21),
    "밤": range(21, 24),
}
"""Parts of the day by hour, those of the prediction service."""

YEAR, MONTH, WEEKDAY, DAY, HOUR, PERIOD = "연도", "월", "요일", "날짜", "시", "시간대"
GU, DONG, AGE = "구", "동", "나이"
"""What follows the dot in the name of a derived column."""

_DATE_PARTS = (YEAR, MONTH, WEEKDAY, DAY, HOUR, PERIOD)
_PERIOD_OF_HOUR = np.repeat(np.arange(len(PERIODS), dtype=np.int8), [len(hours) for hours in PERIODS.values()])

_SAMPLE = 1000
"""Rows that are looked at to decide what a text column holds."""
_MOST = 0.8
_SOME = 0.5

_GU_NAME = r"(?P<gu>남구|달서구|달성군|동구|북구|서구|수성구|중구|군위군)"
_PLACE = rf"^\s*(?P<city>대구(?:광역시|시)?\s*)?{_GU_NAME}(?:\s+(?P<rest>.+))?$"
_ONLY_IN_DAEGU = ("달서구", "달성군", "수성구", "군위군")
# Two 동 of 중구 are called like streets; others of that kind have a number: 종로1가.
_DONG_NAME = r"(?P<dong>[가-힣]+[0-9]+가|[가-힣]+(?:[0-9]+(?:[.,·][0-9]+)*)?동|[가-힣]+[읍면]|남성로|시장북로)"
_DONG = rf"^{_DONG_NAME}(?:[가-힣]*출장소?)?(?:[\s,(].*)?$"
_DONG_IN_BRACKETS = rf"\({_DONG_NAME}[\s,)]"
_AGE = r"^\s*(?P<age>[0-9]{1,3})세(?:\s*이상)?\s*$"


@dataclass(frozen=True, slots=True)
class Derived:
    """`compute` takes the values of the column that this one comes from."""

    suffix: str
    type: ColumnType
    compute: Callable[[pd.Series], pd.Series]


def derived(column_type: ColumnType, resolution: str, values: pd.Series) -> tuple[Derived, ...]:
    """What can be derived from a column. Of text, only a sample of the rows is looked at."""
    if column_type is ColumnType.DATETIME:
        return _of_dates(resolution)
    if column_type is not ColumnType.TEXT:
        return ()
    sample = _distinct_sample(values)
    if not len(sample):
        return ()
    if _share(pc.match_substring_regex(sample, pattern=_AGE)) >= _MOST:
        return (Derived(AGE, ColumnType.FLOAT, _ages),)
    return _of_places(sample)


def _of_dates(resolution: str) -> tuple[Derived, ...]:
    known = _DATE_PARTS[:4] if resolution == "day" else _DATE_PARTS
    types = {YEAR: ColumnType.YEAR, MONTH: ColumnType.INTEGER, HOUR: ColumnType.INTEGER}
    return tuple(Derived(part, types.get(part, ColumnType.TEXT), _PARTS[part]) for part in known)


def _of_places(sample: pa.Array) -> tuple[Derived, ...]:
    """Places need the city before them, or some name that no other city has; and more than the 구 alone."""
    places = pc.extract_regex(sample, pattern=_PLACE)
    if 1 - places.null_count / len(places) < _MOST:
        return ()
    cities, gus, rests = (pc.struct_field(places, name) for name in ("city", "gu", "rest"))
    ours = pc.or_(pc.not_equal(cities, ""), pc.is_in(gus, value_set=pa.array(_ONLY_IN_DAEGU)))
    if not pc.any(ours).as_py() or _share(pc.not_equal(rests, "")) < _SOME:
        return ()
    found = [Derived(GU, ColumnType.TEXT, partial(_places, with_dong=False))]
    if 1 - _dongs(rests).null_count / len(sample) >= _SOME:
        found.append(Derived(DONG, ColumnType.TEXT, partial(_places, with_dong=True)))
    return tuple(found)


def _distinct_sample(values: pd.Series) -> pa.Array:
    """Distinct texts, NFC, of rows spread over the whole."""
    count = min(len(values), _SAMPLE)
    rows = np.arange(count, dtype=np.intp) * len(values) // max(count, 1)
    return _composed(pa.array(values.array.take(rows))).unique().drop_null()


def _share(conditions: pa.Array) -> float:
    return (pc.sum(conditions).as_py() or 0) / len(conditions)


def _composed(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    texts = pc.utf8_normalize(texts, form="NFC")
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _years(dates: pd.Series) -> pd.Series:
    found: pd.Series = dates.dt.year
    return found


def _months(dates: pd.Series) -> pd.Series:
    found: pd.Series = dates.dt.month
    return found


def _hours(dates: pd.Series) -> pd.Series:
    found: pd.Series = dates.dt.hour
    return found


def _weekdays(dates: pd.Series) -> pd.Series:
    return _categories(_codes(dates.dt.day_of_week), WEEKDAYS, ordered=True)


def _days(dates: pd.Series) -> pd.Series:
    """`2017-03-01`, whatever the hour: as text, so that the busiest days come first when they are too many to show."""
    codes, distinct = pd.factorize(dates.dt.normalize(), sort=True)
    names = pd.Index(distinct.strftime("%Y-%m-%d"), dtype="str")
    return pd.Series(pd.Categorical.from_codes(codes, names))


def _periods(dates: pd.Series) -> pd.Series:
    hours = _codes(dates.dt.hour)
    codes = np.where(hours < 0, np.int8(-1), _PERIOD_OF_HOUR[hours])
    return _categories(codes, tuple(PERIODS), ordered=True)


_PARTS = {YEAR: _years, MONTH: _months, WEEKDAY: _weekdays, DAY: _days, HOUR: _hours, PERIOD: _periods}


def _codes(numbers: pd.Series) -> NDArray[np.int8]:
    """Small numbers, -1 where there is none."""
    return numbers.fillna(-1).to_numpy(np.int8)


def _categories(codes: NDArray[np.int8], names: Sequence[str], *, ordered: bool) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(list(names), dtype="str"), ordered=ordered))


def _places(texts: pd.Series, *, with_dong: bool) -> pd.Series:
    """`수성구`, or `수성구 상동`, of each text; missing where the text names none."""
    codes, distinct = pd.factorize(texts)
    places = pc.extract_regex(_composed(pa.array(distinct.array)), pattern=_PLACE)
    names = pc.struct_field(places, "gu")
    if with_dong:
        space = pa.scalar(" ", names.type)
        names = pc.binary_join_element_wise(names, _dongs(pc.struct_field(places, "rest")), space)
    return _mapped(codes, names)


def _dongs(rests: pa.Array) -> pa.Array:
    """`상동` of `상동 12-3`, `대명동` of `현충동길 74(대명동)`, null of anything else."""
    first = pc.struct_field(pc.extract_regex(rests, pattern=_DONG), "dong")
    bracketed = pc.struct_field(pc.extract_regex(rests, pattern=_DONG_IN_BRACKETS), "dong")
    return pc.coalesce(first, bracketed)


def _mapped(codes: NDArray[np.intp], names: pa.Array) -> pd.Series:
    """names[code] for each code, as a categorical with sorted categories; -1 is missing."""
    name_codes, categories = pd.factorize(text_forms.series(names), sort=True)
    return pd.Series(pd.Categorical.from_codes(np.append(name_codes, -1)[codes], categories))


def _ages(texts: pd.Series) -> pd.Series:
    """Years; missing where the text is no age."""
    codes, distinct = pd.factorize(texts)
    ages = pc.struct_field(pc.extract_regex(_composed(pa.array(distinct.array)), pattern=_AGE), "age")
    years = pc.cast(ages, pa.float64()).to_numpy(zero_copy_only=False)
    return pd.Series(np.append(years, np.nan)[codes])
