"""Distributions, compared with plain pandas and with SciPy."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import gaussian_kde

from frontend.analysis import distribution

RANDOM = np.random.default_rng(7)
NORMAL = pd.Series(RANDOM.normal(50, 12, 5000))
SKEWED = pd.Series(np.where(RANDOM.random(5000) < 0.97, 0, RANDOM.integers(1, 400, 5000)).astype(float))
WIDE = {
    "normal": NORMAL,
    "skewed": SKEWED,
    "tiny": NORMAL * 1e-120,
    "immense": NORMAL * 1e145,
    "far away": NORMAL + 1e9,
    "denormal": pd.Series([0.0, 5e-324]),
    "with gaps": NORMAL.where(NORMAL > 40),
    "whole": pd.Series(RANDOM.integers(-500, 500, 2000)).astype(float),
    "two": pd.Series([1.5, 2.5]),
}


@pytest.mark.parametrize("values", WIDE.values(), ids=WIDE)
def test_the_summary_is_that_of_pandas(values: pd.Series) -> None:
    found = distribution.summarise(values)
    assert found is not None
    assert (found.count, found.rows) == (values.count(), len(values))
    assert (found.least, found.greatest) == (values.min(), values.max())
    assert found.mean == pytest.approx(values.mean())
    assert found.std == pytest.approx(values.std(), rel=1e-6)
    assert [found.lower_quartile, found.median, found.upper_quartile] == pytest.approx(
        values.quantile([0.25, 0.5, 0.75]).tolist()
    )


def test_zeros_and_outliers_are_counted() -> None:
    found = distribution.summarise(pd.Series([0.0, 0, 1, 2, 3, 100, -100, np.nan]))
    assert found is not None
    assert (found.zeros, found.outliers, found.missing) == (2, 2, 1)


def test_one_value_has_no_deviation() -> None:
    found = distribution.summarise(pd.Series([4.0]))
    assert found is not None
    assert (found.mean, found.std, found.outliers) == (4.0, 0.0, 0)


def test_without_values_there_is_nothing_to_draw() -> None:
    empty = pd.Series([np.nan, np.nan])
    assert distribution.summarise(empty) is None
    assert distribution.box(empty, "가") is None
    assert distribution.density(empty, 1) is None
    assert distribution.histogram(empty).empty


@pytest.mark.parametrize("values", WIDE.values(), ids=WIDE)
def test_every_value_is_in_exactly_one_bar(values: pd.Series) -> None:
    bins = distribution.histogram(values)
    known = values.dropna()
    assert bins["count"].sum() == len(known)
    assert len(bins) <= 52
    for first, last, count in bins.itertuples(index=False):
        if first < last:
            assert count == ((known >= first) & (known < last)).sum()


def test_bars_are_round_and_beside_each_other() -> None:
    bins = distribution.histogram(NORMAL)
    assert bins["from"].tolist()[1:] == bins["to"].tolist()[:-1]
    width = float(bins["to"][0] - bins["from"][0])
    assert width in (1.0, 2.0, 5.0)
    assert bins["from"][0] % width == 0


def test_few_whole_numbers_have_a_bar_each_and_gaps_stay_visible() -> None:
    bins = distribution.histogram(pd.Series([2.0, 2, 3, 6, np.nan]))
    assert bins["from"].tolist() == bins["to"].tolist() == [2, 3, 4, 5, 6]
    assert bins["count"].tolist() == [2, 1, 0, 0, 1]


def test_many_whole_numbers_are_put_together_in_whole_steps() -> None:
    bins = distribution.histogram(WIDE["whole"])
    assert ((bins["to"] - bins["from"]) % 1 == 0).all()


def test_a_constant_has_one_bar() -> None:
    bins = distribution.histogram(pd.Series([0.1 + 0.2, 0.3, 0.3]))
    assert bins["count"].tolist() == [3]


def test_the_density_is_the_one_of_scipy() -> None:
    curve = distribution.density(NORMAL, 2.0)
    assert curve is not None
    quartiles = NORMAL.quantile([0.25, 0.75])
    narrow = min(NORMAL.std(ddof=0), (quartiles[0.75] - quartiles[0.25]) / 1.34)
    bandwidth = 0.9 * narrow * len(NORMAL) ** -0.2
    exact = gaussian_kde(NORMAL, bw_method=bandwidth / NORMAL.std())(curve["value"].to_numpy()) * len(NORMAL) * 2
    assert np.abs(curve["count"] - exact).max() < exact.max() * 0.005


@pytest.mark.parametrize("name", ["normal", "skewed", "tiny", "immense", "far away", "whole"])
def test_the_area_below_the_density_is_that_of_the_bars(name: str) -> None:
    values = WIDE[name]
    bins = distribution.histogram(values)
    width = float(bins["to"][0] - bins["from"][0])
    curve = distribution.density(values, width)
    assert curve is not None
    area = np.trapezoid(curve["count"] / width, curve["value"])
    # Of values that crowd at an end, half of the kernels lies outside.
    assert len(values) * 0.45 < area < len(values) * 1.05


@pytest.mark.parametrize("values", [[1.0] * 50, [1.0, 2, 3] * 20, [5e-324 * step for step in range(20)]])
def test_constant_or_few_values_have_no_curve(values: list[float]) -> None:
    assert distribution.density(pd.Series(values), 1.0) is None


def test_whiskers_end_at_the_last_values_that_are_not_far_off() -> None:
    found = distribution.box(pd.Series([*range(20), 90.0, 90.0, 70.0, -50.0]), "가")
    assert found is not None
    assert (found.lower_whisker, found.upper_whisker, list(found.outliers)) == (0, 19, [-50, 70, 90])


def test_a_whisker_without_a_value_ends_at_the_box() -> None:
    found = distribution.box(pd.Series([1.0, 2, 3, 4, 5, 6, 30, 30]), "가")
    assert found is not None
    assert (found.upper_quartile, found.upper_whisker, list(found.outliers)) == (12, 12, [30])


def test_no_more_outliers_are_sent_than_can_be_told_apart_and_the_ends_are_among_them() -> None:
    values = pd.Series(np.concatenate([np.zeros(90_000), np.arange(1.0, 5001)]))
    found = distribution.box(values, "가", most=300)
    assert found is not None
    assert len(found.outliers) == 300
    assert (found.outliers[0], found.outliers[-1]) == (1, 5000)


def test_the_groups_with_most_figures_have_boxes() -> None:
    groups = pd.Series(["가"] * 5 + ["나"] * 3 + ["다"] * 4 + [None])
    values = pd.Series([1.0, 2, 3, 4, 5, 7, 8, 9, np.nan, np.nan, np.nan, 4, 100])
    found = distribution.boxes(values, groups, most=2)
    assert [(box.name, box.count, box.median) for box in found] == [("가", 5, 3), ("나", 3, 8)]


def test_without_figures_no_group_has_a_box() -> None:
    assert distribution.boxes(pd.Series([np.nan, 1.0]), pd.Series(["가", None])) == []
