"""`Vocabulary.check` for many accidents at once.

The distinct values of each column go through the functions that check one accident, so that both find the same in the
same words; rows are only put together from what was found about their values.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import add, attrgetter, itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.chassis.errors import Violation
from services.prediction.domain.accident import DAYS_OF_WEEK, PERIOD_OF_HOUR, Notice
from services.prediction.domain.accident_columns import AccidentColumns
from services.prediction.domain.coded_column import Coded, apply, constant
from services.prediction.domain.field_checks import (
    RANGES,
    Findings,
    Number,
    check_date,
    check_derived,
    check_number,
    check_time,
    notice_derived,
    taken,
)
from services.prediction.domain.taas_names import CATEGORICAL_FIELDS
from services.prediction.domain.vocabulary import Vocabulary

GivenColumns = Mapping[str, Coded[Any]]
"""What callers sent: a column for each field of `AccidentInput`. A number may also be a `NoNumber`."""


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """`violations` of every row; `valid`: the places of those without any; `accidents` and `notices` of these."""

    violations: Coded[tuple[Violation, ...]]
    valid: NDArray[np.int64]
    accidents: AccidentColumns
    notices: Coded[tuple[Notice, ...]]


class _Outcome(NamedTuple):
    """What a check said about a value."""

    value: Any
    violations: tuple[Violation, ...]
    notices: tuple[Notice, ...]


def check_columns(vocabulary: Vocabulary, given: GivenColumns) -> CheckedRows:
    """The rows that are accidents, and what is wrong with the others."""
    categories = [_checked(partial(vocabulary.category, name), given[name]) for name in CATEGORICAL_FIELDS]
    district = _checked(vocabulary.district, given["district"])
    time, sent = _times(given)
    numbers = [_checked(partial(check_number, name), column) for name, column in zip(RANGES, sent, strict=True)]
    year, month, day, hour = map(_values, numbers)
    weekday = _checked(check_date, year, month, day)
    derived = [_checked(partial(check_derived, name), given[name]) for name in ("time_period", "day_of_week")]
    outcomes = (*categories, district, *time, *numbers, weekday, *derived)
    violations = _together(attrgetter("violations"), outcomes)
    valid = np.flatnonzero(np.array([not found for found in violations.values], dtype=bool)[violations.codes])

    categories, district = [column.take(valid) for column in categories], district.take(valid)
    year, month, day, hour, weekdays = (column.take(valid) for column in (year, month, day, hour, _values(weekday)))
    notices = (
        *categories,
        district,
        _checked(vocabulary.notice_year, year),
        _checked(
            partial(notice_derived, "time_period"),
            given["time_period"].take(valid),
            hour.map(PERIOD_OF_HOUR.__getitem__),
        ),
        _checked(
            partial(notice_derived, "day_of_week"),
            given["day_of_week"].take(valid),
            weekdays.map(DAYS_OF_WEEK.__getitem__),
        ),
    )
    accidents = AccidentColumns(
        tuple(map(_values, categories)),
        _values(district),
        *(column.integers() for column in (year, month, day, hour, weekdays)),
    )
    return CheckedRows(violations, valid, accidents, _together(attrgetter("notices"), notices))


def _times(given: GivenColumns) -> tuple[Sequence[Coded[_Outcome]], Sequence[Coded[Number]]]:
    """What was found about `accident_time`; year, month, day and hour with what was taken from it."""
    time, sent = given["accident_time"], [given[name] for name in RANGES]
    if time.values in ((), (None,)):
        return (), sent
    lacks = [column.map(lambda number: number is None) for column in sent]
    outcome = _checked(_check_time, time, *lacks)
    read = _values(outcome)
    return (outcome,), [apply(taken, column, read.map(itemgetter(part))) for part, column in enumerate(sent)]


def _check_time(text: str | None, *lacks_and_found: Any) -> Any:
    *lacks, found = lacks_and_found
    return check_time(text if any(lacks) else None, found, needs_hour=lacks[-1])


def _checked(check: Callable[..., Any], *columns: Coded[Any]) -> Coded[_Outcome]:
    """The outcome of the check of each row. `check` takes a value of each column, and then the findings."""

    def outcome(*values: Any) -> _Outcome:
        found = Findings()
        value = check(*values, found)
        return _Outcome(value, tuple(found.violations), tuple(found.notices))

    return apply(outcome, *columns)


def _values(outcomes: Coded[_Outcome]) -> Coded[Any]:
    return outcomes.map(attrgetter("value"))


def _together(part: Callable[[_Outcome], tuple[Any, ...]], outcomes: Iterable[Coded[_Outcome]]) -> Coded[Any]:
    """For each row that part of all its outcomes, in their order."""
    columns = [column.map(part) for column in outcomes]
    together: Coded[Any] = constant((), len(columns[0]))
    for column in columns:
        if any(column.values):
            together = apply(add, together, column)
    return together
