"""Date and hour in one text, read without guessing: `2022-01-01 01`, `2016년 1월 1일 01시`, `2022. 1. 1. 오후 1:30`."""

import re
from datetime import date
from typing import NamedTuple

from services.prediction.domain.taas_names import normalized

EXAMPLE = "2022-01-01 01"

_CLOCK = (
    r"(?:(오전|오후) ?)?([0-9]{1,2})"
    r"(?::[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?| ?시(?: ?[0-5]?[0-9] ?분(?: ?[0-5]?[0-9] ?초)?)?)?"
)
_SEPARATED = r"([0-9]{4}) ?[-/.년] ?([0-9]{1,2}) ?[-/.월] ?([0-9]{1,2})(?: ?[일.])?"
_DIGITS = r"([0-9]{4})([0-9]{2})([0-9]{2})"
_STYLES = tuple(
    re.compile(style)
    for style in (
        rf"{_SEPARATED}(?:(?:[ T]|(?<=일)){_CLOCK})?",
        rf"{_DIGITS}(?:[ T]{_CLOCK})?",
        rf"{_DIGITS}[ T]?()([0-9]{{2}})(?:[0-5][0-9]){{0,2}}",  # 2022010101, 20220101T0130
    )
)
_CLOCK_ALONE = re.compile(_CLOCK)


class Moment(NamedTuple):
    """A date of the calendar, and an hour (0-23) unless the text has none."""

    year: int
    month: int
    day: int
    hour: int | None


def read_moment(text: str) -> Moment | None:
    """The date and hour in a text, or None if it is anything else.

    Minutes and seconds are dropped. `24시` is not an hour: TAAS counts from 00 to 23. A time zone is refused: what it
    means in Korea would have to be worked out, and no source has one.
    """
    text = normalized(text)
    for style in _STYLES:
        if match := style.fullmatch(text):
            break
    else:
        return None
    year, month, day = map(int, match.group(1, 2, 3))
    half, clock = match.group(4, 5)
    hour = _hour(half, clock) if clock else None
    if clock and hour is None:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Moment(year, month, day, hour)


def read_hour(text: str) -> int | None:
    """The hour of a time of day: 13 for `13:30`, `13시 30분`, `오후 1시` and `13`; None if it is anything else."""
    match = _CLOCK_ALONE.fullmatch(normalized(text))
    return _hour(*match.groups()) if match else None


def _hour(half: str | None, digits: str) -> int | None:
    hour = int(digits)
    if half:
        return hour % 12 + (12 if half == "오후" else 0) if hour <= 12 else None
    return hour if hour <= 23 else None
