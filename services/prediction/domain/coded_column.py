"""A column as its distinct values, so that what is said about a value is worked out once and not for every row."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=Hashable)
S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Coded(Generic[T]):
    """Row i holds values[codes[i]]. The values are different from each other; some may occur in no row."""

    codes: NDArray[np.int64]
    values: tuple[T, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def map(self, function: Callable[[T], S]) -> "Coded[S]":
        """The function of every value."""
        places: dict[S, int] = {}
        new = [places.setdefault(function(value), len(places)) for value in self.values]
        return Coded(np.array(new, dtype=np.int64)[self.codes], tuple(places))

    def take(self, rows: NDArray[np.int64]) -> "Coded[T]":
        """These rows, and of the values those that occur in them."""
        codes, first = _renumbered(self.codes[rows], len(self.values))
        return Coded(codes, tuple(self.values[code] for code in self.codes[rows[first]].tolist()))

    def integers(self) -> NDArray[np.int64]:
        """The values themselves, all of them numbers, of every row."""
        return np.array(self.values, dtype=np.int64)[self.codes]


def coded(rows: Iterable[T]) -> Coded[T]:
    """The values of the rows in order."""
    places: dict[T, int] = {}
    codes = [places.setdefault(value, len(places)) for value in rows]
    return Coded(np.array(codes, dtype=np.int64), tuple(places))


def coded_integers(numbers: NDArray[np.int64], is_there: NDArray[np.bool_]) -> Coded[int | None]:
    """The numbers of the rows; None where there is none."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, -1)
    codes, first = _renumbered(numbers - low, high - low + 1)
    return Coded(np.where(is_there, codes, len(first)), (*numbers[first].tolist(), None))


def constant(value: T, rows: int) -> Coded[T]:
    return Coded(np.zeros(rows, np.int64), (value,))


def apply(function: Callable[..., T], *columns: Coded[Any]) -> Coded[T]:
    """The function of the values of each row, called once for every combination that occurs."""
    codes, first = _renumbered(columns[0].codes, len(columns[0].values))
    for column in columns[1:]:
        size = len(first) * len(column.values)
        codes, first = _renumbered(codes * len(column.values) + column.codes, size)
    arguments = ([column.values[code] for code in column.codes[first].tolist()] for column in columns)
    places: dict[T, int] = {}
    new = [places.setdefault(function(*values), len(places)) for values in zip(*arguments, strict=True)]
    return Coded(np.array(new, dtype=np.int64)[codes], tuple(places))


def _renumbered(codes: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Codes less than `size` as codes without gaps, in the same order, and for each of those a row that has it."""
    if size > 4 * len(codes) + 1024:
        _, first, dense = np.unique(codes, return_index=True, return_inverse=True)
        return dense, first
    row = np.full(size, -1, np.int64)
    row[codes] = np.arange(len(codes))
    occurs = row >= 0
    return (np.cumsum(occurs) - 1)[codes], row[occurs]
