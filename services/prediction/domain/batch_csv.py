"""The results of a job as CSV that a spreadsheet opens safely: the input columns and, beside them, the predictions.

Rows are lines without their end, in UTF-8: the columns of a dataset pass through as they come, whatever is in them.
Figures have eight digits: more than anybody reads, and a file that can still be kept where all digits would not fit.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence

from services.prediction.domain.accident import FIELD_LABELS, AccidentInput
from services.prediction.domain.batch import RowResult

BOM = codecs.BOM_UTF8
LINE_END = b"\r\n"
PREDICTIONS = (
    "예측 ECLO",
    "예측 등급",
    "백분위",
    "사망·중상 확률",
    "80% 구간 하한",
    "80% 구간 상한",
    "유의사항",
    "오류",
)
ROW_NUMBER = "행"
"""Stands in place of columns that are gone; the first row is 1, as a person counts."""

LONGEST_CELL = 1_000
"""Characters of a text that was sent with an accident; a longer one is wrong, and no file is kept with it."""

_SPECIAL = re.compile(r'[",\r\n]')
_NUMBER = re.compile(r" *[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_FORMULA = tuple("=+-@＝＋－＠")
_UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
"""Categories of characters that spreadsheets skip before they look for a formula."""


class CsvLines:
    """Cuts a CSV that arrives in blocks into its rows. A line end inside quotes is part of a cell."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, block: bytes) -> list[bytes]:
        """The rows that are complete now, without byte order mark and line ends."""
        rows: list[bytes] = []
        *lines, rest = (self._rest + block).split(b"\n")
        begun: list[bytes] = []
        is_open = False
        for line in lines:
            begun.append(line)
            is_open ^= line.count(b'"') % 2 == 1  # quotes inside of quotes are doubled
            if not is_open:
                rows.append(b"\n".join(begun).removesuffix(b"\r"))
                begun.clear()
        self._rest = b"\n".join([*begun, rest])
        if rows:
            rows[0] = rows[0].removeprefix(BOM)
        return rows


def prediction_names(header: bytes) -> bytes:
    """The names of the prediction columns; `header`, the first row of a CSV, has none of them already."""
    taken = header.decode().split(",")  # cells with a comma are cut, too, but none of them has one of our names
    free = []
    for name in PREDICTIONS:
        number = 1
        while (tried := name if number == 1 else f"{name} ({number})") in taken:
            number += 1
        free.append(tried)
    return _line(free)


def predictions(rows: range, results: Sequence[RowResult], untried: str) -> list[bytes]:
    """The prediction cells of `rows`. Where there is no result all but the last one are empty: it says `untried`."""
    found = {result.row: result for result in results}
    empty = b"," * (len(PREDICTIONS) - 1)
    nothing = empty + _cell(untried).encode()
    return [_prediction(found[row], empty) if row in found else nothing for row in rows]


def _prediction(result: RowResult, empty: bytes) -> bytes:
    if result.violations:
        return empty + _cell(" ".join(violation.message_ko for violation in result.violations)).encode()
    notices = _cell(" ".join(notice.message_ko for notice in result.notices)) if result.notices else ""
    lower, upper = result.interval
    return (
        f"{result.eclo:.8g},{result.interpretation},{result.percentile:.8g},{result.serious_probability:.8g},"
        f"{lower:.8g},{upper:.8g},{notices},"
    ).encode()


def accident_rows(accidents: Sequence[AccidentInput]) -> list[bytes]:
    """The header, and a row for each accident with its fields as they were sent, but for what no CSV may have."""
    has_time = any(accident.accident_time is not None for accident in accidents)
    names = {name: label for name, label in FIELD_LABELS.items() if has_time or name != "accident_time"}
    return [_line(names.values()), *(_line(_text(getattr(accident, name)) for name in names) for accident in accidents)]


def _text(value: str | int | None) -> str:
    text = "" if value is None else str(value).replace("\0", "")
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _line(cells: Iterable[str]) -> bytes:
    return ",".join(map(_cell, cells)).encode()


def _cell(text: str) -> str:
    if _is_formula(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet could run the cell, or take it for more than one."""
    if text.startswith(("\t", "\r")):
        return True
    seen = next((letter for letter in text if letter != '"' and unicodedata.category(letter) not in _UNSEEN), "")
    return seen in _FORMULA and not _NUMBER.fullmatch(text)
