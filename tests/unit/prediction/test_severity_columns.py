import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.prediction.domain.severity import LABELS, Severity, SeverityScale, weighted
from services.prediction.domain.severity_columns import read_columns
from tests.unit.prediction.test_severity import SCALE

BINS = len(SCALE.bins)


def rows(scale: SeverityScale, probabilities: NDArray[np.float64]) -> list[Severity]:
    """What `read_columns` says, row by row, in the form of `SeverityScale.read`."""
    columns = read_columns(scale, probabilities)
    return [
        Severity(
            columns.eclo[i].item(),
            columns.percentile[i].item(),
            LABELS[columns.label[i]],
            tuple(columns.bands[i].tolist()),
            columns.serious[i].item(),
            (columns.lower[i].item(), columns.upper[i].item()),  # type: ignore[arg-type]  # equal to an Interval
            scale.city_bands,
            scale.city_serious,
        )
        for i in range(len(probabilities))
    ]


@given(st.lists(st.lists(st.floats(0, 1), min_size=BINS, max_size=BINS).filter(lambda p: sum(p) > 0.01), max_size=20))
def test_many_severities_equal_each_one_to_the_last_bit(weights: list[list[float]]) -> None:
    probabilities = np.array([[w / sum(row) for w in row] for row in weights]).reshape(-1, BINS)
    assert rows(SCALE, probabilities) == [SCALE.read(row) for row in probabilities.tolist()]


def test_ten_thousand_severities_equal_each_one_to_the_last_bit() -> None:
    """So many that any other order of adding, or another expm1, shows."""
    probabilities = np.random.default_rng(1).dirichlet(np.ones(BINS), 10_000)
    assert rows(SCALE, probabilities) == [SCALE.read(row) for row in probabilities.tolist()]


@pytest.mark.parametrize("certain", range(BINS))
def test_a_certain_bin_and_the_ends_of_the_scale_are_read_alike(certain: int) -> None:
    probabilities = np.eye(BINS)[[certain]]
    assert rows(SCALE, probabilities) == [SCALE.read(probabilities[0].tolist())]


def test_no_rows_are_no_severities() -> None:
    assert rows(SCALE, np.empty((0, BINS))) == []


def test_probabilities_are_added_from_the_first_to_the_last() -> None:
    """As written, which compensated and pairwise sums are not: with those the small ones would not vanish."""
    probabilities, ones = [1.0, *[1e-16] * 9], [1.0] * 10
    assert weighted(probabilities, ones) == 1.0
    assert weighted([np.array([p]) for p in probabilities], ones).tolist() == [1.0]
