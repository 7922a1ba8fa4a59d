"""The statistics: A and B measured in turn, the ratio of each pair, its median and spread, and what it is held to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Self


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some values, the lowest and the highest."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Raises ValueError (statistics.StatisticsError) if there are none."""
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was measured for A and B; the two values at one index were measured one right after the other."""

    a: tuple[float, ...]
    b: tuple[float, ...]

    @property
    def ratio(self) -> Spread:
        """A / B of each pair: what slows the machine down for a while slows both, and leaves the ratio."""
        return Spread.of([a / b for a, b in zip(self.a, self.b, strict=True)])


def in_turn(a: Callable[[], float], b: Callable[[], float], pairs: int) -> Pairs:
    """Measures A B A B ..., `pairs` times each."""
    measured = [(a(), b()) for _ in range(pairs)]
    return Pairs(tuple(first for first, _ in measured), tuple(second for _, second in measured))


class Verdict(StrEnum):
    GOAL = "goal met"
    MUST = "must met"
    MISSED = "MISSED"


@dataclass(frozen=True, slots=True)
class Target:
    """The two marks of a figure. `at_most`: the figure should be small (a cost), otherwise large (a rate)."""

    must: float
    goal: float
    at_most: bool

    def verdict(self, figure: float) -> Verdict:
        if self._reaches(figure, self.goal):
            return Verdict.GOAL
        return Verdict.MUST if self._reaches(figure, self.must) else Verdict.MISSED

    def _reaches(self, figure: float, mark: float) -> bool:
        return figure <= mark if self.at_most else figure >= mark

    def text(self, mark: float) -> str:
        return f"{'≤' if self.at_most else '≥'} {mark:g}"


def at_most(must: float, goal: float) -> Target:
    return Target(must, goal, at_most=True)


def at_least(must: float, goal: float) -> Target:
    return Target(must, goal, at_most=False)
