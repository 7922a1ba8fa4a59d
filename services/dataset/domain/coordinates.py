"""Finds the columns that hold latitude and longitude."""

from collections.abc import Sequence

from services.dataset.domain.columns import TypedValues


def mark(names: Sequence[str], columns: Sequence[TypedValues]) -> list[TypedValues]:
    """The columns, those that hold coordinates with type LATITUDE or LONGITUDE."""
    raise NotImplementedError
