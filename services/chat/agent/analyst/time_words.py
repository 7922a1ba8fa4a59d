"""Words about time in a question, each as a condition with the definition that was used."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from services.chat.agent.analyst.meanings import TimeWord, Unit

WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")


def _hours(said: str, first: int, last: int) -> TimeWord:
    if first <= last:
        return TimeWord(Unit.HOUR, "between", [first, last], f"{said}({first}–{last}시)")
    return TimeWord(Unit.HOUR, "in", [*range(first, 24), *range(last + 1)], f"{said}({first}–{last}시)")


def _months(said: str, months: list[int]) -> TimeWord:
    span = f"{months[0]}–{months[-1]}" if len(months) > 1 else str(months[0])
    return TimeWord(Unit.MONTH, "in", [*months], f"{said}({span}월)")


def _weekdays(said: str, days: tuple[str, ...]) -> TimeWord:
    return TimeWord(Unit.WEEKDAY, "in", [*days], f"{said}({days[0][0]}–{days[-1][0]})")


def _yearly(said: str, month: int, day: int) -> TimeWord:
    """A day of every year: the value has no year yet."""
    return TimeWord(Unit.DATE, "in", f"-{month:02}-{day:02}", f"{said}({month}월 {day}일)")


# The parts of the day are those of the prediction service: dawn 0-5, morning 6-11, afternoon 12-17, evening 18-20,
# night 21-23. The night of road safety statistics (야간) is longer: 18-5.
_PARTS: Mapping[str, TimeWord] = {
    "새벽 새벽시간 새벽시간대 새벽녘": _hours("새벽", 0, 5),
    "오전 오전시간 오전시간대 오전중": _hours("오전", 6, 11),
    "오후 오후시간 오후시간대": _hours("오후", 12, 17),
    "저녁 저녁시간 저녁시간대 저녁때 저녁나절": _hours("저녁", 18, 20),
    "밤 밤시간 밤시간대 한밤 밤중 밤중에": _hours("밤", 21, 23),
    "야간 야간시간 야간시간대 밤새 어두울때 어두운시간": _hours("야간", 18, 5),
    "주간 주간시간 주간시간대 낮 낮시간 낮시간대 대낮 한낮": _hours("주간", 6, 17),
    "심야 심야시간 심야시간대": _hours("심야", 23, 4),
    "아침 아침시간 아침시간대": _hours("아침", 6, 9),
    "점심 점심시간 점심시간대 점심때": _hours("점심", 12, 13),
    "출근시간 출근시간대 출근길 출근 출근때 출근시": _hours("출근 시간", 7, 8),
    "퇴근시간 퇴근시간대 퇴근길 퇴근 퇴근때 퇴근시": _hours("퇴근 시간", 18, 19),
    "출퇴근시간 출퇴근시간대 출퇴근 출퇴근길 러시아워 출퇴근때": TimeWord(
        Unit.HOUR, "in", [7, 8, 18, 19], "출퇴근 시간(7–8시, 18–19시)"
    ),
    "정오": TimeWord(Unit.HOUR, "==", 12, "정오(12시)"),
    "자정": TimeWord(Unit.HOUR, "==", 0, "자정(0시)"),
    "등교시간 등굣길 등교": _hours("등교 시간", 8, 8),
    "하교시간 하굣길 하교": _hours("하교 시간", 13, 16),
    "봄 봄철 봄에": _months("봄", [3, 4, 5]),
    "여름 여름철 여름에": _months("여름", [6, 7, 8]),
    "가을 가을철 가을에": _months("가을", [9, 10, 11]),
    "겨울 겨울철 겨울에 동절기": _months("겨울", [12, 1, 2]),
    "상반기": _months("상반기", [1, 2, 3, 4, 5, 6]),
    "하반기": _months("하반기", [7, 8, 9, 10, 11, 12]),
    "연말": _months("연말", [12]),
    "연초": _months("연초", [1]),
    "크리스마스 성탄절 크리스마스날": _yearly("크리스마스", 12, 25),
    "크리스마스이브": _yearly("크리스마스이브", 12, 24),
    "삼일절 31절": _yearly("삼일절", 3, 1),
    "어린이날": _yearly("어린이날", 5, 5),
    "어버이날": _yearly("어버이날", 5, 8),
    "스승의날": _yearly("스승의 날", 5, 15),
    "현충일": _yearly("현충일", 6, 6),
    "제헌절": _yearly("제헌절", 7, 17),
    "광복절": _yearly("광복절", 8, 15),
    "개천절": _yearly("개천절", 10, 3),
    "한글날": _yearly("한글날", 10, 9),
    "근로자의날 노동절": _yearly("근로자의 날", 5, 1),
    "신정 새해첫날 1월1일새해": _yearly("새해 첫날", 1, 1),
    "주말 휴일 주말에": _weekdays("주말", WEEKDAYS[5:]),
    "평일 주중 평일에": _weekdays("평일", WEEKDAYS[:5]),
}
_WORDS: Mapping[str, TimeWord] = {word: meaning for words, meaning in _PARTS.items() for word in words.split()} | {
    spelled: TimeWord(Unit.WEEKDAY, "==", day, day)
    for day in WEEKDAYS
    for spelled in (day, day[:2] if day[1] == "요" else day, day[0] + "욜", day[0] + "욜일", day[0] + "요일날")
}


def words() -> Mapping[str, TimeWord]:
    """Words for parts of the day, the week and the year; without spaces."""
    return _WORDS


def _one(unit: Unit, value: int, mark: str) -> TimeWord:
    return TimeWord(unit, "==", value, f"{value}{mark}")


def _span(unit: Unit, first: int, last: int, mark: str) -> TimeWord:
    if first <= last:
        return TimeWord(unit, "between", [first, last], f"{first}–{last}{mark}")
    size = {Unit.MONTH: range(1, 13), Unit.HOUR: range(24)}.get(unit)
    if size is None:
        return TimeWord(unit, "between", [last, first], f"{last}–{first}{mark}")
    return TimeWord(unit, "in", [*range(first, size.stop), *range(size.start, last + 1)], f"{first}–{last}{mark}")


def _year(text: str) -> int:
    number = int(text)
    return number if number > 99 else 2000 + number


def _clock(part: str, hour: str) -> int:
    """The hour of the day that `오후` and `3` mean."""
    number = int(hour)
    if part in ("오후", "저녁", "밤", "낮", "pm") and number < 12 and not (part == "밤" and number < 5):
        return number + 12
    if part in ("오전", "새벽", "밤", "am") and number == 12:
        return 0
    return number % 24


def _date(match: re.Match[str]) -> TimeWord:
    year, month, day = int(match["y"]), int(match["m"]), match["d"]
    text = f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")
    return TimeWord(Unit.DATE, "==", text, f"{year}년 {month}월" + (f" {int(day)}일" if day else ""))


def _days(match: re.Match[str]) -> TimeWord:
    """From one day to another; without a year, of every year that is asked about."""
    year, last_year = match["y"] or "", match["y2"] or match["y"] or ""
    month, last_month = int(match["m"]), int(match["m2"] or match["m"])
    low, high = f"{year}-{month:02}-{int(match['d']):02}", f"{last_year}-{last_month:02}-{int(match['d2']):02}"
    said = f"{year}년 " if year else ""
    said += f"{month}월 {int(match['d'])}일–" + (f"{last_year}년 " if last_year != year else "")
    return TimeWord(Unit.DATE, "between", [low, high], f"{said}{last_month}월 {int(match['d2'])}일")


_Y = r"(?:19|20)\d\d"
_M, _D = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_PART = r"(?P<{0}>오전|오후|새벽|저녁|밤|아침|낮|am|pm)?"
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], TimeWord]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (
            rf"(?P<a>{_Y})년?(?:도)?(?:에서|부터|~|-)(?P<b>{_Y})(?:년도|년)?(?:까지)?(?:사이)?(?:동안)?",
            lambda m: _span(Unit.YEAR, int(m["a"]), int(m["b"]), "년"),
        ),
        (
            rf"(?:(?P<y>{_Y})[-./년])?(?P<m>{_M})[-./월](?P<d>{_D})일?(?:부터|에서|~|-)"
            rf"(?:(?P<y2>{_Y})[-./년])?(?:(?P<m2>{_M})[-./월])?(?P<d2>{_D})(?:일(?!요일|욜)|(?![\d년월시]))(?:까지)?(?:사이)?",
            _days,
        ),
        (rf"(?P<y>{_Y})[-./년](?P<m>{_M})[-./월](?P<d>{_D})(?:일(?!요일|욜))?(?!\d)", _date),
        (rf"(?P<y>{_Y})[-./년](?P<m>1[0-2]|0?[1-9])(?:월달|월(?!요일|욜))?(?P<d>)(?![\d.월])", _date),
        (
            r"(?P<m>1[0-2]|0?[1-9])월(?P<d>3[01]|[12]\d|0?[1-9])일(?!간|요일|욜)",
            lambda m: TimeWord(
                Unit.DATE, "in", f"-{int(m['m']):02}-{int(m['d']):02}", f"해마다 {int(m['m'])}월 {int(m['d'])}일"
            ),
        ),
        (
            r"(?P<a>1[0-2]|[1-9])월?(?:에서|부터|~|-)(?P<b>1[0-2]|[1-9])월(?:까지)?(?:사이)?",
            lambda m: _span(Unit.MONTH, int(m["a"]), int(m["b"]), "월"),
        ),
        (
            _PART.format("p")
            + r"(?P<a>2[0-4]|1\d|\d)시?(?:에서|부터|~|-)"
            + _PART.format("q")
            + r"(?P<b>2[0-4]|1\d|\d)시(?!간)(?:까지|사이)?(?:사이)?",
            lambda m: _span(Unit.HOUR, _clock(m["p"] or "", m["a"]), _clock(m["q"] or m["p"] or "", m["b"]), "시"),
        ),
        (r"(?P<y>(?:19|20)\d0)년대", lambda m: _span(Unit.YEAR, int(m["y"]), int(m["y"]) + 9, "년")),
        (rf"(?P<y>{_Y})(?:년도|년|학년도|(?![년\d.개명건원면대곳]))", lambda m: _one(Unit.YEAR, int(m["y"]), "년")),
        (r"(?P<y>[012]\d)(?:년도|년)(?!\d)", lambda m: _one(Unit.YEAR, _year(m["y"]), "년")),
        (r"(?P<m>1[0-2]|0?[1-9])월(?:달)?(?!요일|욜|별)", lambda m: _one(Unit.MONTH, int(m["m"]), "월")),
        (
            r"(?P<q>[1-4])(?:분기|사분기|/4분기)(?!별)",
            lambda m: _months(f"{m['q']}분기", [*range(3 * int(m["q"]) - 2, 3 * int(m["q"]) + 1)]),
        ),
        (
            _PART.format("p") + r"(?P<h>2[0-4]|1\d|0?\d)시(?!간|별)(?:대|경|쯤)?",
            lambda m: _one(Unit.HOUR, _clock(m["p"] or "", m["h"]), "시"),
        ),
    )
)


def patterns(text: str, start: int) -> Iterator[tuple[int, TimeWord]]:
    """(end, meaning) of each expression with digits that starts at `start` of a text without spaces."""
    for pattern, make in _PATTERNS:
        match = pattern.match(text, start)
        if match:
            yield match.end(), make(match)


_RELATIVE_DAYS = {"오늘": 0, "금일": 0, "어제": -1, "작일": -1, "그제": -2, "그저께": -2, "내일": 1, "모레": 2}
_RELATIVE_YEARS = {"올해": 0, "금년": 0, "작년": -1, "지난해": -1, "전년도": -1, "재작년": -2, "내년": 1}


def relative(today: date) -> Mapping[str, TimeWord]:
    """Words for days and years that depend on today, a day in Korea."""
    days = {
        word: TimeWord(Unit.DATE, "==", day.isoformat(), f"{word}({day.isoformat()})")
        for word, shift in _RELATIVE_DAYS.items()
        for day in (today + timedelta(days=shift),)
    }
    years = {
        word: TimeWord(Unit.YEAR, "==", today.year + shift, f"{word}({today.year + shift}년)")
        for word, shift in _RELATIVE_YEARS.items()
    }
    this = today.replace(day=1)
    months = {
        word: TimeWord(Unit.DATE, "==", f"{month:%Y-%m}", f"{word}({month.year}년 {month.month}월)")
        for word, month in (("이번달", this), ("이달", this), ("지난달", (this - timedelta(days=1)).replace(day=1)))
    }
    return days | months | years
