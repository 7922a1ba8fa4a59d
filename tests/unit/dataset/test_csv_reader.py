"""Cells come back exactly as they stand in the file."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dataset.domain.csv_reader import MAX_CELL_CHARACTERS
from services.dataset.domain.csv_rows import MAX_ROW_BYTES
from tests.unit.dataset.csv_text import ENCODINGS, TRICKY, as_csv, encoded, read, rows_of

HEADER = ("이름", "값", "비고")
# A first U+FEFF would be the byte order mark; NUL and lone surrogates are refused, which has tests of its own.
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=8)
CP949_TEXT = st.text(st.characters(codec="cp949", exclude_characters="\0"), max_size=8)


def tables(cell: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(st.sampled_from(TRICKY) | cell, min_size=3, max_size=3), min_size=1, max_size=20)


@given(rows=tables(ANY_TEXT), name=st.sampled_from([name for name in ENCODINGS if name != "cp949"]))
@settings(deadline=None)
def test_any_table_comes_back_cell_for_cell(rows: list[list[str]], name: str) -> None:
    with TemporaryDirectory() as folder:
        assert rows_of(read(encoded(as_csv([HEADER, *rows]), name), Path(folder))) == rows


@given(rows=tables(CP949_TEXT))
@settings(deadline=None)
def test_any_table_in_cp949_comes_back_cell_for_cell(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        assert rows_of(read(encoded(as_csv([HEADER, *rows]), "cp949"), Path(folder))) == rows


@given(rows=tables(ANY_TEXT), line_end=st.sampled_from(["\n", "\r", "\r\n"]))
@settings(deadline=None)
def test_any_line_ending_ends_a_line(rows: list[list[str]], line_end: str) -> None:
    text = as_csv([HEADER, *rows], line_end=line_end, quoting=csv.QUOTE_ALL)
    with TemporaryDirectory() as folder:
        assert rows_of(read(text, Path(folder))) == rows
        assert rows_of(read(text.removesuffix(line_end), Path(folder))) == rows


@given(st.lists(st.lists(ANY_TEXT, min_size=1, max_size=1), min_size=1))
@settings(deadline=None)
def test_a_single_column_comes_back_cell_for_cell(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        assert rows_of(read(as_csv([["이름"], *rows], quoting=csv.QUOTE_ALL), Path(folder))) == rows


def test_quoted_and_unquoted_empty_cells_are_missing_and_nothing_else_is(tmp_path: Path) -> None:
    table = read('a,b,c,d\n,"",NA, \n', tmp_path)
    assert rows_of(table) == [["", "", "NA", " "]]


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    table = read("\n\r\n이름,값\n\n가,1\r\n\r\n나,2\n\n", tmp_path)
    assert table.names == ("이름", "값")
    assert rows_of(table) == [["가", "1"], ["나", "2"]]


def test_a_row_of_empty_cells_is_a_row(tmp_path: Path) -> None:
    assert rows_of(read("이름,값\n,\n", tmp_path)) == [["", ""]]


def test_quotes_in_the_middle_of_a_cell_are_text(tmp_path: Path) -> None:
    text = '이름,값\n5" 관,a"b"\n"가"나,"x""y"\n'
    assert rows_of(read(text, tmp_path)) == [['5" 관', 'a"b"'], ["가나", 'x"y']]


def test_rows_and_cells_that_cross_blocks_stay_whole(tmp_path: Path) -> None:
    long = "가\n나," * 20_000
    rows = [[str(i), long[: 1 + i * 997 % len(long)], '"'] for i in range(60)]
    text = as_csv([HEADER, *rows])
    assert len(text.encode()) > 3 * MAX_ROW_BYTES
    assert rows_of(read(text, tmp_path)) == rows


def test_many_rows_come_back_in_order(tmp_path: Path) -> None:
    rows = [[str(i), str(i % 7), ""] for i in range(200_000)]
    table = read(as_csv([HEADER, *rows]), tmp_path)
    assert table.rows == len(rows)
    assert table.columns[0].first() is not None
    assert table.columns[1].first() is None
    assert rows_of(table) == rows


def test_the_longest_cell_allowed_is_read(tmp_path: Path) -> None:
    long = "가" * MAX_CELL_CHARACTERS
    assert rows_of(read(f"이름,값\n{long},1\n", tmp_path)) == [[long, "1"]]


def test_the_longest_row_allowed_is_read_wherever_it_stands(tmp_path: Path) -> None:
    cells = ["x" * 131_000] * 8 + ["y" * (MAX_ROW_BYTES - 8 * 131_001 - 1)]
    for before in (0, 1, MAX_ROW_BYTES // 36, MAX_ROW_BYTES // 18 - 1):
        text = as_csv([list("abcdefghi"), *([["1"] * 9] * before), cells, cells], line_end="\n")
        assert rows_of(read(text, tmp_path))[before:] == [cells, cells]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n\n"])
def test_the_last_row_needs_no_line_end(end: str, tmp_path: Path) -> None:
    assert rows_of(read(f'이름,값\n가,1\n나,"2"{end}', tmp_path)) == [["가", "1"], ["나", "2"]]
