import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontend.point_maps import sampling
from frontend.point_maps.layers import Drawn
from tests.unit.frontend.point_maps.layers import layer


@given(st.integers(0, 3_000), st.integers(1, 500))
def test_as_many_as_allowed_are_taken_each_once_and_in_order(rows: int, most: int) -> None:
    taken = sampling.positions(rows, most)
    assert len(taken) == min(rows, most)
    assert (np.diff(taken) > 0).all()
    assert not len(taken) or 0 <= taken[0] <= taken[-1] < rows


def test_the_rows_that_are_taken_lie_evenly_and_are_the_same_each_time() -> None:
    taken = sampling.positions(100_000, 1_000)
    assert (np.histogram(taken, 10, (0, 100_000))[0] == 100).all()
    assert taken.tolist() == sampling.positions(100_000, 1_000).tolist()


def test_rows_are_not_taken_at_equal_distances() -> None:
    """A file that repeats every hundred rows would show one of its kinds only."""
    assert len(set((sampling.positions(100_000, 1_000) % 100).tolist())) > 50


@pytest.mark.parametrize(
    ("sizes", "most", "expected"),
    [
        ([150_000, 871], 5_000, [4_129, 871]),
        ([10, 20], 5_000, [10, 20]),
        ([9_000, 9_000, 9_000], 5_000, [1_666, 1_667, 1_667]),
        ([0, 6_000], 5_000, [0, 5_000]),
        ([], 5_000, []),
    ],
)
def test_small_layers_stay_whole_and_large_ones_share_the_rest(
    sizes: list[int], most: int, expected: list[int]
) -> None:
    assert sampling.shares(sizes, most) == expected


@given(st.lists(st.integers(0, 9_000), max_size=8), st.integers(1, 9_000))
def test_together_they_are_as_many_as_allowed(sizes: list[int], most: int) -> None:
    assert sum(sampling.shares(sizes, most)) == min(sum(sizes), most)


def test_circles_of_counts_stay_whole() -> None:
    many = layer(50, popups={"번호": list(range(50))})
    thinned = sampling.thin([many, layer(200, kind=Drawn.CIRCLES)], 20)
    assert [len(each.points) for each in thinned] == [20, 200]
    assert thinned[0].popups is not None
    assert (thinned[0].popups["번호"] / 1e4 + 35.87).to_numpy() == pytest.approx(
        thinned[0].points["latitude"].to_numpy()
    )


def test_what_is_left_out_is_said_in_numbers() -> None:
    assert sampling.sentence(5_000, 13_000) == "13,000건 가운데 5,000건을 표시했습니다."
    assert sampling.sentence(5, 5) == ""
    gaps = layer(3)
    gaps.points.loc[0, "longitude"] = float("nan")
    apart = [layer(9, kind=Drawn.CIRCLES), layer(5, kind=Drawn.AREAS)]
    assert sampling.placed_points([gaps, layer(7), *apart]) == 9
