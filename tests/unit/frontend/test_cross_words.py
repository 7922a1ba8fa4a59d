import numpy as np
import pandas as pd

from frontend.analysis import comparison
from frontend.cross import cross_charts, cross_words


def near(counts: list[int], nearest: list[float]) -> pd.DataFrame:
    return pd.DataFrame({500: counts, 1000: counts, 2000: counts, "nearest": nearest})


def test_what_is_near_is_said_in_numbers() -> None:
    assert cross_words.near(near([2, 0, 1, 0], [100.0, 1500.0, 300.0, 900.0]), 500, "사고", "CCTV") == (
        "‘사고’ 가운데 좌표가 있는 4건 중 2건(50%)은 500m 안에 ‘CCTV’ 자리가 하나 이상 있습니다. "
        "한 건에 평균 0.75곳입니다. 가장 가까운 곳까지의 거리는 가운데 값이 600m입니다."
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
        "두 분포가 같아지려면 한쪽의 20%가 다른 값이어야 합니다."
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
    assert "서로 반대로 갑니다(스피어만 상관 -1.00)" in said([5, 4, 3, 2, 1])
    assert "거의 관계가 없습니다" in said([3, 5, 1, 4, 3])
    assert "자료가 적습니다" in said([1, 1, 1, 1, 1])
    assert "가장 많은 동은 수성구 마(5건)" in said([1, 1, 1, 1, 1])


def test_medians_are_compared() -> None:
    assert cross_words.medians("하나", "둘", 3, 5, "세") == "중앙값은 ‘둘’ 5세, ‘하나’ 3세입니다(차이 2세)."
    assert cross_words.medians("하나", "둘", 3, 3) == "중앙값은 ‘하나’, ‘둘’ 모두 3로 같습니다."


def test_distances_fall_into_bands_and_none_is_lost() -> None:
    nearest = pd.Series([0.0, 99.9, 100.0, 1999.0, 2000.0, 9e6, np.nan])
    bands = cross_charts.nearest_bands(nearest).set_index("band")["count"]
    assert bands["0~100m"] == 2
    assert bands["100~200m"] == 1
    assert bands["1,500~2,000m"] == 1
    assert bands["2,000m 이상"] == 2
    assert bands.sum() == 6
