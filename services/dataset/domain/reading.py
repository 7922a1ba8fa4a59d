"""Understands an uploaded file: text, rows, types, what each column contains."""

from dataclasses import dataclass
from pathlib import Path

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
    raise NotImplementedError
