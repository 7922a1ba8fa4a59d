"""Columns as the tests of the matching name them, and what is found among them."""

from collections.abc import Mapping

from services.prediction.domain.column_matching import Column, Kind, match_columns

BASE = ("기상상태", "노면상태", "도로형태", "사고유형", "시군구")
FIVE = dict(zip(("weather", "road_surface", "road_type", "accident_type", "district"), BASE, strict=True))
DACON = ("ID", "사고일시", "요일", "기상상태", "시군구", "도로형태", "노면상태", "사고유형")


def columns(*names: str, **kinds: Kind) -> list[Column]:
    """Columns of text, but for those whose kind is named."""
    return [Column(name, kinds.get(name, Kind.TEXT)) for name in names]


def matched(given: list[Column], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which column is taken for which field."""
    return {match.field: match.column for match in match_columns(given, chosen or {}).matches}


def times(given: list[Column], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is taken for date and hour beside the five other fields."""
    found = matched([*columns(*BASE), *given], chosen)
    return {field: column for field, column in found.items() if field not in FIVE}


def missing(*names: str, **kinds: Kind) -> tuple[str, ...]:
    """Which fields are not found among these columns and those of BASE."""
    return match_columns(columns(*BASE, *names, **kinds), {}).missing
