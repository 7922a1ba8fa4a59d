from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.prediction.domain.coded_column import Coded, apply, coded, coded_integers, constant


def rows(column: Coded[Any]) -> list[Any]:
    return [column.values[code] for code in column.codes.tolist()]


@given(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=1), st.none() | st.integers(0, 3)), max_size=30))
def test_a_function_of_columns_is_that_of_their_rows(given: list[tuple[int, str, int | None]]) -> None:
    columns: list[Coded[Any]] = [coded(row[i] for row in given) for i in range(3)]
    assert [rows(column) for column in columns] == [[row[i] for row in given] for i in range(3)]
    assert rows(apply(lambda *values: values, *columns)) == given
    assert rows(columns[0].map(lambda number: number % 3)) == [row[0] % 3 for row in given]


@pytest.mark.parametrize("distinct", [2, 3000])
def test_the_function_is_called_once_for_each_combination(distinct: int) -> None:
    """Few combinations that could occur are counted, many are sorted."""
    numbers = np.random.default_rng(2).integers(0, distinct, (3, 4000))
    columns = [coded(column) for column in numbers.tolist()]
    calls: Counter[tuple[int, ...]] = Counter()

    def total(*values: int) -> int:
        calls[values] += 1
        return sum(values)

    assert rows(apply(total, *columns)) == numbers.sum(axis=0).tolist()
    assert set(calls) == set(zip(*numbers.tolist(), strict=True))
    assert set(calls.values()) == {1}


def test_equal_results_are_one_value() -> None:
    column = apply(lambda a, b: a + b, coded([1, 2, 3]), coded([3, 2, 1]))
    assert column.values == (4,)
    assert coded([1, -1]).map(abs).values == (1,)


def test_rows_that_are_taken_keep_only_their_values() -> None:
    column = coded(["a", "b", "c", "b"]).take(np.array([3, 0]))
    assert rows(column) == ["b", "a"]
    assert set(column.values) == {"a", "b"}


@given(st.lists(st.none() | st.integers(-(10**9), 10**9), max_size=10))
def test_numbers_are_coded_with_the_places_where_there_is_none(given: list[int | None]) -> None:
    is_there = np.array([number is not None for number in given], dtype=bool)
    assert rows(coded_integers(np.array([number or 0 for number in given], dtype=np.int64), is_there)) == given


def test_no_rows_are_no_trouble() -> None:
    assert rows(apply(lambda a, b: a, coded([]), constant("x", 0))) == []
    assert rows(constant("x", 0).take(np.array([], dtype=np.int64))) == []
