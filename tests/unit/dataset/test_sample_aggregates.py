"""From files to aggregates: what is counted, what is too rare to be counted alone, where a 동 lies."""

import io
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from services.dataset.domain.sample.aggregates import FILE, OUTCOME_WEIGHTS, Place, load
from services.dataset.domain.sample.generator import sample_csv
from services.dataset.sample_aggregates import TAAS, YEARS, TooFewAccidents, aggregates, as_text, main, read_accidents
from services.dataset.sample_places import places
from tests.unit.dataset.sample_sources import FATAL, accident, point, write_sources

DATA = os.environ.get("DAEGU_REAL_DATA")
needs_data = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")

SANGDONG = point("대구광역시 수성구 상동 1", 35.83, 128.61)


def counted(folder: Path, column: str) -> dict[str, dict[str, int]]:
    table = next(table for table in aggregates(folder).tables if table.column == column)
    return {context: dict(cells) for context, cells in table.counts.items()}


def test_accidents_are_counted_in_their_context(tmp_path: Path) -> None:
    rain = {"사고일시": "2015년 7월 11일 23시", "요일": "토요일", "기상상태": "비", "노면상태": "습기"}
    write_sources(tmp_path, [accident()] * 7 + [accident(**rain)] * 6, [SANGDONG])
    assert counted(tmp_path, "월") == {"2014": {"03": 7}, "2015": {"07": 6}}
    assert counted(tmp_path, "때") == {"화요일": {"평일 낮": 7}, "토요일": {"주말 저녁": 6}}
    assert counted(tmp_path, "시") == {"화요일|09시부터": {"09": 7}, "토요일|21시부터": {"23": 6}}
    assert counted(tmp_path, "노면상태") == {"03|맑음": {"건조": 7}, "07|비": {"습기": 6}}
    assert counted(tmp_path, "동") == {"수성구": {"상동": 13}}


def test_a_rare_value_is_counted_with_the_most_frequent_one_and_takes_what_follows_from_it(tmp_path: Path) -> None:
    """Four deaths in each of two contexts become minor accidents whole: none of those has a dead person."""
    evening = {"사고일시": "2014년 3월 4일 19시"}
    rows = [accident(), accident(**evening)] * 8 + [accident(**FATAL), accident(**FATAL, **evening)] * 4
    rows += [accident(기상상태="눈", 노면상태="적설")] * 4
    write_sources(tmp_path, rows, [SANGDONG])
    assert counted(tmp_path, "사고내용") == {"차대차|09시부터": {"경상사고": 16}, "차대차|18시부터": {"경상사고": 12}}
    assert counted(tmp_path, "피해") == {"차대차|경상사고|한 명": {"0/0/1/0": 28}}
    assert counted(tmp_path, "기상상태") == {"03": {"맑음": 28}}
    assert counted(tmp_path, "노면상태") == {"03|맑음": {"건조": 28}}


def test_a_rare_outcome_is_counted_with_the_one_of_the_nearest_eclo(tmp_path: Path) -> None:
    rows = [accident(경상자수="3")] * 20 + [accident(경상자수="7")] * 5 + [accident(경상자수="6")]
    write_sources(tmp_path, rows, [SANGDONG])
    assert counted(tmp_path, "피해") == {"차대차|경상사고|세 명 이상": {"0/0/3/0": 20, "0/0/7/0": 6}}


