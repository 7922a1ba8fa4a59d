"""A copy of a CSV that is safe to open in Excel."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from services.dataset.domain.csv_reader import grouped
from services.dataset.domain.csv_rows import MAX_ROW_BYTES
from services.dataset.domain.encoding import script_of

CHUNK_BYTES = 1 << 20
# What spreadsheets take for the beginning of a formula, also in full width, behind characters that are not seen or
# behind a quote; and what can move the rest of a cell into the next one.
_FORMULA = r'^(?:[\pZ\p{Cc}\p{Cf}"]*[=+\-@＝＋－＠]|[\t\r])'
_NUMBER = r"^ *[+-]?(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$"


def excel_copy(original: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The cells of a stored CSV as UTF-8 with byte order mark, in chunks of at most CHUNK_BYTES.

    Cells and names stand as in the file, but those that a spreadsheet could run as a formula begin with an apostrophe,
    unless they are plain numbers. `original` can seek; `encoding` is what `encoding.decode` found.
    """
    script = script_of(original.read(4), encoding)
    original.seek(script.start)
    yield codecs.BOM_UTF8
    batches = csv.open_csv(
        original,
        csv.ReadOptions(
            use_threads=False,
            block_size=2 * MAX_ROW_BYTES,  # no row that was accepted is longer
            autogenerate_column_names=True,
            encoding=script.codec,
        ),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(check_utf8=False, default_column_type=pa.string()),
    )
    for group in grouped(batches):
        yield from _chunks(_lines(group))


def _lines(batch: pa.RecordBatch) -> pa.StringArray:
    """The rows as lines. Each distinct text of a column is written once."""
    # A line without a character would be no row.
    special = r'[",\r\n]' if batch.num_columns > 1 else r'[",\r\n]|^$'
    ends = [","] * (batch.num_columns - 1) + ["\r\n"]
    cells = []
    for column, end in zip(batch.columns, ends, strict=True):
        encoded = column.dictionary_encode()
        written = _quoted(_guarded(encoded.dictionary), special)
        cells.append(_joined(written, end).take(encoded.indices))
    return _joined(*cells)


def _guarded(texts: pa.StringArray) -> pa.StringArray:
    danger = pc.match_substring_regex(texts, _FORMULA)
    if not pc.any(danger).as_py():
        return texts
    danger = pc.and_not(danger, pc.match_substring_regex(texts, _NUMBER))
    return pc.if_else(danger, _joined("'", texts), texts)


def _quoted(texts: pa.StringArray, special: str) -> pa.StringArray:
    in_need = pc.match_substring_regex(texts, special)
    if not pc.any(in_need).as_py():
        return texts
    return pc.if_else(in_need, _joined('"', pc.replace_substring(texts, '"', '""'), '"'), texts)


def _joined(*parts: pa.StringArray | str) -> pa.StringArray:
    return pc.binary_join_element_wise(*parts, "")


def _chunks(lines: pa.StringArray) -> Iterator[bytes]:
    data = memoryview(lines.buffers()[2])[: pc.sum(pc.binary_length(lines)).as_py()]
    for start in range(0, len(data), CHUNK_BYTES):
        yield bytes(data[start : start + CHUNK_BYTES])
