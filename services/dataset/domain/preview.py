"""The first rows of a stored dataset, as text to show."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from services.chassis.errors import InvalidInput, Violation
from services.dataset.domain.arrow_file import RESOLUTION

MAX_TEXT_BYTES = 2 << 20
MAX_CELL_CHARACTERS = 1000
_TIME_FORMATS = {"day": "%Y-%m-%d", "hour": "%Y-%m-%d %H:%M", "minute": "%Y-%m-%d %H:%M"}
_TO_THE_SECOND = "%Y-%m-%d %H:%M:%S"


class UnknownColumn(InvalidInput):
    """There is no column to sort by."""

    reason = "UNKNOWN_COLUMN"

    def __init__(self, name: str) -> None:
        shown = name[:100]
        korean = f"정렬할 열을 찾을 수 없습니다: {shown}"
        super().__init__([Violation("sort_by", self.reason, f"there is no column {shown}", korean)])


def read_rows(stream: BinaryIO, limit: int, sort_by: str = "", descending: bool = False) -> list[list[str]]:
    """At most `limit` rows of an Arrow IPC stream, in file order or sorted by a column; fewer if they exceed
    MAX_TEXT_BYTES.

    Sorting is stable: numbers as numbers, texts by code point, missing values last either way. Times are written in
    ISO 8601 as exactly as they are known, a missing value is empty, and a text of more than MAX_CELL_CHARACTERS is cut
    and ends in `…`. Raises UnknownColumn.
    """
    with pa.ipc.open_stream(stream) as reader:
        schema = reader.schema
        if sort_by:
            name = unicodedata.normalize("NFC", sort_by)
            if name not in schema.names:
                raise UnknownColumn(sort_by)
            table = _first_sorted(reader, limit, name, "descending" if descending else "ascending")
        else:
            table = _first(reader, limit)
    columns = [_texts(field, column) for field, column in zip(schema, table.columns, strict=True)]
    return _up_to(MAX_TEXT_BYTES, zip(*columns, strict=True))


def _first(reader: pa.RecordBatchReader, limit: int) -> pa.Table:
    table = reader.schema.empty_table()
    for batch in reader:
        table = pa.concat_tables([table, pa.table(batch)])
        if table.num_rows >= limit:
            break
    return table.slice(0, limit)


def _first_sorted(reader: pa.RecordBatchReader, limit: int, name: str, order: str) -> pa.Table:
    """Batch by batch: what was first so far stands before the batch, so that equal keys keep the order of the file."""
    first = reader.schema.empty_table()
    for batch in reader:
        candidates = pa.concat_tables([first, pa.table(batch)])
        indices = pc.sort_indices(candidates, sort_keys=[(name, order, "at_end")])
        first = candidates.take(indices[:limit])
    return first


def _texts(field: pa.Field, column: pa.ChunkedArray) -> list[str]:
    if pa.types.is_floating(field.type):
        return ["" if value is None else repr(value) for value in column.to_pylist()]
    if pa.types.is_timestamp(field.type):
        resolution = (field.metadata or {}).get(RESOLUTION, b"").decode()
        column = pc.strftime(column, format=_TIME_FORMATS.get(resolution, _TO_THE_SECOND))
    elif pa.types.is_string(field.type):
        cut = pc.binary_join_element_wise(pc.utf8_slice_codeunits(column, 0, MAX_CELL_CHARACTERS - 1), "…", "")
        column = pc.if_else(pc.greater(pc.utf8_length(column), MAX_CELL_CHARACTERS), cut, column)
    texts: list[str] = pc.fill_null(column.cast(pa.string()), "").to_pylist()
    return texts


def _up_to(max_bytes: int, rows: Iterable[Sequence[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for cells in rows:
        max_bytes -= sum(len(cell.encode()) for cell in cells)
        if max_bytes < 0:
            break
        kept.append(list(cells))
    return kept