def test_every_count_is_over_the_same_accidents_and_none_is_below_five(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    pick = {
        "기상상태": ("맑음", "비", "눈"),
        "도로형태": ("교차로 - 교차로안", "단일로 - 기타"),
        "사고유형": ("차대차 - 추돌", "차대차 - 기타"),
        "법규위반": ("신호위반", "기타"),
    }
    rows = [accident(**{name: str(chance.choice(values)) for name, values in pick.items()}) for _ in range(200)]
    rows += [accident(**FATAL)] * 9
    write_sources(tmp_path, rows, [SANGDONG])
    for table in aggregates(tmp_path).tables:
        numbers = [number for cells in table.counts.values() for number in cells.values()]
        assert sum(numbers) == 209
        assert min(numbers) >= 5


def test_too_few_accidents_are_not_counted(tmp_path: Path) -> None:
    write_sources(tmp_path, [accident()] * 4, [SANGDONG])
    with pytest.raises(TooFewAccidents, match="연도"):
        aggregates(tmp_path)


def test_other_years_are_left_out_and_the_mean_eclo_is_that_of_the_rest(tmp_path: Path) -> None:
    other = [accident(사고일시=f"{year}년 3월 4일 09시", 사망자수="9") for year in (YEARS[0] - 1, YEARS[1] + 1)]
    rows = [accident(중상자수="1", 경상자수="2", 부상신고자수="3")] * 5 + [accident(**FATAL)] * 5 + other
    found = aggregates(write_sources(tmp_path, rows, [SANGDONG]))
    assert (found.accidents, found.mean_eclo) == (10, 12.0)


def test_a_branch_office_counts_for_its_eup(tmp_path: Path) -> None:
    rows = [accident(시군구=f"대구광역시 달성군 {name}") for name in ("다사읍", "다사읍서재출장") for _ in range(3)]
    write_sources(tmp_path, rows, [point("대구광역시 달성군 다사읍 매곡리 1", 35.86, 128.46)])
    assert counted(tmp_path, "동") == {"달성군": {"다사읍": 6}}


def test_what_is_written_reads_back_the_same_and_a_line_is_one_context_or_place(tmp_path: Path) -> None:
    write_sources(tmp_path, [accident()] * 7, [SANGDONG])
    found = aggregates(tmp_path)
    file = tmp_path / "aggregates.json"
    main([str(tmp_path), "--to", str(file)])
    assert load(file) == found
    assert file.read_text(encoding="utf-8") == as_text(found)
    assert '\n    "2014": {"03": 7}\n' in as_text(found)
    assert '\n  "수성구 상동": {"latitude": 35.83, "longitude": 128.61, "spread_km": ' in as_text(found)


@pytest.mark.parametrize("missing", ["", TAAS])
def test_files_that_cannot_be_read_end_with_a_line_and_write_nothing(
    tmp_path: Path, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sources(tmp_path, [accident(시군구="대구광역시 수성구")] * 7, [SANGDONG])
    if missing:
        (tmp_path / missing).unlink()
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path), "--to", str(tmp_path / "out.json")])
    assert ended.value.code == 2
    assert (missing or "시군구") in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_the_centre_is_the_median_of_the_points_in_the_dong_and_in_the_city(tmp_path: Path) -> None:
    points = [
        *(point("대구광역시 수성구 상동 1", 35.80 + step / 1000, 128.60 + step / 100) for step in (0, 1, 5)),
        point("대구광역시 수성구 상동 2", 128.61, 35.83),  # latitude and longitude exchanged
        point("대구광역시 수성구 상동 3", "", ""),
        point("대구광역시 남구 상동 4", 35.7, 128.4),  # another 구
    ]
    write_sources(tmp_path, [], points)
    assert places(tmp_path, ["수성구 상동"])["수성구 상동"].latitude == 35.801
    assert places(tmp_path, ["수성구 상동"])["수성구 상동"].longitude == 128.61


def test_addresses_are_understood_as_people_write_them(tmp_path: Path) -> None:
    write_sources(
        tmp_path,
        [],
        [
            point("대구광역시 동구 능성동78-2", 35.96, 128.74),
            point("", 35.88, 128.62, road="대구광역시 동구 동대구로 576 (신암동) ~ 덕성초등학교"),
            point("대구광역시 달성군 하리 689-3", 35.69, 128.45, road="대구광역시 달성군 현풍읍 비슬로 1193"),
        ],
    )
    found = places(tmp_path, ["동구 능성동", "동구 신암동", "달성군 현풍면"])
    assert {name: (place.latitude, place.longitude) for name, place in found.items()} == {
        "동구 능성동": (35.96, 128.74),
        "동구 신암동": (35.88, 128.62),
        "달성군 현풍면": (35.69, 128.45),
    }


