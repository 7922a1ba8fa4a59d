"""What a dataset is, in Korean. Pure functions; nothing here is escaped for Markdown."""

from collections.abc import Sequence
from typing import Literal

from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import theme

MANY_MISSING = 0.3
"""Share of missing values from which a column is marked."""

TYPES = {
    pb.COLUMN_TYPE_INTEGER: "정수",
    pb.COLUMN_TYPE_FLOAT: "실수",
    pb.COLUMN_TYPE_TEXT: "문자",
    pb.COLUMN_TYPE_BOOLEAN: "참/거짓",
    pb.COLUMN_TYPE_DATETIME: "날짜·시간",
    pb.COLUMN_TYPE_LATITUDE: "위도",
    pb.COLUMN_TYPE_LONGITUDE: "경도",
    pb.COLUMN_TYPE_YEAR: "연도",
}
NUMBERS = (
    pb.COLUMN_TYPE_INTEGER,
    pb.COLUMN_TYPE_FLOAT,
    pb.COLUMN_TYPE_LATITUDE,
    pb.COLUMN_TYPE_LONGITUDE,
    pb.COLUMN_TYPE_YEAR,
)
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8(BOM 포함)",
    "utf-16": "UTF-16",
    "cp949": "CP949(한글 Windows)",
}
_CONFIDENCE = ((0.9, "매우 높음"), (0.7, "높음"), (0.4, "보통"), (0.0, "낮음"))
_DECIMALS = {pb.COLUMN_TYPE_LATITUDE: 5, pb.COLUMN_TYPE_LONGITUDE: 5}


def size(size_bytes: int) -> str:
    """`812 B`, `12.3 KB`, `4.7 MB`"""
    if size_bytes < 1024:
        return f"{size_bytes} B"
    kilobytes = size_bytes / 1024
    return f"{kilobytes:,.1f} KB" if kilobytes < 1024 else f"{kilobytes / 1024:,.1f} MB"


def encoding(name: str) -> str:
    """`CP949(한글 Windows)`"""
    return _ENCODINGS.get(name, name.upper())


def confidence(share: float) -> str:
    """How sure the recognition is, 0-1, as `매우 높음 · 96%`"""
    word = next(word for least, word in _CONFIDENCE if share >= least)
    return f"{word} · {theme.percent(share)}"


def number(value: float, column_type: pb.ColumnType.ValueType) -> str:
    """`12,345`, `1.25`, `35.83885`; years without separator."""
    if column_type == pb.COLUMN_TYPE_YEAR:
        return f"{value:.0f}"
    if column_type in _DECIMALS:
        return f"{value:.{_DECIMALS[column_type]}f}"
    if value.is_integer():
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.4g}"


def bound(info: pb.ColumnInfo, end: Literal["min", "max"]) -> str:
    """`min` or `max` of a column; empty if it has none."""
    value = getattr(info, end)
    if value.HasField("number_value"):
        return number(value.number_value, info.type)
    return value.string_value.replace("T", " ").removesuffix(" 00:00:00") if info.HasField(end) else ""


def top_values(info: pb.ColumnInfo, most: int = 3) -> str:
    """The most frequent values in one line: `차대차 120, 차대사람 66`"""
    return ", ".join(f"{item.value} {item.count:,}" for item in info.top_values[:most])


def found(columns: Sequence[pb.ColumnInfo]) -> list[str]:
    """What the columns make possible: a sentence about coordinates and one about time, where there are any."""
    names: dict[int, str] = {}
    for info in columns:
        names.setdefault(info.type, info.name)
    sentences = []
    latitude, longitude = names.get(pb.COLUMN_TYPE_LATITUDE), names.get(pb.COLUMN_TYPE_LONGITUDE)
    if latitude is not None and longitude is not None:
        sentences.append(
            "위도·경도 열을 찾아 지도에 표시할 수 있습니다" + _named([latitude, longitude], ["위도", "경도"])
        )
    if (moment := names.get(pb.COLUMN_TYPE_DATETIME)) is not None:
        sentences.append(f"날짜·시간 열을 찾아 시기별 변화를 볼 수 있습니다{_named([moment], ['날짜·시간'])}")
    elif (year := names.get(pb.COLUMN_TYPE_YEAR)) is not None:
        sentences.append(f"연도 열을 찾아 해마다의 변화를 볼 수 있습니다{_named([year], ['연도'])}")
    return sentences


def _named(names: list[str], known_as: list[str]) -> str:
    """The names in brackets and the end of the sentence; nothing in brackets if they would say the same again."""
    return "." if names == known_as else f"({', '.join(f'‘{name}’' for name in names)})."
