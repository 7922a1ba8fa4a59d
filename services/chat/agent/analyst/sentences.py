"""Numbers, names and tables as Korean readers write them; whatever comes from the data is escaped for Markdown."""

import re
from collections.abc import Iterable, Sequence

from services.chat.domain.answer import Cell

_SPECIAL = re.compile(
    r"([\\`*_\[\]<|]|~(?=~)|(?<=~)~|&(?=#?\w+;)|^#(?=#*(?: |$))|^-(?=[- ]|$)|(?<=^\d)\.(?= |$)|(?<=^\d\d)\.(?= |$))"
)
"""What Markdown would take for its own inside a line, and at the beginning of one."""
_LONGEST = 60
MAX_TABLE_ROWS = 12
MOST_LISTED = 10


def literal(text: object) -> str:
    """Text of the data so that Markdown shows it as it is."""
    flat = " ".join(str(text).split())
    cut = flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
    return _SPECIAL.sub(r"\\\1", cut)


def short(value: float) -> str:
    """A number as in 1,234 or 0.75: whole numbers whole, others with what tells them apart."""
    if value == int(value):
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.1f}"
    if abs(value) >= 1:
        return f"{value:,.2f}"
    return f"{value:.4f}".rstrip("0")


def percent(share: float) -> str:
    """A share of 0-1 as percent."""
    value = share * 100
    if value == 0 or value >= 10 or value == int(value):
        return f"{value:.1f}%"
    if value < 0.1:
        return f"{value:.2g}%" if value >= 0.0001 else "0.0001% 미만"
    return f"{value:.2f}%" if value < 1 else f"{value:.1f}%"


def cell(value: Cell) -> str:
    """A cell for a Markdown table."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "예" if value else "아니요"
    if isinstance(value, int | float):
        return short(value)
    return literal(value)


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], total: int | None = None, shown: int | None = None
) -> str:
    """A short Markdown table; says how many rows it leaves out. Cells are already escaped.

    `total` is the number of all rows if there are more than are given, `shown` how many rows are enough.
    """
    first = rows[: shown or MAX_TABLE_ROWS]
    lines = ["| " + " | ".join(columns) + " |", "|" + "|".join(" --- " for _ in columns) + "|"]
    lines.extend("| " + " | ".join(row) + " |" for row in first)
    left = (total or len(rows)) - len(first)
    text = "\n".join(lines)
    return f"{text}\n\n외 {left:,}개" if left > 0 else text


def _final(word: str) -> int | None:
    """The final consonant of the last syllable as an index, 0 for none; None if the word does not end in Hangul."""
    bare = re.sub(r"[^0-9A-Za-z가-힣%]", "", re.sub(r"\([^()]*\)\**$", "", word)) or word
    last = bare[-1] if bare else ""
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28
    if last == "%":
        return 0
    if last.isdigit():
        return {"0": 21, "1": 8, "3": 16, "6": 1, "7": 8, "8": 8}.get(last, 0)
    return {"L": 8, "M": 16, "N": 4, "R": 8, "l": 8, "m": 16, "n": 4, "r": 8}.get(last, 0) if last else None


def with_particle(word: str, particles: str) -> str:
    """The word with 은/는, 이/가, 을/를, 과/와 or 으로/로, as its last sound asks."""
    closed, opened = particles.split("/")
    final = _final(word)
    if particles == "으로/로" and final == 8:
        final = 0
    return word + (closed if final else opened)


def bold(word: str, particles: str = "") -> str:
    """The word in bold, with its particle outside."""
    return f"**{word}**{with_particle(word, particles)[len(word) :]}" if particles else f"**{word}**"


def listed(words: Iterable[str], unit: str = "개") -> str:
    """The first ten words, and how many more there are."""
    found = list(words)
    left = len(found) - MOST_LISTED
    return joined(found[:MOST_LISTED]) + (f" 외 {left:,}{unit}" if left > 0 else "")


def joined(words: Iterable[str]) -> str:
    return ", ".join(words)
