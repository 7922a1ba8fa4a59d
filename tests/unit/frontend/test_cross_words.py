import numpy as np
import pandas as pd

from frontend.analysis import comparison
from frontend.cross import cross_charts, cross_words


def near(counts: list[int], nearest: list[float]) -> pd.DataFrame:
    return pd.DataFrame({500: counts, 1000: counts, 2000: counts, "nearest": nearest})


def test_what_is_near_is_said_in_numbers() -> None:
    assert cross_words.near(near([2, 0, 1, 0], [100.0, 1500.0, 300.0, 900.0]), 500, "사고", "CCTV") == (
        "‘사고’ 가운데 좌표가 있는 4건 중 2건(50%)은 500m 안에 ‘CCTV’ 지점이 하나 이상 있습니다. "
        "한 건에 평균 0.75곳입니다. 가장 가까운 곳까지의 거리는 중앙값이 600m입니다."
    )
    assert "거리" not in cross_words.near(near([0], [np.nan]), 1000, "사고", "CCTV")


def test_severity_is_compared_only_where_both_sides_have_rows_and_is_no_cause() -> None:
    eclo = pd.Series([10.0, 2.0, 4.0])
    sentence = cross_words.severity(pd.Series([True, False, False]), eclo, 1000, "CCTV")
    assert "평균 ECLO는 10.00(1건), 없는 사고는 3.00(2건)입니다." in sentence
    assert "뜻은 아닙니다" in sentence
    assert "믿기 어렵습니다" in sentence
    assert cross_words.severity(pd.Series([True, True, True]), eclo, 1000, "CCTV") == ""


def test_the_value_that_differs_most_is_named() -> None:
    compared = comparison.shares(pd.Series(["비"] * 30 + ["맑음"] * 70), pd.Series(["비"] * 10 + ["맑음"] * 90))
    assert cross_words.shares(compared, "기상상태", "사고", "둘") == (
        "기상상태 분포가 가장 다른 값은 ‘맑음’입니다. ‘둘’에서 90%로, ‘사고’의 70%보다 20.0%포인트 높습니다. "
        "두 분포가 같아지려면 한쪽 건수의 20%가 다른 값으로 옮겨 가야 합니다."
    )


def test_equal_distributions_are_called_so_and_few_rows_are_said() -> None:
    values = pd.Series(["비", "맑음"])
    sentence = cross_words.shares(comparison.shares(values, values), "기상상태", "사고", "둘")
    assert "거의 같습니다" in sentence
    assert "‘사고’, ‘둘’의 건수가 30건보다 적어" in sentence


def test_the_order_of_districts_is_said_in_words() -> None:
    def said(other: list[int]) -> str:
        frame = pd.DataFrame({"gu": "수성구", "dong": list("가나다라마"), "one": [1, 2, 3, 4, 5], "other": other})
        return cross_words.districts(frame, "사고", "CCTV")

    assert "뚜렷하게 함께 갑니다(스피어만 상관 1.00)" in said([10, 20, 30, 40, 50])
    assert "서로 반대로 갑니다(스피어만 상관 −1.00)" in said([5, 4, 3, 2, 1])
    assert "거의 관계가 없습니다" in said([3, 5, 1, 4, 3])
    assert "자료가 적습니다" in said([1, 1, 1, 1, 1])
    assert "가장 많은 동은 수성구 마(5건)" in said([1, 1, 1, 1, 1])


def test_medians_and_middle_halves_are_those_of_the_values() -> None:
    one, other = pd.Series([1.0, 3.0, 5.0] * 20), pd.Series([2.0, 5.0, 9.0] * 20)
    assert cross_words.medians(("하나", "둘"), (one, other), "세") == (
        "중앙값은 ‘하나’ 3세(가운데 절반은 1~5세), ‘둘’ 5세(가운데 절반은 2~9세)입니다. ‘둘’ 쪽이 2세 큽니다."
    )
    skewed = pd.Series([1.0, 3.0, 8.0] * 20)
    assert "두 중앙값은 서로 같고, 평균은 3, 4입니다." in cross_words.medians(("하나", "둘"), (one, skewed))
    assert "‘둘’의 건수가 30건보다 적어" in cross_words.medians(("하나", "둘"), (one, other.head(9)))


def test_the_next_values_that_differ_are_named_from_the_side_of_the_first() -> None:
    one = pd.Series(["비"] * 50 + ["눈"] * 30 + ["맑음"] * 20)
    other = pd.Series(["비"] * 80 + ["눈"] * 12 + ["맑음"] * 8)
    sentence = cross_words.shares(comparison.shares(one, other), "기상상태", "사고", "둘")
    assert "‘비’입니다. ‘둘’에서 80%로, ‘사고’의 50%보다 30.0%포인트 높습니다." in sentence
    assert "그다음은 ‘사고’ 쪽이 ‘눈’ 18.0%포인트 높음, ‘맑음’ 12.0%포인트 높음입니다." in sentence


def test_the_gu_with_the_highest_and_the_lowest_share_are_named_if_they_have_more_than_a_few_rows() -> None:
    table = pd.DataFrame(
        {
            "gu": ["군위군", "중구", "남구", "동구"],
            "rows": [2, 100, 60, 40],
            "share": [1.0, 0.9, 0.6, 0.5],
            "mean": [3.0, 2.0, 1.0, 1.0],
        }
    )
    assert cross_words.by_gu(table, 500) == (
        "500m 안에 있는 비율은 중구에서 90%로 가장 높고, 동구에서 50%로 가장 낮습니다."
    )
    assert cross_words.by_gu(table.head(2), 500) == ""
    assert "어느 구·군이나 90%" in cross_words.by_gu(table.assign(share=0.9), 1500)


def test_rows_without_coordinates_are_said_to_be_left_out() -> None:
    assert cross_words.measured(0, 0, "CCTV") == "직선거리로 쟀습니다."
    assert cross_words.measured(12, 3, "CCTV") == ("직선거리로 쟀습니다. 좌표가 없는 기준 12건, ‘CCTV’ 3건은 뺐습니다.")


def test_what_lies_on_a_map_is_said_of_each_dataset() -> None:
    assert cross_words.overlay([("사고", 3, 3), ("표", 0, 9), ("CCTV", 2, 4)]) == (
        "위치를 아는 자료는 ‘사고’ 3건, ‘CCTV’ 4건 가운데 2건입니다. "
        "‘표’에는 위치를 알려 주는 열이 없어 지도에 없습니다."
    )


def test_distances_fall_into_bands_and_none_is_lost() -> None:
    nearest = pd.Series([0.0, 99.9, 100.0, 1999.0, 2000.0, 9e6, np.nan])
    bands = cross_charts.nearest_bands(nearest).set_index("band")["count"]
    assert bands["0~100m"] == 2
    assert bands["100~200m"] == 1
    assert bands["1,500~2,000m"] == 1
    assert bands["2,000m 이상"] == 2
    assert bands.sum() == 6
