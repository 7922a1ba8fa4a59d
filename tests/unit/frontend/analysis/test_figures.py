import numpy as np
import pandas as pd
import pytest

from frontend.analysis import figures
from tests.unit.frontend.analysis.tables import table

AGES = ["54세", "46세", "22세", "25세", "59세", "26세", "33세", "56세", "42세", "기타불명", "54세", None]


def test_numbers_are_figures_and_keys_and_words_are_not() -> None:
    made = table({"번호": range(40), "수": [1, 2] * 20, "실수": [0.5, 1.5] * 20, "글": ["가", "나"] * 20})
    assert made.units == {"수": "", "실수": ""}


def test_text_with_a_unit_is_a_figure_in_disguise() -> None:
    made = table({"연령": AGES})
    assert made.units == {"연령": "세"}
    read = figures.read(made, "연령")
    assert read.label == "연령(세)"
    assert read.values.tolist()[:2] == [54.0, 46.0]
    assert read.values.isna().tolist() == [False] * 9 + [True, False, True]
    assert read.unread == 1


def test_the_figures_keep_the_index_of_the_rows() -> None:
    made = table({"연령": AGES})
    kept = made.take(np.array([False, True] * 6))
    assert figures.read(kept, "연령").values.to_dict() == {
        1: 46.0,
        3: 25.0,
        5: 26.0,
        7: 56.0,
    } | {9: pytest.approx(np.nan, nan_ok=True), 11: pytest.approx(np.nan, nan_ok=True)}


def test_a_choice_of_rows_keeps_the_columns_with_figures_whatever_is_left_in_them() -> None:
    made = table({"연령": AGES})
    words_only = made.take(np.array([text == "기타불명" for text in AGES]))
    assert words_only.units == {"연령": "세"}
    assert figures.read(words_only, "연령").unread == 1


@pytest.mark.parametrize(
    ("text", "value"), [("1,234원", 1234.0), ("-3.5 km", -3.5), ("10 m", 10.0), ("60km/h", 60.0), ("7", 7.0)]
)
def test_figures_are_read_with_commas_signs_decimals_and_spaces(text: str, value: float) -> None:
    unit = text.lstrip("-0123456789,. ") or "m"
    made = table({"값": [text, f"2{unit}", f"3{unit}"]})
    assert figures.read(made, "값").values[0] == value


@pytest.mark.parametrize(
    "values",
    [
        ["8", "6~8", "10.0", "6"],
        ["1m", "2km", "3m", "4km"],
        ["1세", "가", "나", "다"],
        ["10동 3층", "2동 1층", "3동 2층"],
        ["1,23명", "4,5명", "6,78명"],
        ["30세", "30세", "30세"],
    ],
    ids=["no unit", "two units", "mostly words", "addresses", "wrong commas", "one value"],
)
def test_other_text_is_no_figure(values: list[str]) -> None:
    assert table({"값": values}).units == {}


def test_infinite_and_immense_values_count_as_missing() -> None:
    values = figures.finite(pd.Series([1.0, np.inf, -np.inf, 1e200, None]))
    assert values.isna().tolist() == [False, True, True, True, True]
