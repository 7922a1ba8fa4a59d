"""The stored stream opens with plain pyarrow and holds every row with its type."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from services.dataset.domain import arrow_file
from services.dataset.domain.columns import ColumnType, TypedValues
from services.dataset.domain.distinct_texts import Codes

TIMES = pa.array([datetime(2007, 1, 1, 1), None], pa.timestamp("s"))
COLUMNS = {
    "이름": TypedValues(ColumnType.TEXT, pa.array(["가", None, "007"], pa.string())),
    "값": TypedValues(ColumnType.INTEGER, pa.array([1, None, -(2**62)], pa.int64())),
    "시각": TypedValues(ColumnType.DATETIME, TIMES, "hour"),
}
CODES: list[Codes] = [
    np.array([0, 2, 1, 0], np.uint8),
    np.array([2, 1, 0, 0], np.uint16),
    np.array([1, 0, 0, 1], np.int32),
]


def written(folder: Path, codes: list[Codes], text_bytes: int) -> Path:
    path = folder / "rows.arrow"
    arrow_file.write(path, list(COLUMNS), list(COLUMNS.values()), codes, text_bytes)
    return path


def test_rows_are_the_values_that_their_codes_stand_for(tmp_path: Path) -> None:
    table = pa.ipc.open_stream(written(tmp_path, CODES, 100).read_bytes()).read_all()
    hour = datetime(2007, 1, 1, 1)
    assert table.to_pydict() == {
        "이름": ["가", "007", None, "가"],
        "값": [-(2**62), None, 1, 1],
        "시각": [None, hour, hour, None],
    }


def test_types_are_those_of_the_contract_and_stand_in_the_schema(tmp_path: Path) -> None:
    schema = pa.ipc.open_stream(written(tmp_path, CODES, 100).read_bytes()).schema
    assert schema.types == [pa.string(), pa.int64(), pa.timestamp("s")]
    assert [field.metadata[b"daegu.type"].decode() for field in schema] == ["text", "integer", "datetime"]
    assert [field.metadata[b"daegu.resolution"].decode() for field in schema] == ["", "", "hour"]


def test_pandas_opens_text_as_ordinary_strings(tmp_path: Path) -> None:
    frame = pa.ipc.open_stream(written(tmp_path, CODES, 100).read_bytes()).read_pandas()
    assert frame["이름"].dtype == "str"
    assert frame["이름"].isna().tolist() == [False, False, True, False]


@pytest.mark.parametrize(("row_bytes", "most"), [(2, 65_536), (1 << 10, 8_192), (1 << 20, 8), (1 << 24, 1)])
def test_batches_are_bounded_in_rows_and_in_bytes(row_bytes: int, most: int, tmp_path: Path) -> None:
    rows = min(200_000, 20 * most)
    codes: list[Codes] = [np.zeros(rows, np.uint8)] * 3
    sizes = [batch.num_rows for batch in pa.ipc.open_stream(written(tmp_path, codes, rows * row_bytes).read_bytes())]
    assert (sum(sizes), max(sizes)) == (rows, most)
