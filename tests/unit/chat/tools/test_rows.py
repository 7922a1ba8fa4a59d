"""Tools that show rows."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.agent.tools.results import ToolRefused
from services.chat.agent.tools.rows import filter_dataframe, get_sample_rows, sort_dataframe, view_name
from tests.unit.chat.tools.small_frames import Typed, column_of, dates, frame, real, rows, text, truth, whole

SMALL = frame({"글": text("가", "나", "가", None), "수": whole(4, 3, None, 1)}, "사고")


def test_a_filter_counts_the_rows_and_gives_them_as_a_view() -> None:
    result = filter_dataframe(SMALL, "글", "==", "가")
    assert result.facts == {"matched": 2, "rows": 4, "share": 0.5}
    assert rows(result) == (("가", 4), ("가", None))
    assert result.view == "사고 › 글 == 가"
    assert result.found is not None
    assert result.found.values("수").tolist()[0] == 4
    assert result.found.name == result.view


def test_a_filter_shows_ten_rows_of_those_it_found() -> None:
    result = filter_dataframe(frame({"수": whole(*range(50))}), "수", ">=", 20)
    assert column_of(rows(result), 0) == list(range(20, 30))
    assert result.table is not None
    assert result.table.total_rows == 30


def test_a_filter_by_a_derived_column_shows_it_first() -> None:
    result = filter_dataframe(frame({"때": dates("2017-03-05 13:00", "2017-03-06 01:00")}), "때.시", "==", 1)
    assert result.table is not None
    assert result.table.columns == ("때.시", "때")
    assert rows(result) == ((1, "2017-03-06 01:00"),)


def test_a_filter_says_how_many_rows_have_no_value() -> None:
    assert filter_dataframe(SMALL, "글", "!=", "가").notes == ("1 rows without a value of '글' are not among them",)
    assert filter_dataframe(SMALL, "글", "is_missing").notes == ()


def test_a_filter_that_finds_nothing_names_near_values() -> None:
    opened = frame({"시군구": text("대구광역시 수성구 상동", "대구광역시 남구 대명동")})
    result = filter_dataframe(opened, "시군구", "==", "수성구 상동")
    assert result.facts["matched"] == 0
    assert result.notes[0].startswith("no row has this value; near values: 대구광역시 수성구 상동")
    assert result.found is not None
    assert len(result.found) == 0


def test_comparing_texts_says_that_they_are_no_numbers() -> None:
    assert "character by character" in filter_dataframe(SMALL, "글", ">", "가").notes[0]


@given(
    st.lists(st.none() | st.integers(-3, 3), max_size=30),
    st.booleans(),
    st.integers(1, 10),
)
def test_sorting_is_the_stable_sort_of_pandas(values: list[int | None], ascending: bool, top_n: int) -> None:
    opened = frame({"수": whole(*values), "번": whole(*range(len(values)))})
    order = pd.Series(values, dtype="float64").sort_values(ascending=ascending, kind="stable").index[:top_n].tolist()
    result = sort_dataframe(opened, "수", ascending, top_n)
    assert column_of(rows(result), 1) == order
    assert result.facts == {"rows": len(values)}


def test_equal_values_keep_the_order_of_the_file_also_where_all_rows_are_shown() -> None:
    opened = frame({"수": whole(*[number % 3 for number in range(150)]), "번": whole(*range(150))})
    assert column_of(rows(sort_dataframe(opened, "수", top_n=200)), 1) == sorted(
        range(150), key=lambda i: (-(i % 3), i)
    )


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (text("나", None, "가", "나"), [0, 3, 2, 1]),
        (dates("2017-01-01", None, "2016-01-01", "2017-01-01"), [0, 3, 2, 1]),
        (truth(True, None, False, True), [0, 3, 2, 1]),
        (whole(2**60 + 1, None, 2**60, 2**60 + 1), [0, 3, 2, 1]),
        (real(2.5, None, -1.0, 2.5), [0, 3, 2, 1]),
    ],
)
def test_every_type_sorts_largest_first_and_missing_last(column: Typed, order: list[int]) -> None:
    result = sort_dataframe(frame({"열": column, "번": whole(0, 1, 2, 3)}), "열")
    assert column_of(rows(result), 1) == order
    assert result.notes == ("1 rows without a value come last",)


def test_weekdays_sort_by_the_week() -> None:
    opened = frame({"때": dates("2017-03-05", "2017-03-06", "2017-03-04")})
    assert column_of(rows(sort_dataframe(opened, "때.요일", ascending=True)), 0) == ["월요일", "토요일", "일요일"]


def test_sample_rows_are_spread_evenly_and_always_the_same() -> None:
    opened = frame({"번": whole(*range(100))})
    assert column_of(rows(get_sample_rows(opened, 4)), 0) == [0, 25, 50, 75]
    assert get_sample_rows(opened, 4) == get_sample_rows(opened, 4)
    assert len(rows(get_sample_rows(opened, 200))) == 100
    assert rows(get_sample_rows(frame({"번": whole()}), 3)) == ()


def test_sample_rows_of_one_value() -> None:
    result = get_sample_rows(SMALL, 5, "글", "가")
    assert result.facts == {"rows": 4, "matched": 2}
    assert rows(result) == (("가", 4), ("가", None))
    with pytest.raises(ToolRefused, match="both"):
        get_sample_rows(SMALL, 5, "글")
    with pytest.raises(ToolRefused, match="both"):
        get_sample_rows(SMALL, 5, value="가")


def test_wide_rows_are_cut_to_thirty_columns_with_the_one_that_was_asked_for() -> None:
    opened = frame({f"열{number}": whole(number) for number in range(40)})
    result = sort_dataframe(opened, "열35")
    assert result.table is not None
    assert len(result.table.columns) == 30
    assert result.table.columns[:2] == ("열35", "열0")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("가", "사고 › 글 == 가"),
        (["가", 1], "사고 › 글 == 가, 1"),
        (None, "사고 › 글 =="),
        ("가\n나", "사고 › 글 == 가 나"),
    ],
)
def test_a_view_is_named_after_its_condition(value: object, name: str) -> None:
    assert view_name("사고", "글", "==", value) == name  # type: ignore[arg-type]


def test_the_name_of_a_view_has_at_most_eighty_characters_and_keeps_the_condition() -> None:
    assert view_name("가" * 100, "글", "==", "나").endswith("› 글 == 나")
    assert len(view_name("가" * 100, "글", "==", "나")) == 80
    assert len(view_name("가" * 100, "글" * 100, "==", "나" * 100)) == 80
