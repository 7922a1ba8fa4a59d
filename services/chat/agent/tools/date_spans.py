"""Dates as callers write them: `2017`, `2017-03`, `2017-03-05`, `2017년 3월 5일 13시`, each a span of time."""

import re
from dataclasses import dataclass

import numpy as np

from services.chat.agent.tools.results import ToolRefused
from services.chat.domain.answer import Json

_WRITTEN = re.compile(
    r"\s*(\d{4})(?:[^\d:]{1,3}(\d{1,2})(?:[^\d:]{1,3}(\d{1,2})"
    r"(?:[^\d:]{1,3}(\d{1,2})(?:[^\d]{1,3}(\d{1,2})(?:[^\d]{1,3}(\d{1,2}))?)?)?)?)?[^\d:]{0,2}"
)
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})?\s*")
_ONE = tuple(np.timedelta64(1, unit) for unit in ("Y", "M", "D", "h", "m", "s"))
"""A year, a month, a day, an hour, a minute, a second."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until before `end`, in seconds since 1970."""

    start: int
    end: int


def span(value: Json) -> Span:
    """The whole year, month, day, hour, minute or second that `value` names. Raises ToolRefused."""
    text = str(value)
    found = _COMPACT.fullmatch(text) or _WRITTEN.fullmatch(text)
    if found and not isinstance(value, bool):
        parts = [int(part) for part in found.groups() if part is not None]
        year, month, day, hour, minute, second = parts + [1, 1, 1, 0, 0, 0][len(parts) :]
        one = _ONE[len(parts) - 1]
        try:
            start = np.datetime64(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}", "s")
        except ValueError:
            pass
        else:
            end = start.astype(f"datetime64[{np.datetime_data(one)[0]}]") + one
            return Span(int(start.astype(np.int64)), int(end.astype("datetime64[s]").astype(np.int64)))
    raise ToolRefused(f"{text[:50]!r} is not a date; write it as 2017, 2017-03, 2017-03-05 or 2017-03-05 13:00")
