"""Missing values, compared with plain pandas."""

import numpy as np
import pandas as pd
import pytest

from frontend.analysis import missing

FRAME = pd.DataFrame(
    {
        "가": [1.0, np.nan, 3.0, np.nan],
        "나": ["x", None, "y", None],
        "다": [1, 2, 3, 4],
        "라": [np.nan, np.nan, np.nan, "z"],
    }
)


def test_columns_stand_by_their_gaps() -> None:
    assert missing.count(FRAME).to_dict("list") == {
        "column": ["라", "가", "나", "다"],
        "missing": [3, 2, 2, 0],
        "share": [0.75, 0.5, 0.5, 0.0],
    }


def test_no_rows_have_no_gaps() -> None:
    assert missing.count(FRAME.head(0))["share"].tolist() == [0, 0, 0, 0]


def test_each_row_has_a_band_of_its_own_where_there_is_room() -> None:
    found = missing.bands(FRAME)
    assert found.first == found.last == [1, 2, 3, 4]
    assert list(found.shares.loc["가"]) == [0, 1, 0, 1]


@pytest.mark.parametrize("rows", [1, 199, 200, 201, 399, 1234])
def test_bands_hold_every_row_once_and_tell_its_gaps(rows: int) -> None:
    frame = pd.DataFrame({"가": np.where(np.random.default_rng(1).random(rows) < 0.4, np.nan, 1.0), "나": range(rows)})
    found = missing.bands(frame)
    assert len(found.first) == min(rows, 200)
    assert (found.first[0], found.last[-1]) == (1, rows)
    assert [last + 1 for last in found.last[:-1]] == found.first[1:]
    sizes = np.array(found.last) - np.array(found.first) + 1
    assert sizes.max() - sizes.min() <= 1
    assert (found.shares.loc["가"] * sizes).sum() == pytest.approx(frame["가"].isna().sum())
    assert found.most == found.shares.to_numpy().max()


def test_without_rows_there_are_no_bands() -> None:
    with pytest.raises(ValueError, match="no rows"):
        missing.bands(FRAME.head(0))


def test_columns_that_always_miss_together_are_found() -> None:
    found = missing.together(FRAME)
    assert found is not None
    assert (found.columns, found.both, found.either) == (["가", "나"], 2, 2)


def test_the_largest_group_that_always_misses_together_is_told() -> None:
    frame = FRAME.assign(마=FRAME["라"], 바=FRAME["라"])
    found = missing.together(frame)
    assert found is not None
    assert (found.columns, found.both) == (["라", "마", "바"], 3)


def test_columns_that_mostly_miss_together_are_found() -> None:
    found = missing.together(pd.DataFrame({"a": [None, None, None, 1], "b": [None, None, 1, 1], "c": [1, 1, 1, None]}))
    assert found is not None
    assert (found.columns, found.both, found.either) == (["a", "b"], 2, 3)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [None, 1, 2], "b": [1, None, 2]}),
        pd.DataFrame({"a": [1, 2]}),
        pd.DataFrame({"a": [None, None], "b": [None, None], "c": [None, 1]}),
    ],
    ids=["apart", "none", "empty columns"],
)
def test_nothing_is_said_of_columns_that_do_not_miss_together(frame: pd.DataFrame) -> None:
    assert missing.together(frame) is None
