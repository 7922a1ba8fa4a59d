"""The first rows as text, in file order or sorted."""

import io
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dataset.domain.preview import MAX_TEXT_BYTES, UnknownColumn, read_rows


def stream(columns: dict[str, pa.Array], *, batch_rows: int = 2, resolution: str = "") -> io.BytesIO:
    fields = [pa.field(name, array.type, metadata={"daegu.resolution": resolution}) for name, array in columns.items()]
    table = pa.table(list(columns.values()), schema=pa.schema(fields))
    file = io.BytesIO()
    with pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=batch_rows)
    return io.BytesIO(file.getvalue())


def shown(values: list[Any], kind: pa.DataType, resolution: str = "") -> list[str]:
    return [row[0] for row in read_rows(stream({"값": pa.array(values, kind)}, resolution=resolution), 100)]


def test_the_first_rows_are_those_of_the_file() -> None:
    columns = {"값": pa.array(range(10)), "이름": pa.array([f"이름{i}" for i in range(10)])}
    assert read_rows(stream(columns), 3) == [["0", "이름0"], ["1", "이름1"], ["2", "이름2"]]
    assert len(read_rows(stream(columns), 100)) == 10


@pytest.mark.parametrize(
    ("resolution", "text"),
    [
        ("day", "2020-03-03"),
        ("hour", "2020-03-03 01:02"),
        ("minute", "2020-03-03 01:02"),
        ("second", "2020-03-03 01:02:03"),
    ],
)
def test_times_are_written_as_exactly_as_they_are_known(resolution: str, text: str) -> None:
    assert shown([datetime(2020, 3, 3, 1, 2, 3), None], pa.timestamp("s"), resolution) == [text, ""]


def test_numbers_and_truth_are_written_plainly() -> None:
    assert shown([0.1, 35.83885696, 1e16, -0.5, None], pa.float64()) == ["0.1", "35.83885696", "1e+16", "-0.5", ""]
    assert shown([-5, 2**53 + 1, None], pa.int64()) == ["-5", "9007199254740993", ""]
    assert shown([True, False, None], pa.bool_()) == ["true", "false", ""]


def test_long_text_is_cut_and_says_so() -> None:
    assert shown(["가" * 1000, "가" * 1001], pa.string()) == ["가" * 1000, "가" * 999 + "…"]


def test_rows_stop_before_the_text_is_too_long() -> None:
    cells = pa.array(["가" * 1000] * 1000)
    rows = read_rows(stream({"값": cells, "이름": cells}, batch_rows=1000), 1000)
    assert len(rows) == MAX_TEXT_BYTES // 6000


@given(
    values=st.lists(st.none() | st.integers(-3, 3), max_size=20),
    limit=st.integers(1, 25),
    descending=st.booleans(),
)
@settings(deadline=None)
def test_sorting_is_stable_and_puts_missing_values_last(values: list[int | None], limit: int, descending: bool) -> None:
    columns = {"값": pa.array(values, pa.int64()), "줄": pa.array(range(len(values)), pa.int64())}
    rows = read_rows(stream(columns, batch_rows=3), limit, "값", descending)
    present = [(value, row) for row, value in enumerate(values) if value is not None]
    ordered = sorted(present, key=lambda pair: -pair[0] if descending else pair[0])
    expected = [[str(value), str(row)] for value, row in ordered]
    expected += [["", str(row)] for row, value in enumerate(values) if value is None]
    assert rows == expected[:limit]


def test_numbers_are_sorted_as_numbers_and_texts_as_texts() -> None:
    texts = ["10", "9", "가", "-1"]
    columns = {"수": pa.array([10, 9, 100, -1]), "글": pa.array(texts)}
    assert [row[0] for row in read_rows(stream(columns), 4, "수")] == ["-1", "9", "10", "100"]
    assert [row[1] for row in read_rows(stream(columns), 4, "글")] == ["-1", "10", "9", "가"]


def test_a_name_to_sort_by_may_be_decomposed() -> None:
    columns = {"\uac00": pa.array([2, 1])}
    assert read_rows(stream(columns), 1, "\u1100\u1161") == [["1"]]


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownColumn) as caught:
        read_rows(stream({"값": pa.array([1])}), 5, "이름")
    (violation,) = caught.value.violations
    assert (violation.field, violation.reason) == ("sort_by", "UNKNOWN_COLUMN")
    assert violation.message_ko == "정렬할 열을 찾을 수 없습니다: 이름"
