"""The sample: labelled, coherent in every row, distributed like the accidents that were counted, always the same."""

import hashlib
import io
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from services.dataset.domain.sample.aggregates import FILE, KM_PER_DEGREE, OUTCOME_WEIGHTS, Aggregates, load
from services.dataset.domain.sample.generator import (
    ROWS,
    SAMPLE_DESCRIPTION,
    SAMPLE_NAME,
    SAMPLE_REQUEST_ID,
    sample_csv,
)
from services.prediction.training.taas import read_accidents

COLUMNS = (
    *("사고번호", "사고일시", "요일", "시군구", "사고내용", *OUTCOME_WEIGHTS, "사고유형", "법규위반", "노면상태"),
    *("기상상태", "도로형태", "위도", "경도", "ECLO", "자료구분"),
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return sample_csv()


@pytest.fixture(scope="module")
def sample(content: bytes) -> pd.DataFrame:
    """The rows, with the columns of the network that the file does not spell out."""
    frame = pd.read_csv(io.BytesIO(content))
    parts = frame["사고일시"].str.extract(r"^(\d{4})년 ([1-9]\d?)월 ([1-9]\d?)일 (\d\d)시$").astype(int)
    frame["날짜"] = pd.to_datetime(parts.iloc[:, :3].set_axis(["year", "month", "day"], axis=1))
    frame["연도"], frame["월"], frame["시"] = (parts[i].map("{:02}".format) for i in (0, 1, 3))
    frame["대분류"] = frame["사고유형"].str.partition(" - ")[0]
    frame["도로구분"] = frame["도로형태"].str.partition(" - ")[0]
    frame["구"], frame["동"] = frame["시군구"].str.split(" ").str[1], frame["시군구"].str.split(" ").str[2]
    return frame


@pytest.fixture(scope="module")
def aggregates() -> Aggregates:
    return load()


def joint(aggregates: Aggregates, column: str, *beside: str) -> dict[tuple[str, ...], float]:
    """Shares of the values of `column` with those of some columns it depends on, as the aggregates have them."""
    table = next(table for table in aggregates.tables if table.column == column)
    counts: Counter[tuple[str, ...]] = Counter()
    for context, cells in table.counts.items():
        given = dict(zip(table.given, context.split("|"), strict=False))
        for value, number in cells.items():
            counts[value, *(given[name] for name in beside)] += number
    return {key: number / counts.total() for key, number in counts.items()}


def largest_difference(sample: pd.DataFrame, aggregates: Aggregates, column: str, *beside: str) -> float:
    expected = joint(aggregates, column, *beside)
    found = Counter(zip(*(sample[name].astype(str) for name in (column, *beside)), strict=True))
    assert found.keys() <= expected.keys()
    return max(abs(found[key] / ROWS - share) for key, share in expected.items())


def test_the_bytes_are_the_same_everywhere_and_belong_to_the_request_id(content: bytes) -> None:
    """Whoever changes the sample changes both: the id of other bytes would be refused as used."""
    assert (SAMPLE_REQUEST_ID, hashlib.sha256(content).hexdigest()) == (
        "5f0d9c3e-6b1a-4c57-9a68-2d1e7b40c816",
        "2eee3e33407c05dd569be8f4d7d026e7663b24d4eb49659f59a7bff72313d453",
    )
    assert sample_csv() == content


def test_every_row_and_the_words_beside_it_say_synthetic(content: bytes, sample: pd.DataFrame) -> None:
    assert content.decode("utf-8").splitlines()[0] == ",".join(COLUMNS)
    assert len(sample) == ROWS == 20_000
    assert set(sample["자료구분"]) == {"합성"}
    assert sample["사고번호"].str.fullmatch(r"합성-\d{5}").all()
    assert sample["사고번호"].is_unique
    assert "합성" in SAMPLE_NAME
    assert "실제로 일어난 사고가 아니" in SAMPLE_DESCRIPTION
    assert "TAAS" in SAMPLE_DESCRIPTION
    assert len(SAMPLE_NAME) <= 200  # the limits of the contract
    assert len(SAMPLE_DESCRIPTION) <= 2000


def test_the_weekday_is_that_of_the_date_and_time_goes_on(sample: pd.DataFrame) -> None:
    names = np.array(["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"])
    assert (names[sample["날짜"].dt.day_of_week] == sample["요일"]).all()
    assert (sample["날짜"] + pd.to_timedelta(sample["시"].astype(int), "h")).is_monotonic_increasing
    assert sample["날짜"].dt.day.nunique() == 31


def test_outcome_severity_and_eclo_say_the_same(sample: pd.DataFrame) -> None:
    assert (sample[list(OUTCOME_WEIGHTS)].to_numpy() @ list(OUTCOME_WEIGHTS.values()) == sample["ECLO"]).all()
    first = (sample[list(OUTCOME_WEIGHTS)].to_numpy() > 0).argmax(axis=1)
    assert (np.array(["사망사고", "중상사고", "경상사고", "부상신고사고"])[first] == sample["사고내용"]).all()
    assert sample["ECLO"].min() == 1


def test_what_belongs_together_stands_together(sample: pd.DataFrame) -> None:
    rain = sample[sample["기상상태"] == "비"]["노면상태"]
    clear = sample[sample["기상상태"] == "맑음"]["노면상태"]
    assert (rain == "습기").mean() > 0.95
    assert (clear == "건조").mean() > 0.95
    icy = sample[sample["노면상태"].isin(["결빙", "적설"])]
    assert icy["월"].isin(["01", "02", "11", "12"]).mean() > 0.9
    protected = sample[sample["법규위반"] == "보행자보호의무위반"]
    assert (protected["대분류"] == "차대사람").mean() > 0.99


def test_points_lie_around_their_dong_in_the_city(sample: pd.DataFrame, aggregates: Aggregates) -> None:
    assert sample["위도"].between(35.6, 36.1).all()
    assert sample["경도"].between(128.3, 128.8).all()
    place = (sample["구"] + " " + sample["동"]).map(aggregates.places)
    spread = place.map(lambda place: place.spread_km)
    north = (sample["위도"] - place.map(lambda place: place.latitude)) * KM_PER_DEGREE[0] / spread
    east = (sample["경도"] - place.map(lambda place: place.longitude)) * KM_PER_DEGREE[1] / spread
    for offset in (north, east):
        assert offset.abs().max() < 3.01
        assert abs(offset.mean()) < 0.03
        assert abs(offset.std() - 1) < 0.02
    assert not sample.duplicated(["위도", "경도"]).any()


@pytest.mark.parametrize(
    "column",
    ["연도", "요일", "시", "구", "동", "사고내용", "사고유형", "법규위반", "도로형태", "기상상태", "노면상태"],
)
def test_shares_are_within_a_hundredth_of_those_counted(
    sample: pd.DataFrame, aggregates: Aggregates, column: str
) -> None:
    assert largest_difference(sample, aggregates, column) < 0.01


@pytest.mark.parametrize(
    "columns",
    [
        ("월", "연도"),
        ("시", "요일"),
        ("사고내용", "대분류"),
        ("구", "대분류", "사고내용"),
        ("사고유형", "사고내용", "도로구분"),
        ("법규위반", "사고유형"),
        ("기상상태", "월"),
        ("노면상태", "기상상태"),
    ],
)
def test_shares_of_combinations_are_within_a_hundredth_of_those_counted(
    sample: pd.DataFrame, aggregates: Aggregates, columns: tuple[str, ...]
) -> None:
    assert largest_difference(sample, aggregates, *columns) < 0.01


def test_the_mean_eclo_is_within_two_percent_of_the_real_one(sample: pd.DataFrame, aggregates: Aggregates) -> None:
    assert sample["ECLO"].mean() == pytest.approx(aggregates.mean_eclo, rel=0.02)


def test_severity_depends_on_hour_weekend_type_and_gu(sample: pd.DataFrame) -> None:
    night = sample["시"].astype(int) < 6
    weekend = sample["요일"].isin(["토요일", "일요일"])
    for harsh, mild in (
        (night, ~night),
        (weekend, ~weekend),
        (sample["대분류"] == "차대차", sample["대분류"] == "차대사람"),
        (sample["구"] == "달성군", sample["구"] == "달서구"),
    ):
        assert sample[harsh]["ECLO"].mean() > 1.04 * sample[mild]["ECLO"].mean()
    fatal = (sample["사망자수"] > 0).groupby(sample["대분류"]).mean()
    assert fatal["차량단독"] > fatal["차대사람"] > 2 * fatal["차대차"]


def test_the_reader_of_taas_files_reads_the_sample(content: bytes, sample: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    path.write_bytes(content)
    read = read_accidents(path)
    assert (read.eclo == sample["ECLO"]).all()
    assert (read.year == sample["날짜"].dt.year).all()


def test_the_aggregates_are_small_name_their_sources_and_count_nobody_alone(aggregates: Aggregates) -> None:
    assert FILE.stat().st_size < 150_000
    assert "KoROAD TAAS" in aggregates.sources[0]
    assert all(word in aggregates.sources[1] for word in ("주차장", "무인교통단속카메라", "어린이보호구역"))
    assert min(n for table in aggregates.tables for cells in table.counts.values() for n in cells.values()) >= 5
    assert [sum(sum(cells.values()) for cells in table.counts.values()) for table in aggregates.tables] == [
        aggregates.accidents
    ] * len(aggregates.tables)
    assert max(map(len, json.loads(FILE.read_text(encoding="utf-8"))["sources"])) < 600
