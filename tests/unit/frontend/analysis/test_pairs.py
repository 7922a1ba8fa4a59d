"""Pairs of columns, compared with plain pandas and numpy."""

import numpy as np
import pandas as pd
import pytest

from frontend.analysis import pairs
from frontend.analysis.figures import Figures
from tests.unit.frontend.analysis.tables import table

RANDOM = np.random.default_rng(5)
X = pd.Series(RANDOM.normal(100, 15, 2000))
Y = X * 0.5 + RANDOM.normal(0, 10, 2000)
Z = pd.Series(RANDOM.integers(0, 5, 2000)).astype(float)


def columns(**series: pd.Series) -> list[Figures]:
    return [Figures(name, values) for name, values in series.items()]


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_correlations_are_those_of_pandas(method: pairs.Method) -> None:
    found = pairs.correlations(columns(x=X, y=Y, z=Z), method)
    expected = pd.DataFrame({"x": X, "y": Y, "z": Z}).corr(method=method)
    pd.testing.assert_frame_equal(found, expected)


def test_rows_with_one_of_both_missing_do_not_count() -> None:
    x, y = X.where(RANDOM.random(2000) > 0.3), Y.where(RANDOM.random(2000) > 0.3)
    found = pairs.correlations(columns(x=x, y=y, z=Z), "pearson")
    pd.testing.assert_frame_equal(found, pd.DataFrame({"x": x, "y": y, "z": Z}).corr())


@pytest.mark.parametrize("scale", [1e-140, 1e140, 1.0])
@pytest.mark.parametrize("shift", [0, 1e6])
def test_correlations_do_not_depend_on_the_unit(scale: float, shift: float) -> None:
    found = pairs.correlations(columns(x=(X + shift) * scale, y=Y), "pearson")
    assert found.loc["x", "y"] == pytest.approx(X.corr(Y), abs=1e-6)


def test_a_constant_or_hardly_filled_column_has_no_correlation() -> None:
    few = pd.Series([1.0, 2.0, *([np.nan] * 1998)])
    found = pairs.correlations(columns(x=X, one=X * 0 + 3, few=few, gaps=few * np.nan), "pearson")
    assert np.isnan(found.loc["x"].to_numpy()).tolist() == [False, True, True, True]


def test_no_column_has_no_correlations() -> None:
    assert pairs.correlations([], "pearson").empty


def test_the_fullest_columns_are_taken_in_the_order_of_the_file() -> None:
    made = table({"a": [1.0, None, None], "b": [1.0, 1.0, 2.0], "c": [1.0, 2.0, 3.0], "d": [1.0, 2.0, None]})
    assert pairs.fullest(made, ["a", "b", "c", "d"], 3) == ["b", "c", "d"]
    assert pairs.fullest(made, ["a", "b", "c", "d"], 1) == ["c"]


def test_the_line_is_the_one_of_least_squares() -> None:
    found = pairs.line(X.where(X > 80), Y)
    assert found is not None
    slope, intercept = np.polyfit(X[X > 80], Y[X > 80], 1)
    assert [found.slope, found.intercept] == pytest.approx([slope, intercept])
    assert found.r == pytest.approx(X[X > 80].corr(Y[X > 80]))
    assert found.count == (X > 80).sum()


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1.0, 2.0], [1.0, 2.0]),
        ([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]),
        ([1.0, 2.0, 3.0], [4.0, 4.0, 4.0]),
        ([1.0, np.nan, 3.0, 4.0], [1.0, 2.0, np.nan, 4.0]),
        ([0.0, 5e-324, 1e-323], [0.0, 1e149, 1.0]),
    ],
)
def test_without_enough_that_varies_there_is_no_line(x: list[float], y: list[float]) -> None:
    assert pairs.line(pd.Series(x), pd.Series(y)) is None


def test_many_points_are_sampled_and_the_sample_stays_the_same() -> None:
    first, second = pairs.points(X, Y, 100), pairs.points(X, Y, 100)
    assert (first.rows, first.drawn, first.sampled) == (2000, 100, True)
    pd.testing.assert_frame_equal(first.points, second.points)
    assert set(zip(first.points["x"], first.points["y"], strict=True)) <= set(zip(X, Y, strict=True))


def test_points_on_few_places_are_all_there_with_their_counts() -> None:
    found = pairs.points(Z, Z * 2, 100)
    assert not found.sampled
    assert found.points.set_index("x")["count"].to_dict() == Z.value_counts().to_dict()
    assert (found.points["y"] == found.points["x"] * 2).all()


def test_rows_without_either_figure_are_not_drawn() -> None:
    found = pairs.points(pd.Series([1.0, np.nan, 3.0]), pd.Series([1.0, 2.0, np.nan]), 100)
    assert found.points.to_dict("records") == [{"x": 1.0, "y": 1.0, "count": 1}]
