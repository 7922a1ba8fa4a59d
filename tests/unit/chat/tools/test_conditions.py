"""The operators of filter_dataframe."""

import unicodedata
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.agent.tools.conditions import OPERATORS, matching
from services.chat.agent.tools.results import ToolRefused
from services.chat.domain.answer import Json
from services.chat.domain.frame import Frame
from tests.unit.chat.tools.small_frames import dates, frame, real, text, truth, whole, years


def rows(opened: Frame, column: str, operator: str, value: Json = None) -> list[int]:
    return np.flatnonzero(matching(opened, opened.column(column), operator, value)).tolist()


NUMBERS = frame({"수": whole(3, None, 1, 2, 2), "폭": real(0.5, 1.5, None, 2.0, -1.0)})


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("==", 2, [3, 4]),
        ("==", "2", [3, 4]),
        ("==", "2.0", [3, 4]),
        ("!=", 2, [0, 2]),
        (">", 1, [0, 3, 4]),
        (">=", 2, [0, 3, 4]),
        ("<", 2, [2]),
        ("<=", "2건", [2, 3, 4]),
        ("in", [1, "3"], [0, 2]),
        ("between", [1, 2], [2, 3, 4]),
        ("between", [2, 1], []),
        ("is_missing", None, [1]),
        ("not_missing", None, [0, 2, 3, 4]),
        ("==", 10**30, []),
        ("in", [10**30, 1], [2]),
    ],
)
def test_numbers(operator: str, value: Json, expected: list[int]) -> None:
    assert rows(NUMBERS, "수", operator, value) == expected


def test_numbers_with_thousands_separators_and_units_are_read() -> None:
    opened = frame({"수": whole(1234, 5), "연도": years(2017, 2018)})
    assert rows(opened, "수", "==", "1,234") == [0]
    assert rows(opened, "연도", "==", "2017년") == [0]


@given(
    st.lists(st.none() | st.integers(-5, 5), max_size=20),
    st.sampled_from(["==", "!=", ">", ">=", "<", "<="]),
    st.integers(-6, 6),
)
def test_comparing_numbers_is_what_python_does_with_those_that_are_there(
    values: list[int | None], operator: str, other: int
) -> None:
    compared = {"==": "__eq__", "!=": "__ne__", ">": "__gt__", ">=": "__ge__", "<": "__lt__", "<=": "__le__"}[operator]
    expected = [i for i, value in enumerate(values) if value is not None and getattr(value, compared)(other)]
    assert rows(frame({"수": whole(*values)}), "수", operator, other) == expected


TEXTS = frame({"글": text("가", None, " 나 ", unicodedata.normalize("NFD", "다라"), "가나")})


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("==", "나", [2]),
        ("==", unicodedata.normalize("NFD", " 다라"), [3]),
        ("!=", "가", [2, 3, 4]),
        ("contains", "나", [2, 4]),
        ("contains", ".", []),
        ("startswith", "가", [0, 4]),
        ("in", ["가", "나", "없음"], [0, 2]),
        (">=", "나", [2, 3]),
        ("between", ["가", "가나"], [0, 4]),
        ("is_missing", None, [1]),
        ("==", 1, []),
    ],
)
def test_texts(operator: str, value: Json, expected: list[int]) -> None:
    assert rows(TEXTS, "글", operator, value) == expected


@pytest.mark.parametrize("operator", ["==", "!=", "contains", "startswith", "in", ">", "between", "is_missing"])
def test_texts_with_very_many_values_are_compared_the_same_way(operator: str) -> None:
    many = [f"값{number}" for number in range(2**15)]
    values = [*many, " 값7 ", None, "값77"]
    values_of: dict[str, Json] = {"in": ["값7"], "between": ["값7", "값77"]}
    value = values_of.get(operator, "값7")
    found = rows(frame({"글": text(*values)}), "글", operator, value)
    few = frame({"글": text(*values[7:8], *values[-3:])})
    places = {0: 7, 1: 2**15, 2: 2**15 + 1, 3: 2**15 + 2}
    assert {place for place in found if place in places.values()} == {
        places[place] for place in rows(few, "글", operator, value)
    }


