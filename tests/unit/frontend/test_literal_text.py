"""Text of users keeps its characters and loses every meaning in Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from frontend.literal_text import literal

MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])
WORD_JOINER = "\u2060"


def shown(source: str) -> str:
    """What a reader sees of Markdown that has nothing but text in one paragraph."""
    tokens = MARKDOWN.parse(source)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    inside = (tokens[1].children or []) if tokens else []
    assert {token.type for token in inside} <= {"text", "text_special"}
    return "".join(token.content for token in inside).replace(WORD_JOINER, "")


@given(st.text(alphabet="ab1 가\\`*_[]()<>~$&#+-=.:!|@/\"'\t\n;xw", max_size=40) | st.text())
def test_any_text_is_shown_as_it_was_typed_on_one_line(text: str) -> None:
    text = text.replace("\x00", "").replace(WORD_JOINER, "")  # CommonMark shows NUL as another character
    assert shown(literal(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (":red[빨강]", (":red",)),
        (":smile:", (":smile",)),
        (":material/home:", (":material",)),
        ("http://example.com", ("://",)),
        ("www.example.com", ("www.",)),
        ("a@example.com", ("a@",)),
        ("a -> b", ("->",)),
        ("a <- b", ("<-",)),
        ("2020--2021", ("--",)),
    ],
)
def test_what_streamlit_makes_icons_links_and_arrows_of_is_interrupted(text: str, parts: tuple[str, ...]) -> None:
    assert not any(part in literal(text).replace("\\", "") for part in parts)


def test_ordinary_names_stay_ordinary() -> None:
    assert literal("대구 사고(최종), 2016.10.1") == "대구 사고(최종), 2016.10.1"
