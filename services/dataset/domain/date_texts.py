"""Spellings of dates and times, read without guessing."""

import pyarrow as pa
import pyarrow.compute as pc

YEAR = "(?:19[0-9]{2}|20[0-9]{2}|2100)"
"""Pattern of the years that are read: 1900 to 2100."""

_CLOCK = "(?:[ T][0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2})?)?)?"
_STYLES = (
    f"{YEAR}-[0-9]{{1,2}}-[0-9]{{1,2}}{_CLOCK}",
    f"{YEAR}/[0-9]{{1,2}}/[0-9]{{1,2}}{_CLOCK}",
    rf"{YEAR}\. ?[0-9]{{1,2}}\. ?[0-9]{{1,2}}\.?{_CLOCK}",
    YEAR + "년 *[0-9]{1,2}월 *[0-9]{1,2}일(?: *[0-9]{1,2}시(?: *[0-9]{1,2}분(?: *[0-9]{1,2}초)?)?)?",
)
_COMPACT = YEAR + "[0-9]{4}(?:[0-9]{2}){0,3}"
_SEPARATED = f"^(?:{'|'.join(_STYLES)})$"
_ANY = f"^(?:{'|'.join((*_STYLES, _COMPACT))})$"

_ISO = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}(?::[0-9]{2}(?::[0-9]{2})?)?)?$"
_TO_ISO = (
    ("^([0-9]{4})" + "[^0-9]*([0-9]{1,2})" * 2 + "[^0-9]*([0-9]{0,2})" * 3 + "[^0-9]*$", r"\1-\2-\3 \4:\5:\6"),
    ("[ :]+$", ""),
    (r"\b([0-9])\b", r"0\1"),
)
_RESOLUTIONS = {10: "day", 13: "hour", 16: "minute", 19: "second"}
"""By the length of the ISO text."""

_CHUNK = 1 << 16
"""Texts at a time: the steps between would take many times the memory of a large column."""


def parse(texts: pa.StringArray, compact: bool) -> tuple[pa.Array, str] | None:
    """The texts as timestamp[s] and how exactly they are known (`day`, `hour`, `minute`, `second`), or None if one of
    them is not a date.

    At least one text is not null; null stays null. The resolution is the finest that occurs. `compact` also allows
    digits alone, such as `20200323`. `24시` is not a time: read as the next day's midnight it could no longer be told
    from `00시`. Neither are fractions of a second and time zones, which would be lost.
    """
    chunks, longest = [], 0
    for start in range(0, len(texts), _CHUNK):
        chunk = texts.slice(start, _CHUNK)
        if not _all_match(chunk, _ANY if compact else _SEPARATED):
            return None
        iso = _to_iso(chunk)
        try:
            chunks.append(pc.cast(iso, pa.timestamp("s")))
        except pa.ArrowInvalid:
            return None  # no day of the calendar, or no time of a day
        longest = max(longest, pc.max(pc.binary_length(iso)).as_py() or 0)
    return pa.concat_arrays(chunks), _RESOLUTIONS[longest]


def _to_iso(texts: pa.StringArray) -> pa.StringArray:
    if not _all_match(texts, _ISO):
        for pattern, replacement in _TO_ISO:
            texts = pc.replace_substring_regex(texts, pattern=pattern, replacement=replacement)
    return texts


def _all_match(texts: pa.StringArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(texts, pattern=pattern), min_count=0).as_py())
