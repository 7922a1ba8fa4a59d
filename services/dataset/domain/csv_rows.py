"""Where rows stand in a CSV: finds the header, and the numbers by which a spreadsheet shows the rows that are wrong.

Reads as pyarrow does: quotes count at the beginning of a cell only, what follows a closing quote belongs to the cell,
and lines without a character are no rows. A spreadsheet numbers such lines too.
"""

import mmap
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from services.dataset.domain.encoding import Utf8Text

MAX_ROW_BYTES = 1 << 20
"""Rows of this length are read; of those up to twice as long it depends on where pyarrow's blocks end."""

_BLANK_LINES = re.compile(rb"[\r\n]*")
_LINE_END_OR_QUOTED_CELL = re.compile(rb'\r\n|\n|\r|,"')
_QUOTES = re.compile(rb'"+')
# Cells, each with what ends it, in which every line end is the end of a row.
_CELLS_OF_ONE_LINE = re.compile(rb'(?:(?:"[^"\r\n]*(?:""[^"\r\n]*)*"(?!")|(?!"))[^,\r\n]*(?:,|\r\n|\n|\r))*')
_STRETCH_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as a spreadsheet does, `start` and `end` are offsets in the file.

    `end` is None if a quote is opened in the row and never closed.
    """

    number: int
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines that stand one after the other: a single row of any kind, or any number of rows without line ends in them.

    `numbers` are those of the rows.
    """

    start: int
    end: int | None
    numbers: Sequence[int]


def header_of(text: Utf8Text) -> Row | None:
    """The first row, None if there are only blank lines."""
    with _mapped(text) as data:
        blank = _BLANK_LINES.match(data, text.start)
        start = blank.end() if blank else text.start
        if start == len(data):
            return None
        return Row(1 + len(data[text.start : start].splitlines()), start, _end_of_row(data, start))


def first_without_end(text: Utf8Text) -> Row | None:
    """The first row that is longer than MAX_ROW_BYTES or has no end at all."""
    with _mapped(text) as data:
        for stretch in _stretches(data, text.start):
            if stretch.end is None or stretch.end - stretch.start > MAX_ROW_BYTES:
                return Row(stretch.numbers[0], stretch.start, stretch.end)
    return None


def spreadsheet_numbers(text: Utf8Text, ordinals: Sequence[int]) -> list[int]:
    """The numbers of the rows with these ordinals, which ascend; the header has ordinal 0."""
    numbers: list[int] = []
    if not ordinals:
        return numbers
    passed = 0
    with _mapped(text) as data:
        for stretch in _stretches(data, text.start):
            known = passed + len(stretch.numbers)
            numbers.extend(stretch.numbers[i - passed] for i in ordinals[len(numbers) :] if i < known)
            passed = known
            if len(numbers) == len(ordinals):
                break
    return numbers


@contextmanager
def _mapped(text: Utf8Text) -> Iterator[bytes | mmap.mmap]:
    with text.path.open("rb") as file:
        if text.path.stat().st_size == 0:  # cannot be mapped
            yield b""
        else:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield data


def _stretches(data: bytes | mmap.mmap, at: int) -> Iterator[_Stretch]:
    line = 1
    while at < len(data):
        end = _end_of_lines(data, at)
        if end > at:
            lines = data[at:end].splitlines()
            yield _Stretch(at, end, [line + i for i, text in enumerate(lines) if text])
            line += len(lines)
            at = end
        else:
            row_end = _end_of_row(data, at)
            yield _Stretch(at, row_end, [line])
            if row_end is None:
                return
            line += 1
            at = row_end


def _end_of_lines(data: bytes | mmap.mmap, at: int) -> int:
    """Where the last of some rows ends that have no line end in them; `at` if the first row is of another kind."""
    cells = _CELLS_OF_ONE_LINE.match(data, at, at + _STRETCH_BYTES)
    last = cells.end() if cells else at
    end = max(at, data.rfind(b"\n", at, last) + 1, data.rfind(b"\r", at, last) + 1)
    return end + 1 if end > at and data[end - 1 : end + 1] == b"\r\n" else end


def _end_of_row(data: bytes | mmap.mmap, at: int) -> int | None:
    quoted = data[at : at + 1] == b'"'
    while True:
        if quoted:
            closed = _end_of_quotes(data, at)
            if closed is None:
                return None
            at = closed
        found = _LINE_END_OR_QUOTED_CELL.search(data, at)
        if found is None:
            return len(data)
        if found.group() != b',"':
            return found.end()
        quoted, at = True, found.end() - 1


def _end_of_quotes(data: bytes | mmap.mmap, at: int) -> int | None:
    """After the quote that closes the one at `at`; two in a row stand for one that is text."""
    for run in _QUOTES.finditer(data, at + 1):
        if (run.end() - run.start()) % 2 == 1:
            return run.end()
    return None
