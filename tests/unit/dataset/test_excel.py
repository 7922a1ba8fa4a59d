"""The copy for Excel has the same cells, and none that a spreadsheet runs."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dataset.domain.csv_rows import MAX_ROW_BYTES
from services.dataset.domain.excel import CHUNK_BYTES, excel_copy
from tests.unit.dataset.csv_text import ENCODINGS, as_csv, encoded

NAMES = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}
DANGEROUS = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d+)?")
CELL = st.text(
    st.sampled_from("=+-@\t\r\n\"', ;.,eE019가＝＋－＠\u00a0\u200b")
    | st.characters(codec="utf-8", exclude_characters="\0\ufeff"),
    max_size=6,
)


def copied(rows: Iterable[Sequence[str]], name: str = "utf-8") -> list[list[str]]:
    original = io.BytesIO(encoded(as_csv(rows), name))
    content = b"".join(excel_copy(original, NAMES.get(name, name)))
    assert content.startswith(codecs.BOM_UTF8)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=10))
@settings(deadline=None)
def test_cells_are_the_same_apart_from_the_apostrophe_in_front_of_danger(rows: list[list[str]]) -> None:
    result = copied([["이름", "값"], *rows])
    assert [
        [cell.removeprefix("'") if cell != given else cell for cell, given in zip(*pair, strict=True)]
        for pair in zip(result[1:], rows, strict=True)
    ] == rows
    for cell in (cell for row in result for cell in row):
        assert not DANGEROUS.match(cell) or NUMBER.fullmatch(cell)


@pytest.mark.parametrize("cell", [
    "=1+1", "=cmd|'/c calc'!A1", "+1+1", "-1-1", "@SUM(A1)", "\t=1", "\tx", "\r=1", "\rx", " =1", "\n=1",
    "\u00a0=1", "\u3000＝1", "\u200b=1", "＝1+1", "＋1", "－1", "＠SUM(A1)", '"=1"', "-", "+", "-가", "+82-53-803-0114",
    "-1,23", "-1e", "--1", "+=1", "-5\n", "-5%", "-٣", "-１",
])  # fmt: skip
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(cell: str) -> None:
    assert copied([["이름", "값"], [cell, cell], ["1", "2"]])[1] == ["'" + cell, "'" + cell]


@pytest.mark.parametrize("cell", [
    "-5", "+3.2", "-1e5", "+1E-05", "-1,234", "-12,345,678.90", "-.5", "-5.", " -5", "1,234", "5-3", "가=나", "'=1",
    "a@b.kr", " x", "007", '"', '"가"', "NA",
])  # fmt: skip
def test_numbers_and_harmless_cells_stay_as_they_are(cell: str) -> None:
    assert copied([["이름", "값"], [cell, cell]])[1] == [cell, cell]


def test_names_of_columns_are_guarded_and_otherwise_stay_as_in_the_file() -> None:
    header = ["=이름", "값", " 값 ", "값", ""]
    assert copied([header, ["1"] * 5])[0] == ["'=이름", "값", " 값 ", "값", ""]


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_encoding_is_copied_as_utf8(name: str) -> None:
    rows = [["이름", "값"], ['수성구,\r\n"상동"', "NA"], ["", "007"]]
    assert copied(rows, name) == rows


def test_a_single_column_keeps_its_empty_cells() -> None:
    assert copied([["값"], [""], ["1"], [""]]) == [["값"], [""], ["1"], [""]]


def test_large_files_come_in_chunks() -> None:
    rows = [["이름", "값"], *([f"{i}번 지점, 대구광역시 수성구", "-"] for i in range(60_000))]
    for name in ("utf-8", "cp949", "utf-16-le"):
        chunks = list(excel_copy(io.BytesIO(encoded(as_csv(rows), name)), NAMES.get(name, name)))
        assert len(chunks) > 3
        assert max(map(len, chunks)) <= CHUNK_BYTES
        read = list(csv.reader(io.StringIO(b"".join(chunks).decode("utf-8-sig"), newline="")))
        assert read == [rows[0], *([name, "'-"] for name, _ in rows[1:])]


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("letter", ["x", "가"])
def test_the_longest_rows_are_copied_from_any_encoding(letter: str, name: str) -> None:
    long = [letter * (MAX_ROW_BYTES // len(letter.encode()) // 8 - 1)] * 8
    rows = [list("abcdefgh"), *[["1"] * 8] * 1000, *[long] * 4]
    assert copied(rows, name) == rows
