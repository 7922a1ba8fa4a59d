"""Understands an uploaded file: text, rows, types, what each column contains."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from services.dataset.domain import arrow_file, column_profile, column_types, coordinates, csv_reader, encoding
from services.dataset.domain.columns import ColumnProfile, ColumnType, Notice, TypedValues
from services.dataset.domain.distinct_texts import DistinctTexts, TextGatherer


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
    try:
        return _understand(original, arrow, folder)
    finally:
        pa.default_memory_pool().release_unused()  # everything that the reading held is free only now


def _understand(original: Path, arrow: Path, folder: Path) -> Understood:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        text = encoding.decode(original, Path(own))
        table = csv_reader.read(text)
        text_bytes = text.path.stat().st_size
    inferred, codes, profiles = [], [], []
    for name, column in zip(table.names, table.columns, strict=True):
        typed, texts = _typed(name, column)
        column.forget()
        inferred.append(typed)
        codes.append(texts.codes)
        profiles.append(column_profile.profile(name, typed, texts.texts, texts.counts))
    marked = coordinates.mark(table.names, inferred)
    arrow_file.write(arrow, table.names, marked, codes, text_bytes)
    columns = tuple(replace(profile, type=typed.type) for profile, typed in zip(profiles, marked, strict=True))
    return Understood(text.encoding, table.rows, columns, table.notices)


def _typed(name: str, column: TextGatherer) -> tuple[TypedValues, DistinctTexts]:
    """The type of a column and the texts that it was decided on.

    Numbers and dates that hardly repeat are typed row by row: looking for equal texts among millions takes several
    times the memory of the values, and equal values are found among those.
    """
    first = column.first()
    if first is not None and column_types.infer(name, first).type is not ColumnType.TEXT:
        rows = column.rows()
        typed = column_types.infer(name, rows.texts)
        if typed.type is not ColumnType.TEXT:
            return typed, rows
    distinct = column.distinct()
    return column_types.infer(name, distinct.texts), distinct
