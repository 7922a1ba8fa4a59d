"""`python -m services.dataset.sample_aggregates FOLDER`: counts the real files into the aggregates of the sample.

FOLDER holds the TAAS accidents of Daegu (`TAAS`, a zip with one CSV) and the open data named in `sample_places.FILES`.
The same files give the same bytes. Ends with status 2 and a line if a file cannot be read.
"""

import argparse
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from services.dataset.domain.sample.aggregates import FILE, OUTCOME_WEIGHTS, Aggregates, Table
from services.dataset.sample_places import places

TAAS = "taas_daegu_accidents_2007_2017.zip"
YEARS = (2012, 2016)
"""The last years in which TAAS spells its categories alike: 2017 renames road types and surfaces."""

SMALLEST_CELL = 5
"""Fewer accidents than this are not counted on their own."""

SOURCES = (
    f"KoROAD TAAS (taas.koroad.or.kr), traffic accidents in Daegu, {TAAS}: those of {YEARS[0]}-{YEARS[1]}, counted. "
    f"Every count is over at least {SMALLEST_CELL} accidents: a value that is rarer in its context is counted with the "
    "most frequent one there, a rarer 피해 (사망/중상/경상/부상신고, persons) with the one of the nearest ECLO.",
    "Centre points of the 동: medians of the coordinates of car parks, traffic cameras and child protection zones by "
    "their address (data.go.kr: 주차장, 무인교통단속카메라, 어린이보호구역 표준데이터, 대구광역시).",
)

_GIVEN: Mapping[str, tuple[str, ...]] = {
    "연도": (),
    "월": ("연도",),
    "요일": ("연도", "월"),
    "때": ("요일",),
    "시간대": ("요일", "때"),
    "시": ("요일", "시간대"),
    "대분류": ("시간대",),
    "사고내용": ("대분류", "시간대"),
    "사상자": ("대분류", "사고내용", "때"),
    "피해": ("대분류", "사고내용", "사상자"),
    "구": ("대분류", "사고내용", "사상자"),
    "동": ("구",),
    "도로구분": ("대분류", "사고내용", "사상자"),
    "도로형태": ("대분류", "사고내용", "도로구분"),
    "사고유형": ("대분류", "사고내용", "사상자", "도로구분"),
    "법규위반": ("사고유형", "도로구분"),
    "기상상태": ("월",),
    "노면상태": ("월", "기상상태"),
}
"""On which columns each one depends. 시간대, 대분류, 사상자 and 도로구분 are coarser forms of others, to depend on."""


