"""What the stand-in for the dataset service reads out of a CSV: enough for the UI, and the same every time."""

import csv
import datetime
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
from daegu.dataset.v1 import dataset_pb2 as pb

KINDS = ("대구 CCTV", "보안등", "어린이 보호구역", "주차장", "TAAS 사고", "DACON 학습", "DACON 평가", "기타")
_NAMED = {"위도": pb.COLUMN_TYPE_LATITUDE, "경도": pb.COLUMN_TYPE_LONGITUDE, "설치연도": pb.COLUMN_TYPE_YEAR}
_NUMERIC = (pb.COLUMN_TYPE_INTEGER, pb.COLUMN_TYPE_FLOAT, *_NAMED.values())
_ENCODINGS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-8", b""), ("cp949", b""))


class Refused(Exception):
    """Why a file is no CSV: Korean sentences."""


@dataclass(frozen=True)
class Table:
    """A file taken apart. Cells are text, missing ones empty."""

    encoding: str
    names: list[str]
    rows: list[list[str]]
    columns: list[pb.ColumnInfo]
    notices: list[pb.Notice]
    kind: str
    confidence: float

    def arrow(self) -> pa.Table:
        """The rows with the types of the columns."""
        cast: dict[int, Callable[[str], object]] = {
            pb.COLUMN_TYPE_INTEGER: int,
            pb.COLUMN_TYPE_YEAR: int,
            pb.COLUMN_TYPE_TEXT: str,
            pb.COLUMN_TYPE_DATETIME: datetime.datetime.fromisoformat,
        }
        columns = {}
        for index, info in enumerate(self.columns):
            convert = float if info.type in _NUMERIC and info.type not in cast else cast.get(info.type, str)
            columns[info.name] = [convert(row[index]) if row[index] else None for row in self.rows]
        return pa.table(columns)


def read(content: bytes) -> Table:
    """Raises Refused."""
    if not content.strip():
        raise Refused("빈 파일입니다. 내용이 있는 CSV 파일을 올려주세요.")
    if content.startswith(b"PK"):
        raise Refused("엑셀 파일(xlsx)입니다.", "엑셀에서 ‘CSV UTF-8’ 형식으로 저장해서 올려주세요.")
    encoding, text = _decode(content)
    header, *rows = [row for row in csv.reader(io.StringIO(text)) if row]
    names = [name or f"열 {number}" for number, name in enumerate(header, 1)]
    notices = [
        pb.Notice(column=name, reason="UNNAMED_COLUMN", message=f"{number}번째 열에 이름이 없어 ‘{name}’로 정했습니다.")
        for number, (name, given) in enumerate(zip(names, header, strict=True), 1)
        if not given
    ]
    columns = [_column(name, [row[index] for row in rows]) for index, name in enumerate(names)]
    kind, confidence = _recognise(names)
    return Table(encoding, names, rows, columns, notices, kind, confidence)


def sample(rows: int = 240) -> bytes:
    """Accidents that never happened."""
    chance = random.Random(7)
    lines = ["사고일시,위도,경도,법정동,사고유형,기상상태,사망자수,부상자수,메모"]
    for _ in range(rows):
        month, day, hour = chance.randint(1, 12), chance.randint(1, 28), chance.randint(0, 23)
        cells = [
            f"2016-{month:02}-{day:02} {hour:02}:00",
            f"{35.8 + chance.random() / 8:.5f}",
            f"{128.5 + chance.random() / 6:.5f}",
            chance.choice(("상동", "범어동", "대명동", "신암동")),
            chance.choice(("차대차", "차대차", "차대사람", "차량단독")),
            chance.choice(("맑음", "맑음", "비", "흐림")),
            str(int(chance.random() < 0.02)),
            str(chance.randint(0, 4)),
            "검토" if chance.random() < 0.2 else "",
        ]
        lines.append(",".join(cells))
    return ("\n".join(lines) + "\n").encode()


def _decode(content: bytes) -> tuple[str, str]:
    for encoding, mark in _ENCODINGS:
        if content.startswith(mark):
            try:
                return encoding, content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Refused("3번째 줄 17번째 바이트를 읽을 수 없습니다. UTF-8이나 CP949로 저장해서 올려주세요.")


def _recognise(names: list[str]) -> tuple[str, float]:
    if "사고일시" in names:
        return "TAAS 사고", 0.96
    if "설치연도" in names:
        return "대구 CCTV", 0.82
    return "기타", 0.35


def _column(name: str, cells: list[str]) -> pb.ColumnInfo:
    values = [cell for cell in cells if cell]
    info = pb.ColumnInfo(
        name=name, type=_type(name, values), missing=len(cells) - len(values), distinct=len(set(values))
    )
    if values and info.type in _NUMERIC:
        numbers = [float(value) for value in values]
        info.min.number_value, info.max.number_value = min(numbers), max(numbers)
        info.mean = sum(numbers) / len(numbers)
    elif values and info.type == pb.COLUMN_TYPE_DATETIME:
        info.min.string_value, info.max.string_value = min(values).replace(" ", "T"), max(values).replace(" ", "T")
    else:
        counts = sorted(((values.count(value), value) for value in dict.fromkeys(values)), key=lambda pair: -pair[0])
        info.top_values.extend(pb.ValueCount(value=value, count=count) for count, value in counts[:10])
    return info


def _type(name: str, values: list[str]) -> pb.ColumnType.ValueType:
    if name in _NAMED:
        return _NAMED[name]
    for kind, pattern in (
        (pb.COLUMN_TYPE_INTEGER, r"-?(0|[1-9]\d*)"),
        (pb.COLUMN_TYPE_FLOAT, r"-?(0|[1-9]\d*)(\.\d+)?"),
        (pb.COLUMN_TYPE_DATETIME, r"\d{4}-\d\d-\d\d( \d\d:\d\d)?"),
    ):
        if values and all(re.fullmatch(pattern, value) for value in values):
            return kind
    return pb.COLUMN_TYPE_TEXT
