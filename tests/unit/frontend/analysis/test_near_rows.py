import numpy as np
import pandas as pd

from frontend.analysis import near_rows
from tests.unit.frontend.analysis.tables import accidents, table

FOUND = pd.DataFrame({500: [1, 0, 3, 1], "nearest": [80.0, 900.0, 20.0, np.nan]}, index=[0, 2, 5, 7])


def test_rows_come_nearest_first_or_farthest_first_or_with_most_first() -> None:
    assert near_rows.ordered(FOUND, 500, near_rows.NEAR, 9).index.tolist() == [5, 0, 2, 7]
    assert near_rows.ordered(FOUND, 500, near_rows.FAR, 2).index.tolist() == [2, 0]
    assert near_rows.ordered(FOUND, 500, near_rows.MANY, 3).index.tolist() == [5, 0, 7]


def test_results_stand_beside_the_columns_of_their_rows() -> None:
    told = pd.DataFrame({"이름": list("가나다라마바사아")})
    assert near_rows.beside(told, FOUND)["이름"].tolist() == ["가", "다", "바", "아"]


def test_a_file_that_was_written_here_once_keeps_its_columns_apart_from_the_results() -> None:
    told = pd.DataFrame({"nearest": range(8), "nearest (파일)": range(8)})
    both = near_rows.beside(told, FOUND)
    assert both.columns.tolist() == [500, "nearest", "nearest (파일)", "nearest (파일) (파일)"]
    assert both["nearest"].tolist()[:3] == [80.0, 900.0, 20.0]
    assert both["nearest (파일)"].tolist() == [0, 2, 5, 7]


def test_each_gu_has_the_share_of_its_rows_with_a_neighbour() -> None:
    places = accidents()
    counts = pd.Series([2, 0, 1, 4, 0], index=[0, 1, 2, 3, 4])
    found = near_rows.by_gu(places, counts)
    assert found.to_dict("records") == [
        {"gu": "남구", "rows": 1, "share": 1.0, "mean": 1.0},
        {"gu": "수성구", "rows": 3, "share": 2 / 3, "mean": 2.0},
        {"gu": "달성군", "rows": 1, "share": 0.0, "mean": 0.0},
    ]
    assert near_rows.by_gu(table({"가": [1, 2]}), pd.Series([1, 2])).empty
