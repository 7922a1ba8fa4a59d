"""CSV as bytes, and what was read of it as rows."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from services.dataset.domain import csv_reader, encoding
from services.dataset.domain.csv_reader import TextTable

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp949")
"""As Python names them; the two of UTF-16 are written with their byte order mark."""

TRICKY = (
    "",
    "NA",
    "null",
    "007",
    "1e999",
    "-0",
    "=1+1",
    "@x",
    "'a",
    '"',
    '""',
    ",",
    "\n",
    "\r\n",
    "\r",
    " ",
    "가,나",
    "#N/A",
)


def encoded(text: str, name: str) -> bytes:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(name, b"")
    return mark + text.encode(name)


def as_csv(rows: Iterable[Sequence[str]], *, line_end: str = "\r\n", quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator=line_end, quoting=quoting).writerows(rows)
    return file.getvalue()


def read(content: bytes | str, folder: Path) -> TextTable:
    path = folder / "uploaded.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return csv_reader.read(encoding.decode(path, folder))


def rows_of(table: TextTable) -> list[list[str]]:
    columns = [column.texts.take(column.codes).to_pylist() for column in (each.distinct() for each in table.columns)]
    return [list(cells) for cells in zip(*columns, strict=True)]
