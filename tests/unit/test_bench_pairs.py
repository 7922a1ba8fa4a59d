"""The statistics of the bench; what it measures is not for a test."""

from statistics import StatisticsError

import pytest

from tests.bench.pairs import Pairs, Spread, Verdict, at_least, at_most, in_turn


def test_a_and_b_are_measured_in_turn() -> None:
    order: list[str] = []

    def measure(name: str, value: float) -> float:
        order.append(name)
        return value

    measured = in_turn(lambda: measure("A", 2.0), lambda: measure("B", 4.0), pairs=3)
    assert order == ["A", "B"] * 3
    assert measured == Pairs((2.0, 2.0, 2.0), (4.0, 4.0, 4.0))


def test_the_ratio_is_that_of_neighbours_so_that_a_slow_machine_leaves_it() -> None:
    # The machine is ten times slower during the second pair; medians of A and of B apart would give 20 / 10.
    assert Pairs((1.0, 20.0, 30.0), (2.0, 40.0, 10.0)).ratio == Spread(median=0.5, lowest=0.5, highest=3.0)


def test_the_ratio_of_an_even_number_of_pairs_lies_between_the_middle_two() -> None:
    assert Pairs((1.0, 2.0), (1.0, 1.0)).ratio.median == 1.5


def test_pairs_that_are_not_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        _ = Pairs((1.0, 2.0), (1.0,)).ratio


def test_no_measurement_has_no_spread() -> None:
    with pytest.raises(StatisticsError):
        Spread.of([])


@pytest.mark.parametrize(
    ("figure", "verdict"), [(1.25, Verdict.GOAL), (1.26, Verdict.MUST), (1.6, Verdict.MUST), (1.61, Verdict.MISSED)]
)
def test_a_cost_must_not_exceed_its_marks(figure: float, verdict: Verdict) -> None:
    assert at_most(must=1.6, goal=1.25).verdict(figure) is verdict


@pytest.mark.parametrize(
    ("figure", "verdict"), [(0.75, Verdict.GOAL), (0.74, Verdict.MUST), (0.55, Verdict.MUST), (0.54, Verdict.MISSED)]
)
def test_a_rate_must_reach_its_marks(figure: float, verdict: Verdict) -> None:
    assert at_least(must=0.55, goal=0.75).verdict(figure) is verdict


def test_marks_are_written_with_their_direction() -> None:
    assert [at_most(1.6, 1.25).text(1.6), at_least(5, 10).text(10)] == ["≤ 1.6", "≥ 10"]
