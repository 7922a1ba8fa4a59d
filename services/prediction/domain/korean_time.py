"""The date and hour a Korean line speaks of: 어제 밤 11시, 지난주 금요일, 2022-01-01 01, 3일 전."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from services.prediction.domain.korean_clock import any_of, read_clock

_SEOUL = timezone(timedelta(hours=9))  # no daylight saving time since 1988
_YEARS_OFF = {"재작년": -2, "작년": -1, "지난해": -1, "전년": -1, "올해": 0, "금년": 0, "내년": 1}
_DAYS_OFF = {
    "그끄저께": -3, "엊그저께": -2, "엊그제": -2, "그저께": -2, "그제": -2,
    "어제": -1, "어저께": -1, "작일": -1, "전일": -1, "오늘": 0, "금일": 0, "당일": 0, "방금": 0, "지금": 0,
    "내일": 1, "명일": 1, "모레": 2, "내일모레": 2, "낼모레": 2, "글피": 3,
}  # fmt: skip
_WEEKS_OFF = {
    "지지난": -2, "저저번": -2, "지난": -1, "저번": -1, "이번": 0, "금": 0, "오는": 0, "다음": 1, "담": 1,
}  # fmt: skip
_HOLIDAYS = {
    "새해 첫날": (1, 1), "신정": (1, 1), "삼일절": (3, 1), "어린이날": (5, 5), "현충일": (6, 6),
    "광복절": (8, 15), "개천절": (10, 3), "한글날": (10, 9),
    "크리스마스이브": (12, 24), "크리스마스 이브": (12, 24), "크리스마스": (12, 25), "성탄절": (12, 25),
}  # fmt: skip
_DAYS_COUNTED = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "열흘": 10,
    "보름": 15, "일주일": 7,
}  # fmt: skip
_COUNTS = {"한": 1, "두": 2, "세": 3, "네": 4}
_SHORT_FORMS = {
    "어젯밤": "어제 밤", "간밤": "어제 밤", "지난밤": "어제 밤", "지난 밤": "어제 밤", "엊저녁": "어제 저녁",
}  # fmt: skip
_WEEKDAYS = "월화수목금토일"
_NOT_A_QUANTITY = r"(?![\d:/]|\.\d|\s?(?:mm|cm|km|m|%|톤|미터|킬로|센티|배|차로))"

_SHORT_FORM = re.compile(any_of(_SHORT_FORMS))
_FULL = re.compile(
    r"(?<![\d.])'?(\d{4}|\d{2})\s?(?:년|[-./])\s?(\d{1,2})\s?(?:월|[-./])\s?(\d{1,2})(?![\d:])(?:\s?일|\.)?"
    r"(?:\s?\([월화수목금토일]\))?(?:[\sT]\s?(\d{1,2})(?=[\s,]|$))?"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)?(?:\d\d)?(?!\d)")
_AGO = re.compile(
    rf"(?:(\d{{1,3}}|{any_of(_COUNTS)})\s?(시간|일|주일|주|개월|달|년)|({any_of(_DAYS_COUNTED)}))"
    r"\s?(전|후|뒤)(?!방|복|도|신|봇|조|진|미|쪽|차|체)"
)
_YEAR = re.compile(any_of(_YEARS_OFF))
_MONTH_DAY = re.compile(
    rf"(지난\s?)?(?<!\d)(\d{{1,2}})월\s{{0,2}}(\d{{1,2}})일|(?<![\d./-])(\d{{1,2}})[/.]\s?(\d{{1,2}}){_NOT_A_QUANTITY}"
)
_DAY_OF_MONTH = re.compile(r"(?:(지지난|지난|저번|이번|다음)\s?(달)?\s?)?(?<!\d)(\d{1,2})일(?!\s?(?:간|동안|째|차))")
_MONTH = re.compile(r"(?:(?<!\d)(\d{4})년\s?)?(?<!\d)(\d{1,2})월(?!\s?\d)")
_HOLIDAY = re.compile(any_of(_HOLIDAYS))
_DAY_WORD = re.compile(rf"({any_of(_DAYS_OFF)})(?!서야)")
_WEEKDAY = re.compile(rf"(?:({any_of(_WEEKS_OFF)})\s?(주)?\s?(?:에\s)?)?([{_WEEKDAYS}])(?:요일|욜)")
_WEEKEND = re.compile(r"(?:(지지난|지난|저번|이번|다음)\s?주?\s?)?(주말)")
_WEEK = re.compile(r"(지지난|지난|저번|다음)\s?주(?!차|행|유|정)")
_MARKED_WEEKDAY = re.compile(rf"\(\s?([{_WEEKDAYS}])(?:요일)?\s?\)|([{_WEEKDAYS}])(?:요일|욜)")


@dataclass(frozen=True, slots=True)
class When:
    """`fields` holds those of accident_year, _month, _day, _hour that were read or assumed; `notes` pairs a
    field with a Korean sentence: what was assumed of it, or why it is not there; `rest` is the text left."""

    fields: dict[str, int]
    notes: tuple[tuple[str, str], ...]
    rest: str


class _Reader:
    """Reads one text from the front rule to the last one; what a rule has read is blanked out."""

    def __init__(self, text: str, now: datetime) -> None:
        self.text = text
        self.now = now
        self.today = now.date()
        self.hour: int | None = None
        self.year: int | None = None
        self.notes: list[tuple[str, str]] = []

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.text)
        if found:
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found

    def note(self, field: str, message_ko: str) -> None:
        self.notes.append((field, message_ko))


def read_when(text: str, now: datetime) -> When:
    """Reads against the aware `now`, in Asia/Seoul. No date word means today; no time word, no hour."""
    reader = _Reader(_SHORT_FORM.sub(lambda m: _SHORT_FORMS[m[0]], text), now.astimezone(_SEOUL))
    named = False
    day: date | dict[str, int] | None = None
    try:
        for rule in _RULES:
            day = rule(reader)
            if day is not None:
                named = True
                break
    except (ValueError, OverflowError):
        reader.note("accident_day", "달력에 없는 날짜입니다. 날짜를 다시 적어 주세요.")
        day = {}
    if isinstance(day, date):
        _check_weekday(reader, day)
    clock = read_clock(reader.text)
    hour = clock.hour if clock.hour is not None else reader.hour
    if clock.note:
        reader.note("accident_hour", clock.note)
    if day is None:
        day = reader.today
        reader.note("accident_day", f"날짜가 없어 오늘({_korean(day)})로 보았습니다.")
    if clock.next_day and named and isinstance(day, date) and day < date.max:
        day += timedelta(days=1)
        reader.note("accident_day", f"자정을 넘긴 시각이라 {_korean(day)} {hour}시로 보았습니다.")
    fields = (
        {"accident_year": day.year, "accident_month": day.month, "accident_day": day.day}
        if isinstance(day, date)
        else dict(day)
    )
    if hour is not None:
        fields["accident_hour"] = hour
    return When(fields, tuple(reader.notes), clock.rest)


def _full_date(reader: _Reader) -> date | None:
    found = reader.take(_FULL)
    if found is None and (found := reader.take(_COMPACT)) is None:
        return None
    if found[4] and int(found[4]) < 24:
        reader.hour = int(found[4])
    year = int(found[1])
    return date(year if year > 99 else 2000 + year, int(found[2]), int(found[3]))


def _ago(reader: _Reader) -> date | None:
    found = reader.take(_AGO)
    if found is None:
        return None
    unit = found[2] or "일"
    count = _DAYS_COUNTED[found[3]] if found[3] else _COUNTS.get(found[1]) or int(found[1])
    count = -count if found[4] == "전" else count
    if unit == "시간":
        moment = reader.now + timedelta(hours=count)
        reader.hour = moment.hour
        return moment.date()
    if unit == "년":
        reader.year = reader.today.year + count
        return None
    if unit in ("달", "개월"):
        return _months_off(reader.today, count)
    return reader.today + timedelta(days=count * (1 if unit == "일" else 7))


def _year_word(reader: _Reader) -> None:
    """작년, 2년 전: only shifts what the later rules read."""
    if reader.year is None and (found := reader.take(_YEAR)):
        reader.year = reader.today.year + _YEARS_OFF[found[0]]


def _month_and_day(reader: _Reader) -> date | None:
    if found := reader.take(_MONTH_DAY):
        month, day = int(found[2] or found[4]), int(found[3] or found[5])
        return _in_year(reader, month, day, past=bool(found[1]))
    if found := reader.take(_HOLIDAY):
        return _in_year(reader, *_HOLIDAYS[found[0]], past=False)
    return None


def _in_year(reader: _Reader, month: int, day: int, past: bool) -> date:
    year = reader.today.year if reader.year is None else reader.year
    moment = date(year, month, day)
    if reader.year is None:
        if past and moment > reader.today:
            moment = date(year - 1, month, day)
        reader.note("accident_year", f"연도가 없어 {moment.year}년으로 보았습니다.")
    return moment


def _day_of_month(reader: _Reader) -> date | None:
    found = reader.take(_DAY_OF_MONTH)
    if found is None:
        return None
    months = _WEEKS_OFF[found[1]] if found[1] and found[2] else 0
    first = _months_off(reader.today.replace(day=1), months)
    if found[1] == "지난" and not found[2] and int(found[3]) >= reader.today.day:
        first = _months_off(first, -1)
    moment = first.replace(day=int(found[3]))
    if not found[2]:
        reader.note("accident_month", f"월이 없어 {moment.year}년 {moment.month}월로 보았습니다.")
    return moment


def _day_word(reader: _Reader) -> date | None:
    found = reader.take(_DAY_WORD)
    if found is None:
        return None
    if found[1] in ("방금", "지금"):
        reader.hour = reader.now.hour
    day = reader.today + timedelta(days=_DAYS_OFF[found[1]])
    return day if reader.year is None else _months_off(day, 12 * (reader.year - reader.today.year))


def _weekday(reader: _Reader) -> date | None:
    found = reader.take(_WEEKDAY)
    weekend = None if found else reader.take(_WEEKEND)
    if found is None and weekend is None:
        return None
    week, of_week, name = (
        (found[1], found[2], found[3]) if found else (weekend[1], "주", "토") if weekend else ("",) * 3
    )
    wanted = _WEEKDAYS.index(name)
    monday = reader.today - timedelta(days=reader.today.weekday())
    if week and (of_week or _WEEKS_OFF[week] > 0 or week == "이번"):
        day = monday + timedelta(days=7 * _WEEKS_OFF[week] + wanted)
    elif week == "오는":
        day = reader.today + timedelta(days=(wanted - reader.today.weekday() - 1) % 7 + 1)
    else:
        back = (reader.today.weekday() - wanted) % 7
        day = reader.today - timedelta(days=back or (7 if week else 0))
    if weekend or not week:
        reader.note(
            "accident_day",
            f"'{weekend[0].strip() if weekend else name + '요일'}'을 {_korean(day)}로 보았습니다.",
        )
    return day


def _month_only(reader: _Reader) -> dict[str, int] | None:
    found = reader.take(_MONTH)
    if found is None:
        return None
    year = int(found[1]) if found[1] else reader.year or reader.today.year
    date(year, int(found[2]), 1)
    return {"accident_year": year, "accident_month": int(found[2])}


def _vague(reader: _Reader) -> date | None:
    """지난주, 작년: the same day a week or a year away."""
    day = None
    if found := reader.take(_WEEK):
        day = reader.today + timedelta(days=7 * _WEEKS_OFF[found[1]])
    elif reader.year is not None:
        day = _months_off(reader.today, 12 * (reader.year - reader.today.year))
    if day is not None:
        reader.note("accident_day", f"정확한 날짜가 없어 {_korean(day)}로 보았습니다.")
    return day


def _korean(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"


def _months_off(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _check_weekday(reader: _Reader, day: date) -> None:
    said = reader.take(_MARKED_WEEKDAY)
    if said and (said[1] or said[2]) != _WEEKDAYS[day.weekday()]:
        actual = _WEEKDAYS[day.weekday()]
        reader.note("accident_day", f"{_korean(day)}은 {actual}요일입니다. 요일 대신 날짜를 따랐습니다.")


_RULES: tuple[Callable[[_Reader], date | dict[str, int] | None], ...] = (
    _full_date,
    _ago,
    _year_word,
    _month_and_day,
    _day_of_month,
    _day_word,
    _weekday,
    _month_only,
    _vague,
)
