"""The names of the columns of a CSV."""

import csv
import io
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import chain, count

from services.dataset.domain.columns import Notice
from services.dataset.domain.csv_rows import MAX_ROW_BYTES, Row, header_of
from services.dataset.domain.encoding import Utf8Text
from services.dataset.domain.file_errors import EmptyFile, LimitExceeded, MalformedCsv

MAX_COLUMNS = 1000
MAX_NAME_CHARACTERS = 500
MAX_SHOWN = 5
"""How many places of one kind a refusal names."""


@dataclass(frozen=True, slots=True)
class Header:
    """`end` is the offset in the file at which the first row begins.

    `names` are all different; `notices` say which ones are ours. `problems` are names that are too long, as an English
    and a Korean sentence each.
    """

    end: int
    names: tuple[str, ...]
    notices: tuple[Notice, ...]
    problems: tuple[tuple[str, str], ...]


def read_header(text: Utf8Text) -> Header:
    """Raises EmptyFile, MalformedCsv, and LimitExceeded if there are too many columns to go on."""
    row = header_of(text)
    if row is None:
        raise EmptyFile(("only blank lines", "빈 줄만 있는 파일입니다."))
    if row.end is None:
        raise unclosed_quote(row)
    if row.end - row.start > MAX_ROW_BYTES:
        raise LimitExceeded(too_long(row))
    with text.path.open("rb") as file:
        file.seek(row.start)
        line = file.read(row.end - row.start).decode()
    try:
        cells = next(csv.reader(io.StringIO(line, newline="")))
    except csv.Error as error:  # a single name of more than 131 072 characters
        raise LimitExceeded(_name_too_long("")) from error
    problems = tuple(_name_too_long(f"{i}번째 ") for i, cell in enumerate(cells, 1) if len(cell) > MAX_NAME_CHARACTERS)
    if len(cells) > MAX_COLUMNS:
        too_many = (
            f"{len(cells)} columns, at most {MAX_COLUMNS} are allowed",
            f"열이 {len(cells):,}개입니다. 최대 {MAX_COLUMNS:,}개까지 올릴 수 있습니다.",
        )
        raise LimitExceeded(too_many, *problems[:MAX_SHOWN])
    names, notices = _distinct_names([unicodedata.normalize("NFC", cell).strip() for cell in cells])
    return Header(row.end, names, notices, problems[:MAX_SHOWN])


def unclosed_quote(row: Row) -> MalformedCsv:
    return MalformedCsv(
        (
            f"a quote in row {row.number} is never closed",
            f'{row.number:,}번째 행에서 시작된 큰따옴표(")가 닫히지 않았습니다. 따옴표를 닫거나 지워주세요.',
        )
    )


def too_long(row: Row) -> tuple[str, str]:
    return (
        f"row {row.number} has more than {MAX_ROW_BYTES} bytes",
        f"{row.number:,}번째 행이 너무 깁니다. 한 행은 최대 {MAX_ROW_BYTES >> 20} MiB입니다.",
    )


def _name_too_long(which: str) -> tuple[str, str]:
    return (
        f"a column name has more than {MAX_NAME_CHARACTERS} characters",
        f"{which}열의 이름이 너무 깁니다. 최대 {MAX_NAME_CHARACTERS}자입니다.",
    )


def _distinct_names(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """A name that is there twice stays with its first column; no new name takes one that stands in the file."""
    taken = set(names)
    settled: dict[str, None] = {}
    notices = []
    for position, name in enumerate(names, 1):
        if name and name not in settled:
            settled[name] = None
        else:
            new = _free_name(name or f"열 {position}", taken)
            taken.add(new)
            settled[new] = None
            notices.append(_renamed(position, name, new))
    return tuple(settled), tuple(notices)


def _free_name(wanted: str, taken: Set[str]) -> str:
    candidates = chain((wanted,), (f"{wanted} ({n})" for n in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


def _renamed(position: int, name: str, new: str) -> Notice:
    if name:
        message = f"같은 이름의 열이 앞에 있어 {position}번째 열의 이름을 바꾸었습니다: {new}"
        return Notice(new, "DUPLICATE_COLUMN", message)
    return Notice(new, "UNNAMED_COLUMN", f"{position}번째 열에 이름이 없어 새로 붙였습니다: {new}")
