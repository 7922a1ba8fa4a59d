"""An answer keeps its headings, lists, tables, code and emphasis, and nothing else that Markdown can do."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from frontend.chat.answer_markdown import safe
from frontend.literal_text import WORD_JOINER

# Reads HTML and links as the browser would, which the answer must not get through.
READER = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])
ALLOWED = {
    *(
        f"{block}_{end}"
        for block in ("paragraph", "heading", "bullet_list", "ordered_list")
        for end in ("open", "close")
    ),
    *(f"{block}_{end}" for block in ("list_item", "blockquote", "table", "thead") for end in ("open", "close")),
    *(f"{block}_{end}" for block in ("tbody", "tr", "th", "td", "strong", "em", "s") for end in ("open", "close")),
    *("text", "text_special", "softbreak", "hardbreak", "code_inline", "fence", "hr", "inline"),
}


def tokens(source: str) -> list[Token]:
    """All tokens of Markdown, those inside of lines as well."""
    found = []
    for token in READER.parse(source):
        found += [token, *(token.children or [])]
    return found


def text(source: str) -> str:
    """What a reader sees, without code."""
    return "".join(token.content for token in tokens(source) if token.type in ("text", "text_special"))


def kinds(answer: str) -> set[str]:
    return {token.type.removesuffix("_open") for token in tokens(safe(answer)) if not token.type.endswith("_close")}


MARKS = st.text(alphabet="ab1가 *_`~[]()<>!#|:-=.$&\\\n\t/\"'x@w", max_size=120)
SNIPPETS = st.lists(
    st.sampled_from(
        (
            *(
                "<script>alert(1)</script>",
                "![x](http://evil/x.png)",
                "[x](http://evil)",
                "<http://evil>",
                "www.evil.kr",
            ),
            *("[x]: http://evil\n", "[x]", "![x]", "<b>", "<!--", "-->", "```", "`", "**", "$x$", ":red[x]", ":smile:"),
            *(
                "| a | b |\n|---|---|\n",
                "|",
                "\n",
                "\n\n",
                "- ",
                "1. ",
                "> ",
                "    ",
                "~~",
                "가(나)",
                "&lt;",
                "\\",
                "https://evil",
            ),
        )
    ),
    max_size=25,
).map("".join)


@given(MARKS | SNIPPETS | st.text())
def test_nothing_active_comes_through_whatever_the_answer_is(answer: str) -> None:
    shown = safe(answer)
    assert {token.type for token in tokens(shown)} <= ALLOWED
    outside_of_code = text(shown)
    for sign in ("://", "www.", ":red", ":smile:", ":material"):
        assert sign not in outside_of_code


@given(MARKS | SNIPPETS)
@example("**1*")
@example("~~<b>~~[x](http://evil)")
def test_what_is_shown_once_is_shown_the_same_again(answer: str) -> None:
    once = safe(answer)
    assert text(safe(once)).replace(WORD_JOINER, "").split() == text(once).replace(WORD_JOINER, "").split()


def test_dollars_and_brackets_reach_the_reader_as_characters() -> None:
    assert safe("$x^2$ :red[빨강] [ ]") == rf"\$x^2\$ :{WORD_JOINER}red\[빨강\] \[ \]"


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("![지도](http://evil.example/x.png)", "(그림: 지도)"),
        ("![](http://evil.example/x.png)", "(그림)"),
        ("[여기](http://evil.example/a)", "여기 (http://evil.example/a)"),
        ("<http://evil.example/b>", "http://evil.example/b"),
        ("[여기][1]\n\n[1]: http://evil.example/c", "여기 (http://evil.example/c)"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ],
)
def test_what_leaves_the_page_becomes_text(answer: str, shown: str) -> None:
    assert text(safe(answer)).replace(WORD_JOINER, "") == shown


def test_a_table_stays_a_table_with_its_alignment_and_its_pipes() -> None:
    answer = "| 구 | 건수 |\n|---|--:|\n| 수성구 | 1,234 |\n| `a\\|b` | x\\|y |"
    found = tokens(safe(answer))
    cells = [token.children for token in found if token.type == "inline"]
    assert [cell[0].content for cell in cells if cell][:4] == ["구", "건수", "수성구", "1,234"]
    assert [(token.type, token.content) for token in found if token.type == "code_inline"] == [("code_inline", "a|b")]
    assert text(safe("| x |\n|---|\n| y\\|z |")) == "xy|z"
    assert [token.attrs.get("style") for token in found if token.type == "td_open"][1] == "text-align:right"


def test_structure_comes_back() -> None:
    answer = (
        "# 제목\n\n글 **굵게** *기울여* ~~지움~~ `코드`\n\n- 하나\n  1. 안\n\n> 인용\n\n```python\nprint(1)\n```\n\n---"
    )
    expected = {
        "heading",
        "strong",
        "em",
        "s",
        "code_inline",
        "bullet_list",
        "ordered_list",
        "blockquote",
        "fence",
        "hr",
    }
    assert expected <= kinds(answer)


def test_code_is_kept_letter_by_letter() -> None:
    code = 'df["시군구"] = "**가(나)**다"  # <b> $x$ ``` :red[x]'
    (fence,) = [token for token in tokens(safe(f"````\n{code}\n````")) if token.type == "fence"]
    assert fence.content == code + "\n"
    (inline,) = [token for token in tokens(safe("``a`b <c>``")) if token.type == "code_inline"]
    assert inline.content == "a`b <c>"


def test_two_lists_in_a_row_stay_two() -> None:
    found = [token.type for token in tokens(safe("- a\n- b\n\n* c")) if token.type == "bullet_list_open"]
    assert len(found) == 2


def test_a_numbered_list_keeps_its_numbers() -> None:
    assert safe("3. 셋\n4. 넷") == "3. 셋\n4. 넷"


@pytest.mark.parametrize("answer", ["**차대차(65%)**가 많습니다", "가**(나)**다", "**‘사고’**는"])
def test_emphasis_ends_before_a_korean_particle(answer: str) -> None:
    assert "strong" in kinds(answer)
    assert "*" not in text(safe(answer))


def test_a_range_of_months_is_not_struck_out() -> None:
    assert text(safe("3월~5월, 6월~8월")) == "3월~5월, 6월~8월"
    assert "s" not in kinds("3월~5월, 6월~8월")


@pytest.mark.parametrize("answer", ["", "**굵", "| 구 | 건", "```\nx", "[여기](http://ev", "# "])
def test_the_beginning_of_an_answer_can_be_shown(answer: str) -> None:
    assert {token.type for token in tokens(safe(answer))} <= ALLOWED


def test_headings_are_smaller_than_those_of_the_page() -> None:
    assert [safe(f"{'#' * level} 제목").split()[0] for level in (1, 2, 3, 6)] == ["#####", "#####", "######", "######"]