def test_a_dong_without_points_lies_at_its_neighbours_or_in_the_middle_of_its_gu(tmp_path: Path) -> None:
    write_sources(
        tmp_path,
        [],
        [
            point("대구광역시 중구 동성로2가 1", 35.870, 128.590),
            point("대구광역시 중구 동성로3가 1", 35.872, 128.594),
            point("대구광역시 중구 남산동 1", 35.860, 128.580),
        ],
    )
    dongs = ["중구 동성로1가", "중구 동성로2가", "중구 동성로3가", "중구 남산동", "중구 용덕동"]
    found = places(tmp_path, dongs)
    assert (found["중구 동성로1가"].latitude, found["중구 동성로1가"].longitude) == (35.871, 128.592)
    assert (found["중구 용덕동"].latitude, found["중구 용덕동"].longitude) == (35.87, 128.59)
    with pytest.raises(ValueError, match="no point lies in 서구"):
        places(tmp_path, [*dongs, "서구 평리동"])


def test_the_spread_is_that_of_the_points_and_one_wrong_point_changes_little(tmp_path: Path) -> None:
    """Points of a normal distribution of 500 m; a 동 with few points takes the typical spread of its 구."""
    chance = np.random.default_rng(5)
    north, east = chance.normal(0, 0.5, (2, 400))
    points = [
        point("대구광역시 수성구 상동 1", 35.85 + up / 110.9, 128.65 + right / 90.3)
        for up, right in zip(north, east, strict=True)
    ]
    points += [point("대구광역시 수성구 상동 1", 36.0, 128.4), point("대구광역시 수성구 중동 1", 35.84, 128.6)]
    write_sources(tmp_path, [], points)
    found = places(tmp_path, ["수성구 상동", "수성구 중동"])
    assert found["수성구 상동"].spread_km == pytest.approx(0.5, abs=0.05)
    assert found["수성구 중동"] == Place(35.84, 128.6, found["수성구 상동"].spread_km)


@needs_data
def test_the_real_files_give_the_aggregates_of_the_product() -> None:
    assert as_text(aggregates(Path(DATA or ""))) == FILE.read_text(encoding="utf-8")


@needs_data
def test_the_sample_is_as_severe_as_the_real_accidents_wherever_one_looks() -> None:
    """Mean ECLO within 8% over groups of 2 000 and more, share of fatal accidents within 0.3 points of a hundred."""
    real = read_accidents(Path(DATA or "") / TAAS)
    victims = real["피해"].str.split("/", expand=True).astype(int).to_numpy()
    real["ECLO"] = victims @ list(OUTCOME_WEIGHTS.values())
    made = pd.read_csv(io.BytesIO(sample_csv()))
    made["시간대"] = (made["사고일시"].str[-3:-1].astype(int) // 3 * 3).map("{:02}시부터".format)
    made["구"] = made["시군구"].str.split(" ").str[1]
    made["대분류"] = made["사고유형"].str.partition(" - ")[0]
    made["도로구분"] = made["도로형태"].str.partition(" - ")[0]
    for column in ("요일", "시간대", "구", "대분류", "도로구분", "사고유형"):
        groups = made.groupby(column)["ECLO"]
        means = groups.mean()[groups.size() >= 2000]
        expected = real.groupby(column)["ECLO"].mean()[means.index]
        assert (means / expected).between(0.92, 1.08).all(), f"{column}: {means / expected}"
    assert abs((made["사망자수"] > 0).mean() - (victims[:, 0] > 0).mean()) < 0.003
