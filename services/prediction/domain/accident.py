"""A traffic accident before its outcome is known: what a caller sent, and what the model is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.chassis.errors import InvalidInput

FIELD_LABELS: Mapping[str, str] = {
    "weather": "기상상태",
    "road_surface": "노면상태",
    "road_type": "도로형태",
    "accident_type": "사고유형",
    "district": "시군구",
    "accident_time": "사고일시",
    "accident_year": "사고 연도",
    "accident_month": "사고 월",
    "accident_day": "사고 일",
    "accident_hour": "사고 시각",
    "time_period": "시간대",
    "day_of_week": "요일",
}
"""What a caller can send about an accident, in the order in which it is checked, as a user reads it."""

DAYS_OF_WEEK = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")
"""In the order of `date.weekday()`."""

TIME_PERIODS = {
    "새벽": range(6),
    "오전": range(6, 12),
    "오후": range(12, 18),
    "저녁": range(18, 21),
    "밤": range(21, 24),
}
"""Parts of the day, by hour."""

PERIOD_OF_HOUR = tuple(name for name, hours in TIME_PERIODS.items() for _ in hours)


class InvalidAccident(InvalidInput):
    """The accident cannot be predicted; carries every violation, in the order of the fields."""


@dataclass(frozen=True, slots=True)
class AccidentInput:
    """What a caller sent, unchecked; None is a field that was not sent. The names are those of the request.

    `accident_time` is date and hour in one text, as TAAS writes them; each of the four numbers that is absent is taken
    from it. Beside an hour it may be a date alone.
    """

    weather: str | None = None
    road_surface: str | None = None
    road_type: str | None = None
    accident_type: str | None = None
    district: str | None = None
    accident_year: int | None = None
    accident_month: int | None = None
    accident_day: int | None = None
    accident_hour: int | None = None
    time_period: str | None = None
    day_of_week: str | None = None
    accident_time: str | None = None


@dataclass(frozen=True, slots=True)
class Accident:
    """A complete, checked accident in canonical spellings.

    `district` is `대구광역시 구 동`, or `대구광역시 구` where the 동 is not known. A category that TAAS publishes
    and training never saw stands here as it is; the encoder treats it as missing.
    """

    weather: str
    road_surface: str
    road_type: str
    accident_type: str
    district: str
    accident_year: int
    accident_month: int
    accident_day: int
    accident_hour: int

    @property
    def weekday(self) -> int:
        """Monday is 0."""
        return date(self.accident_year, self.accident_month, self.accident_day).weekday()

    @property
    def day_of_week(self) -> str:
        return DAYS_OF_WEEK[self.weekday]

    @property
    def time_period(self) -> str:
        return PERIOD_OF_HOUR[self.accident_hour]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the caller should know that does not stop the prediction. `reason` is in UPPER_SNAKE_CASE."""

    field: str
    reason: str
    message_ko: str
