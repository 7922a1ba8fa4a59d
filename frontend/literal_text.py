"""Text of users inside Markdown, shown as it was typed: names, cells and headers are never formatting or links."""

import re

_ACTIVE = re.compile(r"[\\`*_\[\]<>~$&]")
_LEADING = re.compile(r"^(\d*)([#+\-=.)])")
# Streamlit makes icons of `:name:`, links of bare addresses and arrows of `->` even where their characters are escaped.
# An invisible word joiner in between stops that.
_JOINED = re.compile(r"(?<=:)(?=\S)|(?<=www)(?=\.)|(?=@)|(?<=[<>~-])(?=\\?[<>=-])", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def literal(text: str) -> str:
    """`text` for st.markdown, st.caption, labels and messages: on one line, without any meaning in Markdown."""
    line = " ".join(text.split())
    escaped = _LEADING.sub(r"\1\\\2", _ACTIVE.sub(r"\\\g<0>", line))
    return _JOINED.sub(_WORD_JOINER, escaped)
