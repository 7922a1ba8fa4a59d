"""Counts, compared with plain pandas."""

import numpy as np
import pandas as pd

from frontend.analysis import category_counts

RANDOM = np.random.default_rng(3)
FIRST = pd.Series(RANDOM.choice(list("가나다라마바"), 500, p=[0.4, 0.25, 0.15, 0.1, 0.06, 0.04]))
SECOND = pd.Series(RANDOM.choice(["비", "눈", "맑음", "흐림"], 500, p=[0.1, 0.2, 0.4, 0.3]))


def test_values_are_counted_the_most_frequent_first() -> None:
    found = category_counts.count(pd.Series(["비", "눈", "비", None]))
    assert found.values.to_dict("list") == {"value": ["비", "눈"], "count": [2, 1], "share": [2 / 3, 1 / 3]}
    assert (found.rows, found.filled, found.missing) == (4, 3, 1)


def test_numbers_and_truths_are_written_as_text() -> None:
    assert category_counts.count(pd.Series([30.0, 30.0, np.nan, 50.5])).values["value"].tolist() == ["30", "50.5"]
    assert category_counts.count(pd.Series([True, None, True])).values["value"].tolist() == ["True"]


def test_what_is_not_shown_is_summed_up() -> None:
    found = category_counts.count(FIRST)
    counts = FIRST.value_counts()
    assert found.rest(2) == (4, counts.iloc[2:].sum())
    assert found.rest(6) == (0, 0)


def test_a_column_of_gaps_has_no_values() -> None:
    found = category_counts.count(pd.Series([None, None], dtype=object))
    assert (len(found.values), found.missing) == (0, 2)


def test_the_most_frequent_values_of_both_are_crossed() -> None:
    found = category_counts.cross(FIRST, SECOND, 3, 2)
    expected = pd.crosstab(FIRST, SECOND).loc[FIRST.value_counts().index[:3], ["맑음", "흐림"]]
    assert found.counts.index.tolist() == expected.index.tolist()
    assert found.counts.columns.tolist() == ["맑음", "흐림"]
    assert (found.counts.to_numpy() == expected.to_numpy()).all()
    assert (found.rest, found.rows, found.shown) == (None, 500, expected.to_numpy().sum())


def test_further_values_are_in_a_column_of_their_own() -> None:
    found = category_counts.cross(FIRST, SECOND, 3, 2, rest="그 밖")
    table = pd.crosstab(FIRST, SECOND).loc[found.counts.index]
    assert found.counts.columns.tolist() == ["맑음", "흐림", "그 밖"]
    assert found.counts["그 밖"].tolist() == (table["비"] + table["눈"]).tolist()
    assert found.shares.sum(axis=1).round(9).eq(1).all()


def test_a_value_that_is_called_like_the_rest_stays_apart() -> None:
    found = category_counts.cross(pd.Series(list("aaaa")), pd.Series(["그 밖", "그 밖", "x", "y"]), 3, 2, rest="그 밖")
    assert (found.counts.columns.tolist(), found.rest) == (["그 밖", "x", "그 밖 "], "그 밖 ")


def test_rows_without_either_value_do_not_count() -> None:
    found = category_counts.cross(pd.Series(["a", None, "b"]), pd.Series(["x", "y", None]), 5, 5, rest="그 밖")
    assert (found.rows, found.shown, found.counts.index.tolist(), found.rest) == (1, 1, ["a"], None)


def test_columns_that_never_have_values_together_make_an_empty_table() -> None:
    found = category_counts.cross(pd.Series(["a", None]), pd.Series([None, "x"]), 5, 5, rest="그 밖")
    assert (found.rows, found.shown) == (0, 0)
