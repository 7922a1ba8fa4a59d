"""Understands an uploaded file: text, rows, types, what each column contains."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from services.dataset.domain import arrow_file, column_profile, column_types, coordinates, csv_reader, encoding
from services.dataset.domain.columns import ColumnProfile, Notice


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file turned out to be. `encoding`: `utf-8`, `utf-8-sig`, `utf-16` or `cp949`."""

    encoding: str
    rows: int
    columns: tuple[ColumnProfile, ...]
    notices: tuple[Notice, ...]


def understand(original: Path, arrow: Path, folder: Path) -> Understood:
    """Reads the CSV at `original` and writes its rows, typed, to `arrow` as an Arrow IPC stream.

    `folder` is for files of its own, which it removes. Raises InvalidFile; `arrow` may then be there in part.
    """
    with tempfile.TemporaryDirectory(dir=folder) as own:
        text = encoding.decode(original, Path(own))
        table = csv_reader.read(text)
        text_bytes = text.path.stat().st_size
    inferred = [column_types.infer(name, column.texts) for name, column in zip(table.names, table.columns, strict=True)]
    typed = coordinates.mark(table.names, inferred)
    arrow_file.write(arrow, table.names, typed, [column.codes for column in table.columns], text_bytes)
    profiles = tuple(
        column_profile.profile(name, values, column.texts, column.counts)
        for name, values, column in zip(table.names, typed, table.columns, strict=True)
    )
    pa.default_memory_pool().release_unused()
    return Understood(text.encoding, table.rows, profiles, table.notices)
