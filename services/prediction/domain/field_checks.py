"""The checks of single fields that need no model: each adds what it finds, and returns the value unless it is wrong.

One accident and a column of them go through the same functions: `Vocabulary.check` calls them for its fields,
`column_checks` for the distinct values of a column.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.chassis.errors import Violation
from services.prediction.domain.accident import FIELD_LABELS, Notice
from services.prediction.domain.accident_time import EXAMPLE, read_moment
from services.prediction.domain.taas_names import normalized

LONGEST_TEXT = 100
"""Characters; the longest real value has 20."""

FIRST_YEAR, LAST_YEAR = 2000, 2100

RANGES: Mapping[str, tuple[int, int]] = {
    "accident_year": (FIRST_YEAR, LAST_YEAR),
    "accident_month": (1, 12),
    "accident_day": (1, 31),
    "accident_hour": (0, 23),
}


class Findings:
    """What was found about an accident so far."""

    __slots__ = ("notices", "violations")

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.notices: list[Notice] = []


@dataclass(frozen=True, slots=True)
class NoNumber:
    """Stands where a number was to be and something else was sent. `violations`: why, unless that is said elsewhere."""

    violations: tuple[Violation, ...] = ()


Number = int | NoNumber | None
"""A number as it was sent; None if it was not."""

UNREAD = NoNumber()


def required(name: str) -> Violation:
    return Violation(name, "REQUIRED", "is required", f"{FIELD_LABELS[name]} 값을 입력해주세요.")


def present(name: str, text: str | None, found: Findings) -> bool:
    """Whether there is a text, and one that can be read."""
    if text is None or not text.strip():
        found.violations.append(required(name))
        return False
    return check_text(name, text, found)


def check_text(name: str, text: str, found: Findings) -> bool:
    """Whether a text is short and without NUL."""
    # 400 before NFC: composing shortens decomposed Hangul to a third.
    if "\0" not in text and len(text) <= 4 * LONGEST_TEXT and len(normalized(text)) <= LONGEST_TEXT:
        return True
    found.violations.append(
        Violation(
            name,
            "INVALID_TEXT",
            f"must have at most {LONGEST_TEXT} characters and no NUL",
            f"{FIELD_LABELS[name]} 값은 {LONGEST_TEXT}자 이하의 글자여야 합니다.",
        )
    )
    return False


def check_number(name: str, number: Number, found: Findings) -> int | None:
    low, high = RANGES[name]
    if isinstance(number, int):
        if low <= number <= high:
            return number
        found.violations.append(
            Violation(
                name,
                "OUT_OF_RANGE",
                f"{number} is not within {low}..{high}",
                f"{FIELD_LABELS[name]} 값은 {low}부터 {high} 사이여야 합니다(입력: {number}).",
            )
        )
    elif number is None:
        found.violations.append(required(name))
    else:
        found.violations.extend(number.violations)
    return None


def check_date(year: int | None, month: int | None, day: int | None, found: Findings) -> int | None:
    """The weekday, Monday is 0. There is nothing to say where one of the numbers is wrong already."""
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day).weekday()
    except ValueError:
        found.violations.append(
            Violation(
                "accident_day",
                "INVALID_DATE",
                f"{year}-{month:02}-{day:02} does not exist",
                f"{year}년 {month}월 {day}일은 없는 날짜입니다.",
            )
        )
        return None


def check_time(text: str | None, found: Findings, *, needs_hour: bool) -> tuple[Number, Number, Number, Number]:
    """Year, month, day and hour in `accident_time`, for those of the four numbers that were not sent."""
    if text is None:
        return None, None, None, None
    if present("accident_time", text, found):
        moment = read_moment(text)
        if moment is not None and (moment.hour is not None or not needs_hour):
            return moment
        found.violations.append(
            Violation(
                "accident_time",
                "INVALID_TIME",
                f"{text!r} is not a date with an hour, such as {EXAMPLE}",
                f"{FIELD_LABELS['accident_time']} 값 '{text}': 날짜와 시각으로 읽을 수 없습니다. 예: {EXAMPLE}.",
            )
        )
    return UNREAD, UNREAD, UNREAD, UNREAD


def taken(number: Number, part: Number) -> Number:
    """A number as it was sent, or else that part of `accident_time`."""
    return part if number is None else number


def check_derived(name: str, text: str | None, found: Findings) -> None:
    """A field that is derived from date and hour may be left out."""
    if text:
        check_text(name, text, found)


def notice_derived(name: str, given: str | None, derived: str, found: Findings) -> None:
    if given and given != derived and normalized(given) not in ("", derived):
        found.notices.append(
            Notice(
                name,
                "CONTRADICTING_VALUE",
                f"{FIELD_LABELS[name]} '{normalized(given)}': 날짜·시각과 달라 '{derived}' 기준으로 예측했습니다.",
            )
        )
