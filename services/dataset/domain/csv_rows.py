"""Where rows stand in a CSV: finds the header, and the numbers by which a spreadsheet shows the rows that are wrong.

Reads as pyarrow does: quotes count at the beginning of a cell only, what follows a closing quote belongs to the cell,
and lines without a character are no rows. A spreadsheet numbers such lines too.
"""

import mmap
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from services.dataset.domain.encoding import Utf8Text

MAX_ROW_BYTES = 1 << 20
"""Rows of this length are read; of those up to twice as long it depends on where pyarrow's blocks end."""

_LINE_END = re.compile(rb"\r\n|\n|\r")
_LINE_END_OR_QUOTED_CELL = re.compile(rb'\r\n|\n|\r|,"')
_BLANK_LINE = re.compile(rb"\n[\r\n]|\r\r")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as a spreadsheet does, `start` and `end` are offsets in the file.

    `end` is None if a quote is opened in the row and never closed.
    """

    number: int
    start: int
    end: int | None


def header_of(text: Utf8Text) -> Row | None:
    """The first row, None if there are only blank lines."""
    with _mapped(text) as data:
        return next(_rows(data, text.start), None)


def first_without_end(text: Utf8Text) -> Row | None:
    """The first row that is longer than MAX_ROW_BYTES or has no end at all."""
    with _mapped(text) as data:
        rows = _rows(data, text.start)
        return next((row for row in rows if row.end is None or row.end - row.start > MAX_ROW_BYTES), None)


def spreadsheet_numbers(text: Utf8Text, header_number: int, header_end: int, ordinals: Sequence[int]) -> list[int]:
    """The numbers of the rows with these ordinals; the first row after the header has ordinal 1."""
    if not ordinals:
        return []
    with _mapped(text) as data:
        if not _BLANK_LINE.search(data, header_end - 1):
            return [header_number + ordinal for ordinal in ordinals]
        rows = islice(enumerate(_rows(data, text.start)), max(ordinals) + 1)
        numbers = {ordinal: row.number for ordinal, row in rows if ordinal in ordinals}
        return [numbers[ordinal] for ordinal in ordinals]


@contextmanager
def _mapped(text: Utf8Text) -> Iterator[bytes | mmap.mmap]:
    with text.path.open("rb") as file:
        if text.path.stat().st_size == 0:  # cannot be mapped
            yield b""
        else:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield data


def _rows(data: bytes | mmap.mmap, at: int) -> Iterator[Row]:
    number = 1
    while at < len(data):
        blank = _LINE_END.match(data, at)
        if blank:
            at = blank.end()
        else:
            end = _end_of_row(data, at)
            yield Row(number, at, end)
            if end is None:
                return
            at = end
        number += 1


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
    while (at := data.find(b'"', at + 1)) >= 0:
        if data[at + 1 : at + 2] != b'"':
            return at + 1
        at += 1
    return None
