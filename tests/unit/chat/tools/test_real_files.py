"""The tools on the public files themselves: results are those of plain pandas on the same CSV."""

import io
import os
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from services.chat.agent.tools.columns import get_column_statistics, get_value_counts
from services.chat.agent.tools.groups import cross_tabulation, group_by_aggregate
from services.chat.agent.tools.relations import analyze_missing_pattern, get_correlation
from services.chat.agent.tools.rows import filter_dataframe, sort_dataframe
from services.chat.agent.tools.time_and_place import get_geo_bounds, get_temporal_pattern
from services.chat.domain.frame import Frame
from services.dataset.domain import reading
from tests.unit.chat.tools.small_frames import column_of, rows

DATA = os.environ.get("DAEGU_REAL_DATA")
pytestmark = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")

TAAS, CAMERAS, ZONES = "taas_daegu_accidents_2007_2017.zip", "대구_CCTV_정보.csv", "대구_어린이_보호_구역_정보.csv"


@cache
def content(name: str) -> bytes:
    path = Path(DATA or "") / name
    if path.suffix != ".zip":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0])


@cache
def plain(name: str) -> pd.DataFrame:
    """As pandas reads the CSV."""
    return pd.read_csv(io.BytesIO(content(name)), encoding="utf-8-sig" if name == TAAS else "cp949")


@cache
def table(name: str) -> pa.Table:
    """As the dataset service keeps it."""
    with tempfile.TemporaryDirectory() as folder:
        original, arrow = Path(folder, "file.csv"), Path(folder, "file.arrow")
        original.write_bytes(content(name))
        reading.understand(original, arrow, Path(folder))
        with pa.ipc.open_stream(arrow.read_bytes()) as stream:
            return stream.read_all()


@cache
def opened(name: str) -> Frame:
    return Frame.of_arrow(name, table(name))


def hours() -> pd.Series:
    return plain(TAAS)["사고일시"].str.extract(r"(\d+)시$")[0].astype(int)


def test_value_counts_of_accidents() -> None:
    expected = plain(TAAS)["시군구"].value_counts()
    result = get_value_counts(opened(TAAS), "시군구", 200)
    assert result.facts == {"rows": 153_894, "missing": 0, "distinct": len(expected)}
    assert all(expected[value] == count for value, count, _ in rows(result))
    assert column_of(rows(result), 1) == expected.head(200).tolist()


def test_accidents_by_hour() -> None:
    expected = hours().value_counts().sort_index()
    result = group_by_aggregate(opened(TAAS), "사고일시.시", "사고일시", "count")
    assert [(hour, count) for hour, count, _ in rows(result)] == list(expected.items())


def test_deaths_by_gu() -> None:
    data = plain(TAAS)
    expected = data.groupby(data["시군구"].str.split().str[1])["사망자수"].mean().sort_values(ascending=False)
    result = group_by_aggregate(opened(TAAS), "시군구.구", "사망자수", "mean")
    assert column_of(rows(result), 0) == expected.index.tolist()
    assert column_of(rows(result), 1) == pytest.approx(expected.tolist())
    assert result.facts["total"] == pytest.approx(data["사망자수"].mean())


def test_every_dong_that_is_written_is_found() -> None:
    written = plain(TAAS)["시군구"].str.split().str[2]
    dongs = opened(TAAS).values("시군구.동")
    assert dongs.isna().tolist() == written.isna().tolist()


def test_ages_of_drivers() -> None:
    expected = plain(TAAS)["가해운전자 연령"].str.extract(r"^(\d+)세")[0].astype(float)
    facts = get_column_statistics(opened(TAAS), "가해운전자 연령.나이").facts
    assert facts["count"] == expected.count()
    assert facts["mean"] == pytest.approx(expected.mean())
    assert facts["median"] == expected.median()


