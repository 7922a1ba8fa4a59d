"""Which column of a dataset is taken for which field of an accident: by its name, its kind, and what a caller chose."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum, auto

from services.chassis.errors import InvalidInput, Violation
from services.prediction.domain.accident import FIELD_LABELS
from services.prediction.domain.batch import ColumnMatch
from services.prediction.domain.column_names import (
    CLOCKS,
    DATES,
    DAYS,
    MOMENTS,
    NAMES,
    means_something_else,
    plain,
    without_remark,
)
from services.prediction.domain.column_violations import column_missing, unknown_column, unknown_field
from services.prediction.domain.taas_names import CATEGORICAL_FIELDS, normalized

REQUIRED = (*CATEGORICAL_FIELDS, "district", "accident_time")
"""What a prediction needs. In place of `accident_time` there may be year, month, day and hour, each in a column."""

_DATE_NUMBERS = ("accident_year", "accident_month", "accident_day")
_NUMBERS = (*_DATE_NUMBERS, "accident_hour")


class Kind(Enum):
    """What a column holds, as far as its type tells."""

    TEXT = auto()
    NUMBER = auto()
    DATE = auto()
    """Dates without an hour."""
    MOMENT = auto()
    """Dates with an hour."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a dataset."""

    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Matching:
    """`matches` in the order of `FIELD_LABELS`; `missing`: fields that are needed and have no column; `unused`: names
    of the other columns, in the order of the dataset."""

    matches: tuple[ColumnMatch, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


def match_columns(columns: Sequence[Column], chosen: Mapping[str, str]) -> Matching:
    """What would be taken for what. `chosen`: columns by field; an empty one leaves the field out.

    Raises InvalidInput if a field or a column is chosen that is not there.
    """
    taken, violations = _chosen(columns, chosen)
    if violations:
        raise InvalidInput(violations)
    return _match(columns, taken)


def require_columns(columns: Sequence[Column], chosen: Mapping[str, str]) -> tuple[ColumnMatch, ...]:
    """The matches of a job. Raises InvalidInput with everything that is wrong: beside `match_columns`, each field that
    is needed and has no column."""
    taken, violations = _chosen(columns, chosen)
    matching = _match(columns, taken)
    said = {violation.field for violation in violations}
    missing = [field for field in matching.missing if f"columns.{field}" not in said]
    names = [column.name for column in columns]
    violations += [column_missing(field, names if field == missing[0] else ()) for field in missing]
    if violations:
        raise InvalidInput(violations)
    return matching.matches


_TIMES: tuple[tuple[Sequence[str], Set[Kind]], ...] = (
    (MOMENTS, {Kind.MOMENT, Kind.DATE, Kind.TEXT, Kind.NUMBER}),
    (DATES, {Kind.MOMENT, Kind.DATE, Kind.TEXT}),
    (DAYS, {Kind.MOMENT, Kind.DATE}),
    (CLOCKS, {Kind.MOMENT}),
)
"""Names of columns with a date, and of which kind they then are."""
_ANY = frozenset(Kind)
_KINDS: Mapping[str, Set[Kind]] = {
    **{name: {Kind.NUMBER, Kind.TEXT} for name in _NUMBERS},
    "time_period": {Kind.TEXT},
    "day_of_week": {Kind.TEXT},
}
_PLAIN_DATES = frozenset(map(plain, DATES))


class _Search:
    """Finds columns by name; one that is taken is not found again."""

    def __init__(self, columns: Sequence[Column], taken: Iterable[Column]) -> None:
        self._taken = set(taken)
        self._names = {plain(column.name) for column in columns}
        self._by_name: dict[str, list[Column]] = {}
        for spelling in (plain, without_remark):
            for column in columns:
                self._by_name.setdefault(spelling(column.name), []).append(column)

    def find(self, names: Sequence[str], kinds: Set[Kind]) -> Column | None:
        """The first column with the first of the names that one of the right kind has."""
        for name in map(plain, names):
            for column in self._by_name.get(name, ()):
                if column not in self._taken and column.kind in kinds and not self._is_stranger(name, column):
                    return column
        return None

    def field(self, name: str) -> Column | None:
        return self.find(NAMES[name], _KINDS.get(name, _ANY))

    def time(self) -> Column | None:
        return next((column for names, kinds in _TIMES if (column := self.find(names, kinds))), None)

    def _is_stranger(self, name: str, column: Column) -> bool:
        return means_something_else(name, self._names, is_text=column.kind is Kind.TEXT)


def _match(columns: Sequence[Column], chosen: Mapping[str, Column | None]) -> Matching:
    found = {field: column for field, column in chosen.items() if column is not None}
    search = _Search(columns, found.values())
    for field in (*CATEGORICAL_FIELDS, "district", "time_period", "day_of_week"):
        if field not in chosen and (column := search.field(field)):
            found[field] = column
    found |= _times(search, found, FIELD_LABELS.keys() - chosen.keys())
    matches = tuple(ColumnMatch(field, found[field].name) for field in FIELD_LABELS if field in found)
    used = {match.column for match in matches}
    return Matching(matches, tuple(_missing(found, chosen)), tuple(c.name for c in columns if c.name not in used))


def _times(search: _Search, found: Mapping[str, Column], open_fields: Set[str]) -> dict[str, Column]:
    """Columns for those of the fields of date and hour that are open: one with both, a date and an hour, or four."""
    numbers = {f: column for f in _NUMBERS if f in open_fields and (column := search.field(f))}
    complete = found.keys() | numbers.keys() >= set(_NUMBERS)
    if complete and found.keys() & set(_DATE_NUMBERS):
        return numbers
    time = found.get("accident_time") or (search.time() if "accident_time" in open_fields else None)
    if time is None and not complete and "accident_time" in open_fields:
        time = search.find(("accident_time",), {Kind.TEXT, Kind.NUMBER})
    if time is None:
        return numbers
    hour = numbers.get("accident_hour")
    return {"accident_time": time} | ({"accident_hour": hour} if hour and not _has_hour(time) else {})


def _has_hour(column: Column) -> bool:
    return column.kind is not Kind.DATE and (column.kind is Kind.MOMENT or plain(column.name) not in _PLAIN_DATES)


def _missing(found: Mapping[str, Column], chosen: Mapping[str, Column | None]) -> Iterable[str]:
    yield from (field for field in REQUIRED if field not in found and field != "accident_time")
    if time := found.get("accident_time"):
        # Texts under the name of a date may hold an hour as well: whoever chose the column says so.
        is_trusted = "accident_time" in chosen and time.kind is not Kind.DATE
        if not (_has_hour(time) or is_trusted or "accident_hour" in found):
            yield "accident_hour"
    elif found.keys() & set(_DATE_NUMBERS):
        yield from (field for field in _NUMBERS if field not in found)
    else:
        yield "accident_time"


def _chosen(columns: Sequence[Column], chosen: Mapping[str, str]) -> tuple[dict[str, Column | None], list[Violation]]:
    """The chosen columns by field, None for a field that is left out, and what is wrong with the choice."""
    by_name = {column.name: column for column in columns}
    by_normal_name = {normalized(column.name): column for column in columns}
    taken: dict[str, Column | None] = {}
    violations = [unknown_field(field) for field in sorted(chosen.keys() - FIELD_LABELS.keys())]
    for field in (field for field in FIELD_LABELS if field in chosen):
        name = chosen[field]
        taken[field] = by_name.get(name) or by_normal_name.get(normalized(name))
        if name and taken[field] is None:
            violations.append(unknown_column(field, name, by_name))
    return taken, violations
