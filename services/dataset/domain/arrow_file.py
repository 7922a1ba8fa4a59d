"""Keeps the typed rows as an Arrow IPC stream, which programs open with plain pyarrow."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from services.dataset.domain.columns import TypedValues
from services.dataset.domain.distinct_texts import Codes

MAX_BATCH_ROWS = 65_536
TYPE = b"daegu.type"
RESOLUTION = b"daegu.resolution"
"""Metadata of each field: a ColumnType, and the resolution of a DATETIME."""

_BATCH_BYTES = 1 << 23
# Of the TAAS accidents (38 MB of CSV, 2 cores): uncompressed 45 MB, LZ4 17 MB, Zstandard 10 MB; from memory to a
# DataFrame 5, 25 and 45 ms; from gRPC, at 2.6 ms/MB, 126, 63 and 71 ms. Dictionaries are a fifth of that in size, but
# decoding them into columns of str takes 28 ms without and 43 ms with compression.
_COMPRESSION = "lz4"


def write(
    path: Path,
    names: Sequence[str],
    columns: Sequence[TypedValues],
    codes: Sequence[Codes | None],
    text_bytes: int,
) -> None:
    """Writes rows whose cells are columns[i].values[codes[i]], or columns[i].values where there are no codes.

    They come in batches of at most MAX_BATCH_ROWS.
    `text_bytes` is the size of the text they come from: batches are smaller if rows are long.
    """
    schema = pa.schema([_field(name, column) for name, column in zip(names, columns, strict=True)])
    options = pa.ipc.IpcWriteOptions(compression=_COMPRESSION, use_threads=False)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, schema, options=options) as stream:
        for rows in _batches(len(columns[0].values if codes[0] is None else codes[0]), text_bytes):
            arrays = [
                column.values[rows] if code is None else column.values.take(pa.array(code[rows]))
                for column, code in zip(columns, codes, strict=True)
            ]
            stream.write_batch(pa.record_batch(arrays, schema=schema))


def _field(name: str, column: TypedValues) -> pa.Field:
    metadata = {TYPE: column.type.value, RESOLUTION: column.resolution}
    return pa.field(name, column.values.type, metadata=metadata)


def _batches(rows: int, text_bytes: int) -> Iterator[slice]:
    step = min(MAX_BATCH_ROWS, max(1, rows * _BATCH_BYTES // max(text_bytes, 1)))
    return (slice(start, start + step) for start in range(0, rows, step))
