"""Text of users inside Markdown, shown as it was typed: names, cells and headers are never formatting or links."""

import re

WORD_JOINER = "\u2060"
"""An invisible character between two others that would mean something together."""

_ACTIVE = re.compile(r"[\\`*_\[\]<>~$&|]")
_LEADING = re.compile(r"^(\d*)([#+\-=.)])", re.MULTILINE)
# Streamlit makes icons of `:name:`, links of bare addresses and arrows of `->` even where their characters are escaped.
_JOINED = re.compile(r"(?<=:)(?=\S)|(?<=www)(?=\.)|(?=@)|(?<=[<>~-])(?=\\?[<>=-])", re.IGNORECASE)


def literal(text: str) -> str:
    """`text` for st.markdown, st.caption, labels and messages: on one line, without any meaning in Markdown."""
    return unmarked(inert(" ".join(text.split())))


def inert(text: str) -> str:
    """`text` as a part of a line, without any meaning in Markdown."""
    return _JOINED.sub(WORD_JOINER, _ACTIVE.sub(r"\\\g<0>", text))


def unmarked(lines: str) -> str:
    """Lines of Markdown none of which begins a heading, a list or a rule."""
    return _LEADING.sub(r"\1\\\2", lines)