class TooFewAccidents(Exception):
    """Some context has so few accidents that its counts would be about single ones; the text says which."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m services.dataset.sample_aggregates", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files are")
    parser.add_argument("--to", type=Path, default=FILE, help="file to write")
    options = parser.parse_args(arguments)
    try:
        found = aggregates(options.folder)
    except (OSError, KeyError, ValueError, TooFewAccidents) as error:
        parser.error(f"cannot count the files in {options.folder}: {error}")
    options.to.write_text(as_text(found), encoding="utf-8")


def aggregates(folder: Path) -> Aggregates:
    """Counts of the accidents, and where their 동 lie.

    Raises TooFewAccidents; OSError, KeyError or ValueError if a file is not what its name says.
    """
    accidents = read_accidents(folder / TAAS)
    tables = count(accidents)
    dongs = [
        f"{gu} {dong}"
        for table in tables
        if table.column == "동"
        for gu, cells in table.counts.items()
        for dong in cells
    ]
    return Aggregates(
        sources=SOURCES,
        accidents=len(accidents),
        mean_eclo=round(float(accidents["피해"].map(_eclo).mean()), 3),
        tables=tables,
        places=places(folder, dongs),
    )


def read_accidents(path: Path) -> pd.DataFrame:
    """The accidents of YEARS: the columns of `_GIVEN` in its order, as text."""
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        raw = pd.read_csv(file, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    years = tuple(f"{year}년" for year in range(YEARS[0], YEARS[1] + 1))
    raw = raw[raw["사고일시"].str.startswith(years)].reset_index(drop=True)
    time = raw["사고일시"].str.extract(r"(?P<연도>\d+)년 (?P<월>\d+)월 \d+일 (?P<시>\d+)시")
    hour = time["시"].astype(int)
    weekend = raw["요일"].isin(["토요일", "일요일"]).map({True: "주말", False: "평일"})
    part_of_day = pd.cut(hour, [0, 6, 21, 24], right=False, labels=["심야", "낮", "저녁"]).astype(str)
    place = raw["시군구"].str.extract(r"^\S+ (?P<구>\S+) (?P<동>\S+)$")
    victims = raw[list(OUTCOME_WEIGHTS)]
    columns = {
        **{name: raw[name] for name in _GIVEN if name in raw},
        "연도": time["연도"],
        "월": time["월"].str.zfill(2),
        "때": weekend.str.cat(part_of_day, sep=" "),
        "시간대": (hour // 3 * 3).map("{:02}시부터".format),
        "시": time["시"],
        "대분류": raw["사고유형"].str.partition(" - ")[0],
        "사상자": victims.astype(int).sum(axis=1).clip(1, 3).map({1: "한 명", 2: "두 명", 3: "세 명 이상"}),
        "피해": victims.iloc[:, 0].str.cat(victims.iloc[:, 1:], sep="/"),
        "구": place["구"],
        # What a branch office took down happened in its 읍.
        "동": place["동"].str.replace(r"(?<=읍).+출장$", "", regex=True),
        "도로구분": raw["도로형태"].str.partition(" - ")[0],
    }
    frame = pd.DataFrame(columns)[list(_GIVEN)]
    if frame.isna().any(axis=None):
        raise ValueError("a 시군구 is not a city, a 구 and a 동")
    return frame


def count(accidents: pd.DataFrame) -> tuple[Table, ...]:
    """The tables of the network. Raises TooFewAccidents if a count stays below SMALLEST_CELL."""
    frame = accidents.copy()
    tables = []
    for column, given in _GIVEN.items():
        _merge_rare(frame, column, given)
        cells = frame.groupby([*given, column]).size()
        if cells.min() < SMALLEST_CELL:
            raise TooFewAccidents(f"{column}: only {cells.min()} of {cells.idxmin()}")
        counts: dict[str, dict[str, int]] = {}
        for key, number in cells.items():
            *context, value = key if isinstance(key, tuple) else (key,)
            counts.setdefault("|".join(context), {})[value] = int(number)
        tables.append(Table(column, given, counts))
    return tuple(tables)


def _merge_rare(frame: pd.DataFrame, column: str, given: tuple[str, ...]) -> None:
    """Changes each rare value of a context into a frequent one.

    Such an accident takes over the columns that follow from an accident with that value, so that they fit together.
    """
    rows: list[int] = []
    donors: list[int] = []
    for _, values in frame[column].groupby([frame[name] for name in given]) if given else [("", frame[column])]:
        members = {str(value): index for value, index in values.groupby(values).groups.items()}
        size = {value: len(index) for value, index in members.items()}
        kept = [value for value in size if size[value] >= SMALLEST_CELL] or [max(size, key=size.__getitem__)]
        for value in size.keys() - kept:
            if column == "피해":
                target = min(kept, key=lambda other: (abs(_eclo(other) - _eclo(value)), -size[other], other))
            else:
                target = max(kept, key=size.__getitem__)
            rows += members[value].tolist()
            donors += np.resize(members[target], size[value]).tolist()
    following = frame.columns[frame.columns.get_loc(column) :]
    frame.loc[rows, following] = frame.loc[donors, following].to_numpy()


def _eclo(outcome: str) -> int:
    return sum(
        weight * int(number) for weight, number in zip(OUTCOME_WEIGHTS.values(), outcome.split("/"), strict=True)
    )


def as_text(found: Aggregates) -> str:
    """JSON with one line for each context and each 동."""
    return _lines(asdict(found)) + "\n"


def _lines(value: object, indent: str = "\n") -> str:
    deeper = indent + " "
    if isinstance(value, Mapping) and not all(isinstance(each, int | float) for each in value.values()):
        return "{" + ",".join(f"{deeper}{_lines(k)}: {_lines(v, deeper)}" for k, v in value.items()) + indent + "}"
    if isinstance(value, list | tuple) and any(isinstance(each, Mapping) for each in value):
        return "[" + ",".join(deeper + _lines(each, deeper) for each in value) + indent + "]"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
