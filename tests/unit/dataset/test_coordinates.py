"""Columns of latitude and longitude are found by name and by range, and not taken for what they are not."""

from unicodedata import normalize

import pyarrow as pa
import pytest

from services.dataset.domain.columns import ColumnType, TypedValues
from services.dataset.domain.coordinates import mark

LATITUDES = (35.87141, 35.85532, 35.88113, 35.79977, 35.91235)
LONGITUDES = (128.60142, 128.55317, 128.48551, 128.70012, 128.65431)
FLOAT, LATITUDE, LONGITUDE = ColumnType.FLOAT, ColumnType.LATITUDE, ColumnType.LONGITUDE


def column(*values: float | None) -> TypedValues:
    return TypedValues(FLOAT, pa.array(values, pa.float64()))


def types(columns: dict[str, tuple[float | None, ...]]) -> list[ColumnType]:
    return [typed.type for typed in mark(list(columns), [column(*values) for values in columns.values()])]


@pytest.mark.parametrize(
    ("north", "east"),
    [
        ("위도", "경도"),
        (normalize("NFD", "위도"), normalize("NFD", "경도")),
        ("시작 위도", "시작 경도"),
        ("위도(WGS84)", "경도(WGS84)"),
        ("WGS84위도", "WGS84경도"),
        ("lat", "lng"),
        ("LAT", "LON"),
        ("Latitude", "Longitude"),
        ("startLat", "startLng"),
        ("fclty_la", "fclty_lo"),
        ("LAT", "LOT"),
        ("y좌표", "x좌표"),
        ("Y", "X"),
        ("mapy", "mapx"),
        ("x좌표", "y좌표"),  # the values say which
        ("경도", "위도"),
    ],
)
def test_a_name_and_values_in_korea_are_enough(north: str, east: str) -> None:
    seoul = (37.5665, 37.5512, 33.4996)
    seoul_east = (126.978, 126.9882, 126.5312)
    assert types({north: seoul, east: seoul_east}) == [LATITUDE, LONGITUDE]


def test_a_clear_name_needs_no_partner_and_a_vague_one_does() -> None:
    assert types({"위도": LATITUDES}) == [LATITUDE]
    assert types({"lng": LONGITUDES}) == [LONGITUDE]
    assert types({"y": LATITUDES, "값": (1.0,)}) == [FLOAT, FLOAT]


def test_projected_coordinates_are_not_marked() -> None:
    assert types({"위도": (264123.5, 265000.25), "경도": (344321.5, 345000.25)}) == [FLOAT, FLOAT]
    assert types({"X좌표": (264123.5,), "Y좌표": (344321.5,)}) == [FLOAT, FLOAT]


def test_a_few_bad_rows_do_not_spoil_a_column() -> None:
    bad: tuple[float | None, ...] = (0.0, None, 128.60142)  # unknown, missing, swapped
    assert types({"위도": (*LATITUDES, *bad), "경도": (*LONGITUDES, 0.0)}) == [LATITUDE, LONGITUDE]


def test_without_a_name_a_pair_in_daegu_is_found() -> None:
    assert types({"a": LATITUDES, "b": LONGITUDES, "c": (1.5,)}) == [LATITUDE, LONGITUDE, FLOAT]
    assert types({"a": LATITUDES, "경도": LONGITUDES}) == [LATITUDE, LONGITUDE]


@pytest.mark.parametrize(
    "other",
    [
        (1.5, 2.5, 3.5),
        (127.12345, 127.23456),  # in Korea, not in Daegu
        (128.4, 128.5, 128.6),  # in the range, but no coordinates
        (),
    ],
)
def test_without_a_name_half_a_pair_is_nothing(other: tuple[float, ...]) -> None:
    assert types({"a": LATITUDES, "b": other}) == [FLOAT, FLOAT]


def test_temperatures_are_no_latitudes() -> None:
    assert types({"체온": (35.8, 36.0, 36.1), "b": LONGITUDES}) == [FLOAT, FLOAT]


def test_the_values_are_kept_as_degrees() -> None:
    whole = TypedValues(ColumnType.INTEGER, pa.array([36, None, 35]))
    (marked,) = mark(["위도"], [whole])
    assert (marked.type, marked.values) == (LATITUDE, pa.array([36.0, None, 35.0]))


def test_other_columns_come_back_as_they_were() -> None:
    text = TypedValues(ColumnType.TEXT, pa.array(["35.8", None]))
    day = TypedValues(ColumnType.DATETIME, pa.array([0], pa.timestamp("s")), "day")
    large = TypedValues(ColumnType.INTEGER, pa.array([2**53 + 1, 35]))
    nothing = TypedValues(ColumnType.FLOAT, pa.array([None], pa.float64()))
    columns = [text, day, large, nothing]
    assert mark(["위도", "위도", "위도", "위도"], columns) == columns
    assert mark([], []) == []