DATES = frame({"때": dates("2016-12-31 23:00", "2017-01-01 00:00", None, "2017-03-05 13:00", "2018-01-01 00:00")})


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("==", "2017", [1, 3]),
        ("==", 2017, [1, 3]),
        ("==", "2017-03", [3]),
        ("==", "2017-03-05", [3]),
        ("==", "2017-03-05 13", [3]),
        ("==", "2017-03-05 14", []),
        ("!=", "2017", [0, 4]),
        (">", "2017", [4]),
        (">=", "2017", [1, 3, 4]),
        ("<", "2017", [0]),
        ("<=", "2017", [0, 1, 3]),
        ("in", ["2016", "2018-01-01"], [0, 4]),
        ("between", ["2016-12", "2017-01"], [0, 1]),
        ("is_missing", None, [2]),
        ("not_missing", None, [0, 1, 3, 4]),
    ],
)
def test_dates(operator: str, value: Json, expected: list[int]) -> None:
    assert rows(DATES, "때", operator, value) == expected


def test_weekdays_and_parts_of_the_day_compare_by_their_order() -> None:
    opened = frame({"때": dates("2017-03-04 03:00", "2017-03-05 12:00", "2017-03-06 22:00", None)})
    assert rows(opened, "때.요일", ">=", "토요일") == [0, 1]
    assert rows(opened, "때.요일", "between", ["월요일", "금요일"]) == [2]
    assert rows(opened, "때.시간대", "!=", "밤") == [0, 1]
    assert rows(opened, "때.시간대", "startswith", "새") == [0]
    with pytest.raises(ToolRefused, match="월요일"):
        rows(opened, "때.요일", ">", "주말")


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("==", True, [0]),
        ("==", "true", [0]),
        ("!=", "참", [1]),
        ("in", [True, False], [0, 1]),
        ("is_missing", None, [2]),
    ],
)
def test_booleans(operator: str, value: Json, expected: list[int]) -> None:
    assert rows(frame({"예": truth(True, False, None)}), "예", operator, value) == expected


ALL = frame({"수": whole(1), "글": text("가"), "때": dates("2017-01-01"), "예": truth(True), "위도": real(35.8)})


@pytest.mark.parametrize(
    ("column", "operator", "value", "why"),
    [
        ("수", "==", "많음", "holds numbers"),
        ("수", "==", True, "holds numbers"),
        ("수", "==", 10**400, "holds numbers"),
        ("수", "contains", 1, "is for text"),
        ("수", "==", None, "needs one value"),
        ("수", "==", [1], "needs one value"),
        ("수", "in", 1, "needs a list"),
        ("수", "in", [], "needs a list"),
        ("글", "in", ["가"] * 51, "at most 50"),
        ("수", "between", [1, 2, 3], "two values"),
        ("때", "==", "어제", "not a date"),
        ("때", "startswith", "2017", "is for text"),
        ("예", "==", "아마", "neither true nor false"),
        ("예", ">", True, "use == or !="),
    ],
)
def test_a_condition_that_does_not_fit_is_refused_with_what_would(
    column: str, operator: str, value: Any, why: str
) -> None:
    with pytest.raises(ToolRefused, match=why):
        rows(ALL, column, operator, value)


@pytest.mark.parametrize("operator", OPERATORS)
def test_no_condition_matches_where_there_are_no_rows(operator: str) -> None:
    empty = frame({"수": whole(), "글": text(), "때": dates()})
    for column, value in (("수", 1), ("글", "가"), ("때", 2017)):
        many: Json = [value, value] if operator in ("in", "between") else value
        if (column, operator) not in [(each, part) for each in ("수", "때") for part in ("contains", "startswith")]:
            assert rows(empty, column, operator, many) == []


def test_a_mask_has_an_entry_for_each_row() -> None:
    found = matching(TEXTS, TEXTS.column("글"), "==", "가")
    assert found.dtype == np.bool_
    assert len(found) == len(TEXTS)
    assert pd.Series(found).notna().all()
