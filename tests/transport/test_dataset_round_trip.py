"""Whatever a person writes into a CSV comes back: byte by byte through content, value by value through Arrow."""

import csv
import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from daegu.dataset.v1 import dataset_pb2 as pb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dataset_service import Service
from tests.datasets import arrow_bytes, content, upload

NUMBERS = ("INTEGER", "FLOAT", "LATITUDE", "LONGITUDE", "YEAR")
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
tricky = st.sampled_from(
    [
        "007",
        "NA",
        "1e999",
        "-0",
        "1.10",
        "2016년 1월 1일 01시",
        "=1+1",
        '"',
        "a,b",
        "a\nb",
        "a\r\nb",
        " ",
        "2010",
        "가각힣",
    ]
)
numbers = st.integers(-(2**70), 2**70).map(str) | st.floats(allow_nan=True).map(repr)
columns = st.sampled_from([texts, tricky, numbers, texts | tricky | numbers, st.integers(-9, 9).map(str) | st.just("")])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Rows of text under a header of plain names; each column draws from a pool of its own."""
    pools = draw(st.lists(columns, min_size=2, max_size=4))
    rows = draw(st.integers(1, 6))
    return [[f"열{i}" for i in range(len(pools))], *([draw(pool) for pool in pools] for _ in range(rows))]


@given(
    table=tables(), line_end=st.sampled_from(["\n", "\r\n"]), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_and_values_come_back(
    running_service: Service,
    table: list[list[str]],
    line_end: str,
    encoding: str,
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(table)
    original = out.getvalue().encode(encoding)
    stub = running_service.stub
    stored = upload(stub, original)
    try:
        assert content(stub, stored.dataset_id) == original
        found = pa.ipc.open_stream(arrow_bytes(stub, stored.dataset_id)).read_all()
        assert found.num_rows == stored.rows == len(table) - 1
        for i, column in enumerate(stored.columns_info):
            expected = [row[i] for row in table[1:]]
            compare(pb.ColumnType.Name(column.type).removeprefix("COLUMN_TYPE_"), found[i].to_pylist(), expected)
            assert column.missing == expected.count("")
    finally:
        stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=stored.dataset_id))


def compare(kind: str, values: list[Any], expected: list[str]) -> None:
    for value, text in zip(values, expected, strict=True):
        if text == "":
            assert value is None
        elif kind == "TEXT":
            assert value == text
        elif kind in NUMBERS:
            assert value == (int(text) if kind == "INTEGER" else pytest.approx(float(Decimal(text)), rel=1e-15))
        elif kind == "DATETIME":
            assert str(value.year) in text
        else:
            assert str(value).lower() == text.lower()
