"""Sentences say in numbers what the charts show, and nothing that is not so."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from frontend.analysis import category_counts, distribution, missing, pairs, time_profile
from frontend.analysis.figures import Figures
from frontend.explore import category_words, missing_words, number_words, pair_words, time_words
from frontend.explore.time_words import Measure


def said(values: list[float], unit: str = "") -> str:
    summary = distribution.summarise(pd.Series(values))
    assert summary is not None
    return number_words.distribution(Figures("나이", pd.Series(values), unit), summary)


def test_one_value_is_said_as_such() -> None:
    assert said([3.0, 3.0], "세") == "‘나이’ 값은 2건 모두 3세입니다."


def test_of_many_zeros_the_others_are_told() -> None:
    assert said([0.0] * 98 + [1.0, 5.0]) == (
        "‘나이’ 값은 100건 가운데 98%인 98건이 0입니다. 0이 아닌 값은 2건이고, 최댓값은 5, 전체 평균은 0.06입니다."
    )
    assert "값은 −1부터 5까지" in said([0.0] * 98 + [-1.0, 5.0])


def test_else_the_middle_half_is_told() -> None:
    assert said([float(year) for year in range(1, 102)], "세") == (
        "‘나이’의 중앙값은 51세, 평균은 51세입니다. 가운데 절반은 26세에서 76세 사이에 있습니다."
    )


def test_a_half_of_one_value_is_no_range() -> None:
    assert "적어도 절반이 2입니다." in said([2.0] * 8 + [1.0, 3.0])


def test_outliers_are_told_where_there_are_some() -> None:
    assert "이상치가 1.0%(1건)" in said([float(value) for value in range(1, 101)] + [900.0])


def box_words(groups: dict[str, list[float]]) -> str:
    boxes = [distribution.box(pd.Series(values), name) for name, values in groups.items()]
    return number_words.groups([box for box in boxes if box], "차종", "세")


def test_groups_are_compared_by_their_medians() -> None:
    assert box_words({"승용": [30.0] * 10, "이륜": [20.0] * 10, "화물": [90.0] * 2}) == (
        "‘차종’별 중앙값은 ‘승용’에서 가장 높고(30세), ‘이륜’에서 가장 낮습니다(20세)."
    )


def test_groups_of_one_median_are_compared_by_their_means() -> None:
    assert box_words({"승용": [0.0] * 9 + [5.0], "이륜": [0.0] * 9 + [1.0]}) == (
        "중앙값은 모두 0세입니다. 평균은 ‘승용’에서 가장 높고(0.5세), ‘이륜’에서 가장 낮습니다(0.1세)."
    )


def test_groups_without_any_difference_are_said_to_be_alike() -> None:
    assert box_words({"승용": [1.0] * 10, "이륜": [1.0] * 10}) == "중앙값은 모두 1세이고, 평균도 모두 1세로 같습니다."


def test_a_single_group_is_not_compared() -> None:
    assert box_words({"승용": [0.0]}) == "‘차종’ 값은 ‘승용’ 하나입니다."


def counted(values: Sequence[str | None]) -> str:
    return category_words.counts(category_counts.count(pd.Series(values)), "날씨")


def test_the_most_frequent_value_and_the_half_are_told() -> None:
    assert counted([*["맑음"] * 4, *["비"] * 3, "눈", "흐림", "안개", None]) == (
        "‘날씨’ 값은 5가지이고, 가장 많은 것은 ‘맑음’(4건, 40%)입니다. "
        "많은 순서로 2가지가 전체의 70%를 차지합니다. 값이 없는 행은 1건입니다."
    )


def test_a_single_value_is_said_as_such() -> None:
    assert counted(["맑음"] * 3) == "‘날씨’ 값은 3건 모두 ‘맑음’입니다."


def test_values_that_are_equally_frequent_are_not_said_to_be_the_most() -> None:
    assert "가장 많은 것은 ‘맑음’ 등 2가지(각 2건, 40%)입니다." in counted(["맑음", "비", "맑음", "비", "눈"])


def test_what_is_not_drawn_is_summed_up() -> None:
    found = category_counts.count(pd.Series([str(number) for number in range(25)] + ["0"]))
    assert category_words.rest(found, 20) == "많은 순서로 20가지를 그렸습니다. 그 밖 5종 5건은 CSV에 들어 있습니다."
    assert not category_words.rest(found, 25)


def test_the_share_that_differs_most_is_told() -> None:
    first = pd.Series(["비"] * 100 + ["맑음"] * 300)
    second = pd.Series(["젖음"] * 80 + ["건조"] * 20 + ["건조"] * 290 + ["젖음"] * 10)
    crossed = category_counts.cross(first, second, 10, 6, rest="그 밖")
    assert category_words.shares(crossed, "날씨", "노면") == (
        "전체와 가장 다른 것은 ‘비’입니다. ‘젖음’ 비율이 80%로, 그린 전체의 22%보다 높습니다."
    )


def test_of_two_shares_that_differ_as_much_the_higher_one_is_told() -> None:
    crossed = category_counts.cross(pd.Series(list("aaaabbbb")), pd.Series(list("xyyyxxxx")), 10, 6)
    assert "‘y’ 비율이 75%로, 그린 전체의 38%보다 높습니다." in category_words.shares(crossed, "가", "나")


def test_shares_that_are_the_same_are_said_to_be() -> None:
    crossed = category_counts.cross(pd.Series(list("aabb")), pd.Series(list("xyxy")), 10, 6)
    assert category_words.shares(crossed, "가", "나") == "‘나’ 비율은 ‘가’ 값에 따라 거의 다르지 않습니다."


WHEN = pd.Series(pd.to_datetime(["2014-03-01 10:00", "2016-03-01 10:00", "2016-05-01 12:00", "2016-05-03 12:00"]))


def test_the_most_and_the_least_step_are_told_and_years_without_rows() -> None:
    rows = time_profile.profile(WHEN, "year")
    assert time_words.profile(rows, "year", Measure()) == (
        "가장 많은 때는 2016년(3건, 75%), 가장 적은 때는 2015년(0건, 0%)입니다. 2015년에는 자료가 없습니다."
    )


def test_means_of_few_rows_are_not_told_beside_those_of_many() -> None:
    when = pd.Series(pd.to_datetime(["2014-03-01"] * 20 + ["2015-03-01"] * 20 + ["2016-03-01"]))
    values = pd.Series([1.0] * 20 + [2.0] * 20 + [90.0])
    rows = time_profile.profile(when, "year", values)
    assert time_words.profile(rows, "year", Measure("나이", "세")) == (
        "‘나이’ 평균이 가장 높은 때는 2015년(2세), 가장 낮은 때는 2014년(1세)입니다."
    )


def test_a_single_step_is_not_compared() -> None:
    rows = time_profile.profile(WHEN.head(1), "year")
    assert time_words.profile(rows, "year", Measure()) == "2014년 하나뿐이고, 1건입니다."


def test_steps_that_are_all_alike_are_said_to_be() -> None:
    rows = time_profile.profile(pd.Series(pd.to_datetime(["2014-03-01", "2015-03-01"])), "year")
    assert time_words.profile(rows, "year", Measure()) == "2개 모두 같습니다(1건, 50%)."


def test_steps_that_are_equally_many_are_counted() -> None:
    rows = time_profile.profile(WHEN, "month")
    assert "가장 많은 때는 3월 등 2개(2건, 50%), 가장 적은 때는 1월 등 10개(0건, 0%)" in time_words.profile(
        rows, "month", Measure()
    )


def test_the_hour_of_the_week_and_the_month_of_the_period_are_named() -> None:
    assert "화요일 10시" in time_words.week(time_profile.week(WHEN.iloc[[1, 1, 2]]), Measure())
    assert "2016년 5월(2건, 50%)" in time_words.period(time_profile.period(WHEN), Measure())


@pytest.mark.parametrize(
    ("days", "note"),
    [
        (["2014-01-01", "2016-12-31"], ""),
        (["2014-03-01", "2016-12-31"], "2014년은 3월부터의 자료입니다."),
        (["2014-03-01", "2016-10-31"], "2014년은 3월부터, 2016년은 10월까지의 자료입니다."),
        (["2014-03-01", "2014-10-31"], "2014년은 3월부터 10월까지의 자료입니다."),
        ([""], ""),
    ],
)
def test_years_that_are_not_whole_are_said_to_be(days: list[str], note: str) -> None:
    assert time_words.incomplete(pd.Series(pd.to_datetime(days))) == note


@pytest.mark.parametrize(
    ("r", "words"),
    [
        (0.02, "거의 없습니다"),
        (0.2, "약한 양의"),
        (-0.4, "중간 정도의 음의"),
        (0.6, "강한 양의"),
        (-0.9, "매우 강한 음의"),
    ],
)
def test_a_correlation_is_said_in_words(r: float, words: str) -> None:
    assert words in pair_words.strength(r)


def test_the_pair_that_goes_together_most_is_told() -> None:
    r = pd.DataFrame(
        [[1, 0.2, -0.7], [0.2, 1, np.nan], [-0.7, np.nan, 1]], index=list("가나다"), columns=list("가나다")
    )
    assert pair_words.correlations(r).startswith("가장 뚜렷한 쌍은 ‘가’, ‘다’: r = −0.70, 강한 음의 관계입니다")
    assert "뚜렷한 관계가 있는 쌍이 없습니다" in pair_words.correlations(r * 0.1)
    assert "계산할 수 있는 쌍이 없습니다" in pair_words.correlations(r * np.nan)


def test_the_line_says_what_one_more_means() -> None:
    x, y = Figures("나이", pd.Series([1.0, 2, 3, 4]), "세"), Figures("요금", pd.Series([8.0, 6, 4, 2]), "원")
    assert pair_words.line(pairs.line(x.values, y.values), x, y) == (
        "‘나이’, ‘요금’: r = −1.00, 매우 강한 음의 관계입니다(한쪽이 클수록 다른 쪽은 작은 편). "
        "회귀 직선에서 ‘나이’ 값이 1세 커지면 ‘요금’ 값은 평균 2원 작아집니다."
    )
    assert "계산할 수 없습니다" in pair_words.line(None, x, y)


def test_columns_with_many_gaps_are_named() -> None:
    counts = missing.count(pd.DataFrame({"가": [None, None, 1], "나": [1, 1, 1], "다": [None, 1, 1]}))
    assert missing_words.warning(counts).startswith("빈 값이 30% 이상인 열이 2개 있습니다: ‘가’ 67%, ‘다’ 33%.")
    assert not missing_words.warning(counts[counts["column"] == "나"])


def test_columns_with_equally_many_gaps_are_told_together() -> None:
    counts = missing.count(pd.DataFrame({"가": [None, 1], "나": [None, 1], "다": [1, 1]}))
    assert missing_words.bars(counts[counts["missing"] > 0], 3) == (
        "열 3개 가운데 2개에 빈 값이 있습니다. 가장 많은 열은 ‘가’ 등 2개(1건, 50%)입니다."
    )


def test_columns_that_miss_together_are_named() -> None:
    always = missing.together(pd.DataFrame({"가": [None, 1], "나": [None, 1]}))
    mostly = missing.together(pd.DataFrame({"가": [None, None, None, 1], "나": [None, None, 1, 1]}))
    assert missing_words.together(always) == "‘가’, ‘나’ 열은 늘 같은 행에서 함께 비어 있습니다(1행)."
    assert "빈 3행 가운데 67%인 2행에서 둘 다" in missing_words.together(mostly)
    assert "두드러지지 않습니다" in missing_words.together(None)