def test_a_month_of_accidents_in_one_dong() -> None:
    data = plain(TAAS)
    in_march = data["사고일시"].str.startswith("2017년 3월 ")
    found = filter_dataframe(opened(TAAS), "사고일시", "==", "2017-03").found
    assert found is not None
    assert len(found) == in_march.sum()
    result = filter_dataframe(found, "시군구", "contains", "수성구 상동")
    assert result.facts["matched"] == data["시군구"][in_march].str.contains("수성구 상동", regex=False).sum()


def test_statistics_of_injured() -> None:
    expected = plain(TAAS)["경상자수"].describe()
    facts = get_column_statistics(opened(TAAS), "경상자수").facts
    names = {"mean": "mean", "std": "std", "min": "min", "p25": "25%", "median": "50%", "p75": "75%", "max": "max"}
    assert {name: facts[name] for name in names} == {
        name: pytest.approx(expected[other]) for name, other in names.items()
    }


def test_the_week_of_accidents() -> None:
    expected = pd.crosstab(plain(TAAS)["요일"], hours())
    chart = get_temporal_pattern(opened(TAAS), "사고일시").chart
    assert chart is not None
    assert {series.name: list(series.values) for series in chart.series} == {
        day: expected.loc[day].tolist() for day in expected.index
    }


def test_weather_by_severity() -> None:
    data = plain(TAAS)
    expected = pd.crosstab(data["기상상태"], data["사고내용"], normalize="index")
    result = cross_tabulation(opened(TAAS), "기상상태", "사고내용", "index")
    assert result.table is not None
    for weather, *shares, _ in rows(result):
        assert shares == pytest.approx([expected.loc[weather, name] for name in result.table.columns[1:-1]])


def test_correlations_of_the_injured() -> None:
    names = ["사망자수", "중상자수", "경상자수", "부상신고자수"]
    expected = plain(TAAS)[names].corr().to_numpy()
    assert [row[1:] for row in rows(get_correlation(opened(TAAS), names))] == [
        pytest.approx(tuple(line)) for line in expected
    ]


def test_victims_are_missing_in_accidents_of_one_vehicle() -> None:
    gaps = plain(TAAS)["피해운전자 차종"].isna()
    result = analyze_missing_pattern(opened(TAAS), "피해운전자 차종")
    assert result.facts["missing"] == gaps.sum()
    assert "차량단독" in result.notes[0]


def test_the_worst_accidents_stand_first() -> None:
    expected = plain(TAAS).sort_values("사망자수", ascending=False, kind="stable")["사고번호"].head(10).tolist()
    result = sort_dataframe(opened(TAAS), "사망자수")
    assert result.table is not None
    assert column_of(rows(result), result.table.columns.index("사고번호")) == expected


def test_cameras_lie_in_daegu() -> None:
    data = plain(CAMERAS)
    facts = get_geo_bounds(opened(CAMERAS)).facts
    assert facts["count"] == len(data.dropna(subset=["위도", "경도"]))
    assert facts["center_latitude"] == pytest.approx(data["위도"].mean())
    assert facts["max_longitude"] == data["경도"].max()


def test_places_of_addresses_are_those_of_their_own_column() -> None:
    data = plain(CAMERAS)
    gus = opened(CAMERAS).values("소재지지번주소.구").astype("str")
    known = gus.notna()
    # Some say `달성` there, and 9 of the 1,060 say another 구 than their address.
    assert (gus[known].str[:2] == data["시군구명"][known].str[:2]).mean() > 0.99
    assert known.mean() > 0.99
    written = plain(ZONES)["소재지도로명주소"].str.split().str[1]
    assert opened(ZONES).values("소재지도로명주소.구").astype("str").tolist() == written.tolist()


@pytest.mark.parametrize("name", [TAAS, CAMERAS, ZONES])
def test_a_real_file_takes_less_than_twice_its_arrow_table(name: str) -> None:
    assert opened(name).data.memory_usage(deep=True).sum() <= 1.8 * table(name).nbytes
