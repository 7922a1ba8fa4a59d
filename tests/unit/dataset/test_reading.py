"""From the bytes of an upload to typed rows and what each column contains."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from services.dataset.domain.columns import ColumnType
from services.dataset.domain.file_errors import InvalidFile, RaggedRows, UndecodableFile
from services.dataset.domain.reading import Understood, understand

TEXT = (
    "번호,코드,사고일시,위도,경도,동,동\r\n"
    '1,007,2022-01-01 01,35.83885696,128.5754182,"수성구, 상동",NA\r\n'
    "2,010,2022-01-01 04,35.844653,128.6046189,,가\r\n"
    ",011,,,,수성구,가\r\n"
)


def understood(content: bytes, folder: Path) -> tuple[Understood, pa.Table]:
    original, arrow, own = folder / "original", folder / "rows.arrow", folder / "own"
    original.write_bytes(content)
    own.mkdir()
    result = understand(original, arrow, own)
    assert list(own.iterdir()) == []
    return result, pa.ipc.open_stream(arrow.read_bytes()).read_all()


@pytest.mark.parametrize(
    ("python_name", "encoding"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp949", "cp949")],
)
def test_rows_are_the_same_in_every_encoding(python_name: str, encoding: str, tmp_path: Path) -> None:
    result, table = understood(TEXT.encode(python_name), tmp_path)
    assert result.encoding == encoding
    assert result.rows == 3
    assert table.to_pydict() == {
        "번호": [1, 2, None],
        "코드": ["007", "010", "011"],
        "사고일시": [datetime(2022, 1, 1, 1), datetime(2022, 1, 1, 4), None],
        "위도": [35.83885696, 35.844653, None],
        "경도": [128.5754182, 128.6046189, None],
        "동": ["수성구, 상동", None, "수성구"],
        "동 (2)": ["NA", "가", "가"],
    }


def test_each_column_has_a_type_and_a_profile(tmp_path: Path) -> None:
    result, table = understood(TEXT.encode(), tmp_path)
    types = [ColumnType(field.metadata[b"daegu.type"].decode()) for field in table.schema]
    assert [column.type for column in result.columns] == types
    assert types == [
        ColumnType.INTEGER,
        ColumnType.TEXT,
        ColumnType.DATETIME,
        ColumnType.LATITUDE,
        ColumnType.LONGITUDE,
        ColumnType.TEXT,
        ColumnType.TEXT,
    ]
    assert [column.name for column in result.columns] == table.column_names
    assert [column.missing for column in result.columns] == [1, 0, 1, 1, 1, 1, 0]
    assert [column.distinct for column in result.columns] == [2, 3, 2, 2, 2, 2, 2]
    assert [notice.reason for notice in result.notices] == ["DUPLICATE_COLUMN"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [("이름\n가\n가,나\n".encode("cp949"), RaggedRows), ("이름\n가\n".encode("cp949")[:-2], UndecodableFile)],
)
def test_a_refused_file_leaves_nothing_of_ours(content: bytes, kind: type[InvalidFile], tmp_path: Path) -> None:
    original, own = tmp_path / "original", tmp_path / "own"
    original.write_bytes(content)
    own.mkdir()
    with pytest.raises(kind):
        understand(original, tmp_path / "rows.arrow", own)
    assert list(own.iterdir()) == []


def test_values_that_hardly_repeat_are_counted_exactly(tmp_path: Path) -> None:
    """Such columns are typed row by row; a few values are there twice, some are missing, some are written otherwise."""
    numbers = [str(i) for i in range(3000)] + ["7", "8", "", ""]
    decimals = [f"{i}.5" for i in range(3000)] + ["7.50", "", "", ""]
    days = [f"{2000 + i // 365}-01-{1 + i % 28:02} {i % 24:02}:{i % 60:02}:{i // 60:02}" for i in range(3000)] + [
        "",
        "",
        "",
        "",
    ]
    text = "수,소수,때\n" + "".join(f"{a},{b},{c}\n" for a, b, c in zip(numbers, decimals, days, strict=True))
    (tmp_path / "file.csv").write_text(text, encoding="utf-8")
    found = understand(tmp_path / "file.csv", tmp_path / "rows.arrow", tmp_path)
    count, decimal, day = found.columns
    assert (count.type, count.distinct, count.missing, count.maximum) == (ColumnType.INTEGER, 3000, 2, 2999)
    assert count.mean == pytest.approx((sum(range(3000)) + 15) / 3002)
    assert (decimal.type, decimal.distinct, decimal.missing) == (ColumnType.FLOAT, 3000, 3)
    assert (day.type, day.distinct, day.missing) == (ColumnType.DATETIME, len(set(days)) - 1, 4)
    rows = pa.ipc.open_stream((tmp_path / "rows.arrow").read_bytes()).read_all()
    assert rows["수"].to_pylist() == [int(number) if number else None for number in numbers]
