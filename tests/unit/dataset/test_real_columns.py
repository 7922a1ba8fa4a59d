"""The public files themselves: what their columns are, what they contain, and what they are recognised as."""

import csv
import io
import os
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pyarrow as pa
import pytest

from services.dataset.domain.column_profile import profile
from services.dataset.domain.column_types import infer
from services.dataset.domain.columns import ColumnProfile, ColumnType
from services.dataset.domain.coordinates import mark
from services.dataset.domain.recognition import OTHER, recognise

DATA = os.environ.get("DAEGU_REAL_DATA")
pytestmark = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")

CAMERAS, ZONES, PARKS = "대구_CCTV_정보.csv", "대구_어린이_보호_구역_정보.csv", "대구_주차장_정보.csv"
DACON, TAAS = "dacon_test_2022_first_1000.csv", "taas_daegu_accidents_2007_2017.zip"

T, N, F, D, Y = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.FLOAT, ColumnType.DATETIME, ColumnType.YEAR
LAT, LNG = ColumnType.LATITUDE, ColumnType.LONGITUDE


@cache
def rows(name: str) -> list[list[str]]:
    """Header and rows."""
    path = Path(DATA or "") / name
    data = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            data = archive.read(archive.namelist()[0])
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig" if name in (DACON, TAAS) else "cp949"), newline="")))


@cache
def columns(name: str) -> dict[str, ColumnProfile]:
    header, *body = rows(name)
    counted = [Counter(cells) for cells in zip(*body, strict=True)]
    distinct = [pa.array(list(counter), pa.string()) for counter in counted]
    typed = mark(header, [infer(*pair) for pair in zip(header, distinct, strict=True)])
    return {
        column: profile(column, values, texts, np.array(list(counter.values())))
        for column, values, texts, counter in zip(header, typed, distinct, counted, strict=True)
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (CAMERAS, [T, T, T, T, T, T, N, T, T, LAT, LNG, T, N, N, F, F, F, Y]),
        (ZONES, [T, T, T, T, LAT, LNG, T, T, T, F, T, D]),
        (PARKS, [T] * 6 + [N, N] + [T] * 9 + [N, N] + [F] * 5 + [T, T, LAT, LNG, D]),
        (DACON, [T, D, T, T, T, T, T, T]),
        (TAAS, [N, D, T, T, T, N, N, N, N] + [T] * 13),
    ],
)
def test_the_types_of_a_file(name: str, expected: list[ColumnType]) -> None:
    assert [column.type for column in columns(name).values()] == expected


@pytest.mark.parametrize(
    ("name", "column", "minimum", "maximum"),
    [
        (TAAS, "사고일시", "2007-01-01 01:00", "2017-12-31 23:00"),
        (DACON, "사고일시", "2022-01-01 01:00", "2022-02-07 15:00"),
        (ZONES, "데이터기준일자", "2019-06-01", "2020-03-23"),
        (PARKS, "데이터기준일자", "2019-06-01", "2020-03-17"),
        (CAMERAS, "설치연도", 2005, 2021),
        (TAAS, "사고번호", 2007010100100050, 2017123100100457),
    ],
)
def test_the_range_of_a_column(name: str, column: str, minimum: int | str, maximum: int | str) -> None:
    found = columns(name)[column]
    assert (found.minimum, found.maximum) == (minimum, maximum)


@pytest.mark.parametrize("name", [CAMERAS, ZONES, PARKS])
def test_coordinates_lie_in_and_around_daegu(name: str) -> None:
    latitude, longitude = columns(name)["위도"], columns(name)["경도"]
    assert 35.6 < latitude.quantiles[0] < latitude.quantiles[-1] < 36.0
    assert 128.4 < longitude.quantiles[0] < longitude.quantiles[-1] < 128.8


@pytest.mark.parametrize("name", [CAMERAS, ZONES, PARKS, DACON, TAAS])
def test_counts_are_those_of_the_rows(name: str) -> None:
    header, *body = rows(name)
    for column, cells in zip(header, zip(*body, strict=True), strict=True):
        found, present = columns(name)[column], Counter(filter(None, cells))
        assert found.missing == cells.count("")
        assert found.distinct == len(present)
        if found.type is T:
            assert [(top.value, top.count) for top in found.top_values] == present.most_common(10)
        if found.type in (N, F, LAT, LNG):
            numbers = np.array([float(cell) for cell in cells if cell])
            assert found.mean == pytest.approx(numbers.mean())
            expected = np.quantile(numbers, [0.05, 0.25, 0.5, 0.75, 0.95], method="inverted_cdf")
            assert found.quantiles == tuple(expected)


@pytest.mark.parametrize(
    ("name", "kind"),
    [(CAMERAS, "대구 CCTV"), (ZONES, "어린이 보호구역"), (PARKS, "주차장"), (DACON, "DACON 평가"), (TAAS, "TAAS 사고")],
)
def test_a_file_is_recognised_whatever_its_name(name: str, kind: str) -> None:
    for file_name in (name, normalize("NFD", name), "x.csv"):
        found = recognise(file_name, list(columns(name).values()))
        assert found.kind == kind
        assert found.confidence > 0.8


def test_car_parks_with_other_column_names_are_not_claimed() -> None:
    renamed = [
        ColumnProfile(f"항목{number}", column.type, column.missing, column.distinct, top_values=column.top_values)
        for number, column in enumerate(columns(PARKS).values())
    ]
    assert recognise(PARKS, renamed).kind == OTHER
