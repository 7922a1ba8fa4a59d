"""Reads the rows of a CSV strictly: every cell as the text that it is, an empty cell being the missing value."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from services.dataset.domain.columns import Notice
from services.dataset.domain.csv_header import MAX_SHOWN, Header, read_header, too_long, unclosed_quote
from services.dataset.domain.csv_rows import MAX_ROW_BYTES, first_without_end, spreadsheet_numbers
from services.dataset.domain.distinct_texts import TextGatherer
from services.dataset.domain.encoding import Utf8Text
from services.dataset.domain.file_errors import EmptyFile, InvalidFile, LimitExceeded, MalformedCsv, RaggedRows

_GROUP_BYTES = 1 << 22
MAX_CELL_CHARACTERS = 131_072
MAX_RAGGED_COUNTED = 10_000
"""pyarrow takes 20 us for each; a file in which all rows are wrong has millions."""
_NUL = "\0"


@dataclass(frozen=True, slots=True)
class TextTable:
    """`columns` in file order, as many as `names`; the text of a missing value is empty."""

    names: tuple[str, ...]
    columns: tuple[TextGatherer, ...]
    rows: int
    notices: tuple[Notice, ...]


def read(text: Utf8Text) -> TextTable:
    """Raises EmptyFile, RaggedRows, MalformedCsv and LimitExceeded."""
    return _Reading(text, read_header(text)).table()


class _Reading:
    """One file being read, and what is wrong with it."""

    def __init__(self, text: Utf8Text, header: Header) -> None:
        self._text = text
        self._header = header
        self._rows = 0
        self._complete = False
        self._ragged: list[csv.InvalidRow] = []
        self._ragged_count = 0
        self._long_cells: list[tuple[int, int, int]] = []  # row and column from 1, characters

    def table(self) -> TextTable:
        columns = tuple(TextGatherer() for _ in self._header.names)
        for group in grouped(self._batches()):
            for i, texts in enumerate(group.columns):
                self._check_lengths(i + 1, texts)
                columns[i].add(texts)
            self._rows += group.num_rows
        self._refuse()
        pa.default_memory_pool().release_unused()  # what pyarrow read ahead
        return TextTable(self._header.names, columns, self._rows, self._header.notices)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        """The rows that have as many cells as the header. Stops early if it is of no use to go on."""
        width = len(self._header.names)
        with self._text.path.open("rb") as file:
            file.seek(self._header.end)
            # A row of ours shows whether the last quote of the file is closed: pyarrow would not say.
            followed = _Followed(file, f"\n{',' * (width - 1)}{_NUL}".encode())
            try:
                for batch in csv.open_csv(
                    followed,
                    csv.ReadOptions(
                        use_threads=False, block_size=MAX_ROW_BYTES, column_names=[str(i) for i in range(width)]
                    ),
                    csv.ParseOptions(newlines_in_values=True, invalid_row_handler=self._note_ragged),
                    csv.ConvertOptions(check_utf8=False, default_column_type=pa.string()),
                ):
                    rows = batch.num_rows
                    if rows and batch.column(width - 1)[-1].as_py() == _NUL:
                        self._complete = True
                        rows -= 1
                    if rows:
                        yield batch.slice(0, rows)
            except pa.ArrowInvalid as error:
                if self._ragged_count <= MAX_RAGGED_COUNTED:
                    raise self._unreadable() from error

    def _note_ragged(self, row: csv.InvalidRow) -> str:
        self._ragged_count += 1
        if len(self._ragged) < MAX_SHOWN:
            self._ragged.append(row)
        return "skip" if self._ragged_count <= MAX_RAGGED_COUNTED else "error"

    def _check_lengths(self, column: int, texts: pa.StringArray) -> None:
        if pc.max(pc.binary_length(texts)).as_py() <= MAX_CELL_CHARACTERS:
            return
        lengths = pc.utf8_length(texts).to_numpy()
        for i in np.flatnonzero(lengths > MAX_CELL_CHARACTERS):
            self._long_cells.append((self._rows + int(i) + 1, column, int(lengths[i])))

    def _refuse(self) -> None:
        """Raises what was found, if anything."""
        if not self._complete and self._ragged_count <= MAX_RAGGED_COUNTED:
            raise self._unreadable()
        if self._ragged:
            raise self._ragged_rows()
        if problems := [*self._header.problems, *self._long_cell_problems()]:
            raise LimitExceeded(*problems)
        if self._rows == 0:
            raise EmptyFile(("a header without rows", "열 이름만 있고 내용이 없는 파일입니다."))

    def _unreadable(self) -> InvalidFile:
        row = first_without_end(self._text)
        if row is None:
            return MalformedCsv(
                ("pyarrow finds no rows", "CSV의 행을 구분할 수 없습니다. 엑셀에서 CSV로 다시 저장해 올려주세요.")
            )
        return unclosed_quote(row) if row.end is None else LimitExceeded(too_long(row))

    def _ragged_rows(self) -> RaggedRows:
        numbers = spreadsheet_numbers(self._text, [row.number for row in self._ragged])
        more = "" if self._ragged_count <= MAX_RAGGED_COUNTED else " 이상"
        total = min(self._ragged_count, MAX_RAGGED_COUNTED)
        return RaggedRows(
            (
                f"{total}{' or more' if more else ''} rows have more or fewer cells than the header",
                f"칸의 수가 첫 행(열 이름)과 다른 행이 {total:,}개{more} 있습니다.",
            ),
            *(
                (
                    f"row {number} has {row.actual_columns} cells, expected {row.expected_columns}",
                    f"{number:,}번째 행: {row.expected_columns:,}칸이어야 하는데 {row.actual_columns:,}칸입니다.",
                )
                for number, row in zip(numbers, self._ragged, strict=True)
            ),
        )

    def _long_cell_problems(self) -> list[tuple[str, str]]:
        cells = sorted(self._long_cells)[:MAX_SHOWN]
        numbers = spreadsheet_numbers(self._text, [row for row, _, _ in cells])
        return [
            (
                f"row {number}, column {column}: {length} characters, at most {MAX_CELL_CHARACTERS} are allowed",
                f"{number:,}번째 행 {column:,}번째 열: {length:,}자입니다. 최대 {MAX_CELL_CHARACTERS:,}자입니다.",
            )
            for number, (_, column, length) in zip(numbers, cells, strict=True)
        ]


def grouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in larger batches: in a file of 1 000 columns a block has few of them."""
    group: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        group.append(batch)
        size += batch.nbytes
        if size >= _GROUP_BYTES:
            yield pa.concat_batches(group)
            group.clear()
            size = 0
    if group:
        yield pa.concat_batches(group)


class _Followed(io.RawIOBase):
    """A file and the bytes that follow it."""

    def __init__(self, file: BinaryIO, following: bytes) -> None:
        self._file = file
        self._following = io.BytesIO(following)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        return data if len(data) == size else data + self._following.read(size - len(data))
