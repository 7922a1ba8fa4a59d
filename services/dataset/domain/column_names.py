"""Names of columns, which people write with other spaces, cases, brackets and normal forms."""

import re
import unicodedata

_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PUNCTUATION = re.compile(r"[\W_]+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[가-힣]+|[0-9]+")


def plain(name: str) -> str:
    """One spelling of a name: composed, in lower case, without spaces, punctuation and bracketed remarks."""
    composed = unicodedata.normalize("NFKC", name).casefold()
    without_remarks = _PUNCTUATION.sub("", _REMARK.sub("", composed))
    return without_remarks or _PUNCTUATION.sub("", composed)


def words(name: str) -> frozenset[str]:
    """The words of a name in lower case: `WGS84_Lat` and `wgs84Lat` are wgs, 84 and lat."""
    return frozenset(word.lower() for word in _WORD.findall(unicodedata.normalize("NFKC", name)))
