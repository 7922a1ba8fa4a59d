"""What the analyst escapes, the app shows as it was written."""

import html
import re

import pytest
from markdown_it import MarkdownIt

from frontend.chat.answer_markdown import safe
from frontend.literal_text import WORD_JOINER
from services.chat.agent.analyst.sentences import literal

TEXTS = [
    "2007-01-01 01:00",
    "사망자수 >= 3",
    "a|b",
    "**굵게** _기울임_ `코드`",
    "[링크](http://example.org)",
    "<script>alert(1)</script>",
    "# 제목",
    "- 항목",
    "1. 하나",
    "대구_주차장_정보",
    "~~취소~~",
    "$수식$ :smile: &amp;",
    "C:\\폴더",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_of_the_data_is_shown_as_it_is(text: str) -> None:
    shown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(safe(literal(text)))
    assert "<strong>" not in shown
    assert "<script" not in shown
    assert html.unescape(re.sub("</?p>", "", shown)).replace(WORD_JOINER, "").strip() == text


@pytest.mark.parametrize("text", TEXTS)
def test_in_a_table_as_well(text: str) -> None:
    markdown = f"| 열 |\n| --- |\n| {literal(text)} |"
    shown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(safe(markdown))
    cell = re.search("<td>(.*)</td>", shown)
    assert cell is not None
    assert html.unescape(cell[1]).replace(WORD_JOINER, "") == text
