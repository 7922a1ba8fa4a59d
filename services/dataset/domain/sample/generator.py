"""The sample: synthetic accidents of Daegu in the columns of a TAAS file, with coordinates and ECLO.

An accident is drawn column by column from the Bayesian network of the aggregates, its point around the centre of its
동. Shares and the dependences in the network are those of real accidents; no row is copied from one.
"""

import csv
import io
import random
from collections.abc import Iterable, Mapping
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from services.dataset.domain.sample.aggregates import KM_PER_DEGREE, OUTCOME_WEIGHTS, Place, Table, load

ROWS = 20_000

SAMPLE_NAME = "대구 교통사고 표본 (합성 데이터)"
SAMPLE_DESCRIPTION = (
    "실제로 일어난 사고가 아니라 기능을 살펴보기 위해 만든 합성 데이터입니다. 2012-2016년 대구 교통사고(TAAS "
    "교통사고분석시스템)를 집계한 비율에 따라 사고 20,000건을 무작위로 만들었습니다. 시간, 장소, 사고 유형, 피해 "
    "정도의 비율은 실제와 비슷하지만, 날씨와 피해 정도의 관계처럼 담기지 않은 관계도 있습니다. 위치는 동의 "
    "중심점(공공데이터포털의 주차장, 무인교통단속카메라, 어린이보호구역 표준데이터로 계산) 주변에 흩어 놓은 점입니다."
)
SAMPLE_REQUEST_ID = "5f0d9c3e-6b1a-4c57-9a68-2d1e7b40c816"
"""Makes creating the sample idempotent. It belongs to these very bytes: other bytes need another id."""

_SEED = 20_122_016
_WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")

Floats = NDArray[np.float64]


def sample_csv() -> bytes:
    """20 000 accidents, oldest first, as CSV in UTF-8: the same bytes at every call and on every machine."""
    aggregates = load()
    chance = random.Random(_SEED)  # noqa: S311 - nothing secret, and the same everywhere
    drawn: dict[str, list[str]] = {}
    for table in aggregates.tables:
        drawn[table.column] = _draw(table, drawn, _uniform(chance))
    date = _dates(drawn["연도"], drawn["월"], drawn["요일"], _uniform(chance))
    latitude, longitude = _points([aggregates.places[name] for name in _joined(drawn, ("구", "동"), " ")], chance)
    numbers = {text: [int(number) for number in text.split("/")] for text in set(drawn["피해"])}
    outcome = np.array([numbers[text] for text in drawn["피해"]])
    columns = {
        "사고일시": [
            f"{day.year}년 {day.month}월 {day.day}일 {hour}시"
            for day, hour in zip(date.tolist(), drawn["시"], strict=True)
        ],
        "요일": drawn["요일"],
        "시군구": [f"대구광역시 {name}" for name in _joined(drawn, ("구", "동"), " ")],
        "사고내용": drawn["사고내용"],
        **{name: outcome[:, i].tolist() for i, name in enumerate(OUTCOME_WEIGHTS)},
        **{name: drawn[name] for name in ("사고유형", "법규위반", "노면상태", "기상상태", "도로형태")},
        "위도": [f"{degrees:.6f}" for degrees in latitude.tolist()],
        "경도": [f"{degrees:.6f}" for degrees in longitude.tolist()],
        "ECLO": (outcome @ list(OUTCOME_WEIGHTS.values())).tolist(),
    }
    rows = list(zip(*columns.values(), strict=True))
    oldest_first = np.lexsort((np.array(drawn["시"]), date)).tolist()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["사고번호", *columns, "자료구분"])
    writer.writerows((f"합성-{number:05}", *rows[i], "합성") for number, i in enumerate(oldest_first, start=1))
    return out.getvalue().encode()


def _uniform(chance: random.Random) -> Floats:
    """A number in [0, 1) for each row.

    Python promises that the stream of a seed stays the same in all versions, numpy does not.
    """
    return np.fromiter(iter(chance.random, None), np.float64, ROWS)


def _joined(drawn: Mapping[str, list[str]], columns: tuple[str, ...], separator: str) -> Iterable[str]:
    if not columns:
        return repeat("", ROWS)
    return map(separator.join, zip(*(drawn[name] for name in columns), strict=True))


def _draw(table: Table, drawn: Mapping[str, list[str]], uniform: Floats) -> list[str]:
    """A value for each row, with the probability that it has in the context of the row."""
    number = {context: i for i, context in enumerate(table.counts)}
    context = np.fromiter(map(number.__getitem__, _joined(drawn, table.given, "|")), np.int64, ROWS)
    values = np.empty(ROWS, dtype=object)
    for i, counts in enumerate(table.counts.values()):
        rows = np.flatnonzero(context == i)
        bounds = np.cumsum(list(counts.values()))
        chosen = np.searchsorted(bounds, uniform[rows] * bounds[-1], side="right")
        values[rows] = np.array(list(counts), dtype=object)[chosen]
    drawn_values: list[str] = values.tolist()
    return drawn_values


def _dates(years: list[str], months: list[str], weekdays: list[str], uniform: Floats) -> NDArray[np.datetime64]:
    """One of the days of the month that fall on the weekday."""
    month = np.array([f"{year}-{month}" for year, month in zip(years, months, strict=True)], dtype="datetime64[M]")
    first, end = month.astype("datetime64[D]"), (month + np.timedelta64(1, "M")).astype("datetime64[D]")
    weekday = np.array([_WEEKDAYS.index(name) for name in weekdays])
    first += ((weekday - first.astype(int) - 3) % 7).astype("timedelta64[D]")  # day 0 is a Thursday
    choices = ((end - first).astype(int) + 6) // 7
    first += 7 * (uniform * choices).astype("timedelta64[D]")
    return first


def _points(places: list[Place], chance: random.Random) -> tuple[Floats, Floats]:
    """Latitudes and longitudes, scattered around the centres and never further than three times the spread."""
    spread = np.array([place.spread_km for place in places])
    # The sum of three uniform numbers is nearly normal and, unlike a logarithm, the same to the last bit everywhere.
    north, east = (2 * (_uniform(chance) + _uniform(chance) + _uniform(chance)) - 3 for _ in KM_PER_DEGREE)
    return (
        np.array([place.latitude for place in places]) + north * spread / KM_PER_DEGREE[0],
        np.array([place.longitude for place in places]) + east * spread / KM_PER_DEGREE[1],
    )
