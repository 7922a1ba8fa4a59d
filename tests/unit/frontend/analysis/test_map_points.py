import pandas as pd

from frontend.analysis import map_points
from frontend.analysis.columns import Kind
from tests.unit.frontend.analysis.tables import table


def points(**columns: list[object]) -> list[str]:
    """What two rows with these columns and coordinates tell."""
    given = table({**columns, "위도": [35.87, 35.88], "경도": [128.6, 128.61]}, 위도=Kind.LATITUDE, 경도=Kind.LONGITUDE)
    return map_points.telling(given)


def test_an_accident_tells_first_when_of_which_kind_and_how_severe_it_was() -> None:
    told = points(
        사고번호=["가-1", "가-2"],
        기상상태=["맑음", "비"],
        ECLO=[3, 5],
        시군구=["대구광역시 수성구 상동", "대구광역시 남구 대명동"],
        사망자수=[0, 1],
        사고유형=["차대차", "차대사람"],
        사고일시=list(pd.to_datetime(["2016-01-01 05:00", "2016-01-02 00:00"])),
    )
    assert told == ["사고일시", "사고유형", "ECLO", "사망자수", "시군구", "기상상태"]


def test_a_place_tells_its_name_first() -> None:
    told = points(관리기관명=["수성구청", "남구청"], 요금=[0, 500], 주차장구분=["공영", "민영"], 주차장명=["가", "나"])
    assert told == ["주차장명", "주차장구분", "관리기관명", "요금"]


def test_what_tells_nothing_is_left_out() -> None:
    assert points(메모=[None, None], 시도=["대구", "대구"], 값=[1, 2]) == ["값"]


def test_at_most_eight_columns_are_told() -> None:
    assert len(points(**{f"열{number}": list[object]([number, number + 1]) for number in range(1_000)})) == 8


def test_one_row_tells_what_it_has() -> None:
    given = table({"이름": ["가"], "위도": [35.87], "경도": [128.6]}, 위도=Kind.LATITUDE, 경도=Kind.LONGITUDE)
    assert map_points.telling(given) == ["이름"]


def test_points_are_coloured_by_what_is_called_a_kind_first() -> None:
    rows = 40
    given = table(
        {
            "도로": ["가", "나"] * 20,
            "시설구분": ["다", "라"] * 20,
            "사고유형": ["마", "바"] * 20,
            "종류": ["사"] * rows,
            "값": range(rows),
        }
    )
    assert map_points.kinds(given) == ["사고유형", "시설구분", "도로"]


def test_the_six_most_frequent_values_are_those_of_pandas() -> None:
    column = pd.Series([*"aaaaaaabbbbbbcccccddddeeeffg", None])
    assert [text for text, _ in map_points.top_values(column)] == column.value_counts().index[:6].tolist()
    assert map_points.top_values(pd.Series([30.0, 30.0, 50.5])) == [("30", 30.0), ("50.5", 50.5)]
    assert map_points.top_values(pd.Series([None, None], dtype=object)) == []
