import pandas as pd
import pytest

from frontend.analysis import comparison
from frontend.analysis.columns import Kind
from tests.unit.frontend.analysis.tables import accidents, table

OTHER = table(
    {
        "사고일시": pd.to_datetime(["2016-01-04 08:00", "2018-06-05 08:00"]),
        "주소": ["대구광역시 남구 대명동 1", "대구광역시 남구 대명동 2"],
        "기상상태": ["비", "비"],
        "이름": ["가", "나"],
    }
)
CAMERAS = table({"설치연도": [2010, 2013, 2010]}, 설치연도=Kind.YEAR)


def test_what_both_tell_can_be_compared() -> None:
    assert comparison.aspects(accidents(), OTHER) == ["구·군", "동", "연도", "월", "요일", "시각", "기상상태"]
    assert comparison.aspects(accidents(), CAMERAS) == ["연도"]
    assert comparison.aspects(table({"가": ["x", "y"]}), CAMERAS) == []


def test_a_column_that_is_called_like_a_part_of_the_other_one_is_not_compared_with_it() -> None:
    weekdays = table({"요일": ["금", "금", "월"], "기상상태": ["비", "비", "눈"]})
    assert comparison.aspects(accidents(), weekdays) == ["기상상태"]
    assert comparison.aspects(weekdays, weekdays) == ["요일", "기상상태"]


@pytest.mark.parametrize(
    ("aspect", "first"),
    [("구·군", "수성구"), ("연도", "2016년"), ("월", "1월"), ("요일", "금요일"), ("시각", "0시"), ("기상상태", "맑음")],
)
def test_each_row_has_its_value_and_rows_without_one_have_none(aspect: str, first: str) -> None:
    values = comparison.values(accidents(), aspect)
    assert values.iloc[0] == first
    assert values.isna().tolist() == [False] * 5 + [True]


def test_a_dong_stands_with_its_gu_and_a_gu_alone_is_none() -> None:
    assert comparison.values(accidents(), "동").tolist()[:3] == ["수성구 상동", "수성구 범어동", "남구 대명동"]
    assert comparison.values(accidents(), "동").isna().tolist() == [False] * 4 + [True] * 2


def test_shares_are_of_the_rows_with_a_value() -> None:
    found = comparison.shares(pd.Series(["가", "가", "나", None]), pd.Series(["나"]))
    assert found.to_dict("records") == [
        {"value": "가", "one": 2, "other": 0, "one_share": 2 / 3, "other_share": 0, "difference": 2 / 3},
        {"value": "나", "one": 1, "other": 1, "one_share": 1 / 3, "other_share": 1, "difference": 1 / 3 - 1},
    ]
    assert comparison.total_variation(found) == pytest.approx(2 / 3)


def test_equal_distributions_do_not_differ() -> None:
    one = pd.Series(["가", "나"] * 10)
    assert comparison.total_variation(comparison.shares(one, one)) == 0


def test_nothing_at_all_has_no_shares() -> None:
    nothing = pd.Series([None, None], dtype=object)
    assert comparison.shares(nothing, nothing).empty
    assert comparison.total_variation(comparison.shares(nothing, nothing)) == 0


def test_what_has_an_order_keeps_it_with_its_gaps() -> None:
    one, other = comparison.values(accidents(), "연도"), comparison.values(CAMERAS, "연도")
    found = comparison.shares(one, other, comparison.order("연도", one, other))
    assert found["value"].tolist() == [f"{year}년" for year in range(2010, 2018)]
    assert found["other"].tolist() == [2, 0, 0, 1, 0, 0, 0, 0]
    assert len(comparison.order("시각")) == 24
    assert comparison.order("요일")[0] == "월요일"
    assert comparison.order("연도", pd.Series([None], dtype=object)) == ()
    assert comparison.order("기상상태") == ()


def test_places_of_both_are_counted_side_by_side() -> None:
    one, other = accidents().places, OTHER.places
    assert one is not None
    assert other is not None
    found = comparison.by_district(one, other)
    assert found.to_dict("records") == [
        {"gu": "수성구", "dong": "상동", "one": 2, "other": 0},
        {"gu": "남구", "dong": "대명동", "one": 1, "other": 2},
        {"gu": "수성구", "dong": "범어동", "one": 1, "other": 0},
    ]


def test_rank_correlation_is_spearmans() -> None:
    one, other = pd.Series([1, 2, 3, 40]), pd.Series([2, 4, 400, 3])
    assert comparison.rank_correlation(one, other) == pytest.approx(one.corr(other, method="spearman"))
    assert comparison.rank_correlation(one, pd.Series([1, 1, 1, 1])) is None
    assert comparison.rank_correlation(one.head(2), other.head(2)) is None
