"""Names under which the fields of an accident are found among the columns of a dataset."""

import re
import unicodedata
from collections.abc import Mapping, Set

MOMENTS = ("사고일시", "사고 발생일시", "발생일시", "사고 연월일시", "사고 년월일시", "발생 연월일시", "발생 년월일시",
           "일시", "accident_datetime", "accident_timestamp", "datetime")  # fmt: skip
"""Date and hour in one column. 등록일시, 수정일시 and the like are none: they say when a row was written."""

DATES = ("사고일자", "사고 발생일자", "사고날짜", "발생일자", "발생날짜", "사고 연월일", "사고 년월일", "발생 연월일",
         "발생 년월일", "연월일", "년월일", "날짜", "일자", "accident_date", "date")  # fmt: skip
"""A date, which needs an hour beside it unless the column holds one."""

DAYS = ("사고일", "사고 발생일", "발생일")
"""A date where the column is typed as one, otherwise a day of the month."""

CLOCKS = ("사고시각", "사고시간", "사고시", "사고 발생시각", "사고 발생시간", "발생시각", "발생시간", "발생시",
          "시각", "시간", "시", "accident_hour", "hour", "accident_time", "time")  # fmt: skip
"""An hour or a time of day; date and hour where the column is typed so."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "weather": ("기상상태", "날씨", "기상", "날씨상태", "기상조건",
                "weather", "weather_condition", "weather_conditions"),
    "road_surface": ("노면상태", "노면", "도로 노면상태", "도로 노면", "노면조건",
                     "road_surface", "road_surface_condition", "surface_condition", "surface"),
    "road_type": ("도로형태", "도로유형", "road_type", "road_shape", "road_form"),
    "accident_type": ("사고유형", "사고유형 대분류", "사고종류", "accident_type", "collision_type"),
    "district": ("시군구", "사고 시군구", "발생지 시군구", "법정동", "법정동명", "시군구 법정동", "시군구명",
                 "district", "dong"),
    "accident_year": ("사고연도", "사고년도", "사고년", "발생연도", "발생년도", "발생년", "연도", "년도", "년", "연",
                      "accident_year", "year"),
    "accident_month": ("사고월", "발생월", "월", "accident_month", "month"),
    "accident_day": (*DAYS, "일", "일자", "accident_day", "day"),
    "accident_hour": CLOCKS,
    "time_period": ("시간대", "사고 시간대", "발생 시간대", "time_period"),
    "day_of_week": ("요일", "사고요일", "발생요일", "day_of_week", "weekday"),
}  # fmt: skip
"""By field, the best first. Where several columns have one of them, that with the first name is taken.

Close by and not meant: 사고내용 (the outcome), 도로종류 (who maintains the road), 행정동 (not the model's).
"""

_WEEKDAYS = frozenset(("화", "수", "목", "금"))
_PLACES = frozenset(("구", "군", "동", "도", "시도", "구군", "군구", "읍면동"))


def means_something_else(name: str, beside: Set[str], *, is_text: bool) -> bool:
    """Whether a short name belongs to its neighbours: 월 and 일 to the days of a week, 시 (as text) to a city.

    `name` and the names `beside` it are plain.
    """
    if name in ("월", "일"):
        return bool(beside & _WEEKDAYS)
    return name == "시" and is_text and (bool(beside & _PLACES) or not beside & {"월", "일"})


_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PUNCTUATION = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """One spelling of a name: composed, in lower case, without spaces and punctuation (Road Surface: roadsurface)."""
    return _PUNCTUATION.sub("", _composed(name).casefold())


def without_remark(name: str) -> str:
    """The same without what stands in brackets; empty if hardly anything is left: `시(도)` is not `시`."""
    rest = plain(_REMARK.sub("", _composed(name)))
    return rest if len(rest) > 1 else ""


def _composed(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
